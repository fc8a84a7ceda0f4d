"""Whoever signs in, gives rights away or removes something stands in the audit log."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app import api_keys, audit_check, history_check
from app.commands import create_staff
from app.db import db
from app.devices import pairing
from app.models import ApiKey, AuditEntry, DeviceKind, Role
from app.people import accounts
from app.printing import office_printers
from app.queueing import moving
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import PASSWORD, Hall


def told(action: str | None = None) -> list[AuditEntry]:
    db.session.rollback()
    rows = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
    return [row for row in rows if action in (None, row.action)]


def words(entry: AuditEntry) -> dict[str, object]:
    return dict(json.loads(entry.words or "{}"))


def test_signing_in_being_refused_and_signing_out_are_told_with_the_address(app: Flask, hall: Hall) -> None:
    rina = hall.employ("Rina")
    browser = Browser(app, address="192.168.7.20")
    browser.sign_in("Rina")
    browser.post("/logout", 302)
    browser.get("/login")
    browser.post("/login", 422, name="Rina", password="wrong-but-long-enough")
    came, went, refused = told()[-3:]
    assert [each.action for each in (came, went, refused)] == [
        "session.signed_in",
        "session.signed_out",
        "session.refused",
    ]
    assert (came.staff_id, went.staff_id, refused.staff_id) == (rina, rina, None)
    assert {each.branch_id for each in (came, went, refused)} == {hall.branch_id}
    assert words(came) == {"subject": "Rina", "address": "192.168.7.20"}
    assert audit_check.first_wrong() is None


def test_a_password_typed_as_the_name_is_not_kept(app: Flask, hall: Hall) -> None:
    browser = Browser(app)
    browser.get("/login")
    browser.post("/login", 422, name=PASSWORD, password=PASSWORD)
    assert all(PASSWORD not in f"{each.facts}{each.words}" for each in told())
    assert words(told()[-1])["subject"] == f"{PASSWORD[:2]}…"


def test_an_account_is_told_with_its_role_and_without_its_password(app: Flask) -> None:
    accounts.create("Sari", Role.SUPERVISOR, PASSWORD, "karawaci")
    entry = told("staff.created")[-1]
    assert words(entry)["after"] == {"role": "supervisor", "office": "karawaci"}
    assert all(PASSWORD not in f"{each.facts}{each.words}" for each in told())


def test_a_command_is_told_as_the_systems_own_account(app: Flask) -> None:
    done = app.test_cli_runner().invoke(
        create_staff, ["Wati", "--role", "auditor", "--password-stdin"], input=f"{PASSWORD}\n"
    )
    assert done.exit_code == 0, done.output
    entry = told("staff.created")[-1]
    assert (entry.staff_id, words(entry).get("account")) != (None, "server")


def test_a_key_is_told_made_and_revoked_and_never_shown(app: Flask, hall: Hall) -> None:
    key = api_keys.create("dashboard", "karawaci", may_act=False, days=30)
    row = db.session.scalars(select(ApiKey)).one()
    api_keys.revoke(row.id, [hall.branch_id])
    api_keys.revoke(row.id, [hall.branch_id])
    assert [each.action for each in told()][-2:] == ["api_key.created", "api_key.revoked"]
    assert words(told()[-1])["before"] == {
        "may_act": False,
        "expires_at": str(row.expires_at and row.expires_at.date()),
    }
    assert all(key not in (each.words or "") and api_keys.digest(key) not in (each.words or "") for each in told())


def test_a_device_that_is_approved_and_sent_away_is_told_by_name(app: Flask, hall: Hall) -> None:
    admin = hall.employ("Dewi", Role.ADMIN)
    _secret, asking = pairing.ask(DeviceKind.KIOSK, hall.branch_id, "192.168.7.30", "Chrome 130")
    device = pairing.approve(hall.branch_id, asking.code, "Kios pintu depan", admin)
    pairing.revoke(hall.branch_id, device, admin)
    came, went = told()[-2:]
    assert [each.action for each in (came, went)] == ["device.approved", "device.revoked"]
    assert {each.staff_id for each in (came, went)} == {admin}
    assert words(came)["subject"] == words(went)["subject"] == "Kios pintu depan"


def test_printers_replaced_reasons_erased_and_history_pruned_are_told(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    office_printers.replace(hall.branch_id, "virtual:")
    moving.cancel(hall.citizen_takes().id, reason="Pulang dulu")
    assert history_check.erase_reason(hall.branch_id, 2)
    time.passes(days=400)
    hall.citizen_takes()
    assert history_check.prune(hall.branch_id, date(2027, 12, 1))
    assert [each.action for each in told()][-3:] == ["printer.replaced", "history.reason_erased", "history.pruned"]
    assert all("Pulang" not in (each.words or "") for each in told())
    assert audit_check.first_wrong() is None


@pytest.mark.parametrize("days", [0, 3651])
def test_a_key_without_a_bearable_end_is_not_made(app: Flask, days: int) -> None:
    with pytest.raises(api_keys.KeyRefused):
        api_keys.create("dashboard", days=days)
