"""Rina works in Karawaci and looks after Cibodas: what she may do depends on where."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, event, select

from app.db import db, transaction
from app.errors import ChoiceNotAllowed
from app.models import Branch, Counter, Printer, Role, StaffRole
from app.queueing import offering
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.staff.conftest import also


@pytest.fixture
def rina(app: Flask, hall: Hall, cibodas: int, time: TurnableClock) -> Browser:
    """Rina, officer in Karawaci and administrator of Cibodas."""
    also(hall.employ("Rina"), Role.ADMIN, cibodas)
    browser = Browser(app)
    browser.sign_in("Rina")
    return browser


def test_an_officer_here_who_is_admin_there_sets_up_there_alone(rina: Browser) -> None:
    home = rina.get("/admin/")
    assert "Kecamatan Cibodas" in home and "/admin/karawaci/" not in home
    rina.get("/admin/cibodas/rules")
    rina.get("/admin/cibodas/devices")
    for page in ("rules", "devices", "today", "services", "slip", "recap", "boards/hall/media"):
        rina.get(f"/admin/karawaci/{page}", 403)
    assert rina.try_to_post("/admin/karawaci/services/A-KTPR/close", reason="x")[0] == 403
    assert rina.try_to_post("/admin/karawaci/boards/hall/media")[0] == 403


def test_what_has_no_office_in_its_address_shows_the_offices_of_the_role(rina: Browser, hall: Hall) -> None:
    printers = rina.get("/admin/printers")
    assert "Printer Cibodas" in printers and "Printer kios" not in printers
    theirs = db.session.scalars(select(Printer.id).where(Printer.branch_id == hall.branch_id)).one()
    assert rina.try_to_post(f"/admin/printers/{theirs}/new-roll")[0] == 404


def test_at_the_counter_both_of_her_offices_are_hers(rina: Browser) -> None:
    choose = rina.get("/counter/")
    assert "Kecamatan Cibodas" in choose and "Kecamatan Karawaci" in choose


def test_an_auditor_there_is_no_officer_there(app: Flask, hall: Hall, cibodas: int) -> None:
    also(hall.employ("Budi"), Role.AUDITOR, cibodas)
    budi = Browser(app)
    budi.sign_in("Budi")
    assert "Kecamatan Cibodas" not in budi.get("/counter/")
    theirs = db.session.scalars(select(Counter.id).where(Counter.branch_id == cibodas)).one()
    assert budi.try_to_post(f"/counter/{theirs}/open")[0] == 403
    recaps = budi.get("/admin/recaps")
    assert "Kecamatan Cibodas" in recaps and "Kecamatan Karawaci" not in recaps
    budi.get("/display/cibodas")
    budi.get("/kiosk/cibodas", 403)


def test_a_counter_is_left_with_the_role_in_its_office(app: Flask, hall: Hall, cibodas: int) -> None:
    rina, browser = hall.officer(), Browser(app)
    also(rina.staff_id, Role.OFFICER, cibodas)
    browser.sign_in("Rina")
    hall.citizen_takes()
    with transaction() as session:
        session.execute(delete(StaffRole).where(StaffRole.branch_id == hall.branch_id))
    assert browser.try_to_post("/counter/call-next")[0] == 409
    assert hall.events("ticket.called") == []


def test_a_supervisor_elsewhere_chooses_no_citizens_here(hall: Hall, cibodas: int) -> None:
    with transaction() as session:
        session.get_one(Branch, hall.branch_id).officers_may_choose = False
        session.get_one(Branch, hall.branch_id).setup_version = "anew"
    rina = hall.officer()
    also(rina.staff_id, Role.SUPERVISOR, cibodas)
    sari = hall.citizen_takes()
    with pytest.raises(ChoiceNotAllowed):
        rina.calls(sari)
    also(rina.staff_id, Role.SUPERVISOR, hall.branch_id)
    assert rina.calls(sari).state == "called"


def test_whoever_has_several_roles_begins_at_the_counter_and_sees_all_ways(rina: Browser) -> None:
    assert "/counter/" in rina.get("/login", 302)
    top = rina.get("/counter/")
    assert 'href="/admin/"' in top and "2 kantor" in top


def test_who_is_signed_in_is_read_by_one_statement(app: Flask, rina: Browser) -> None:
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_more: seen.append(statement))
    rina.get("/admin/cibodas/rules")
    assert len([each for each in seen if "staff_role" in each]) == 1


def test_an_officer_of_two_offices_stays_signed_in_when_one_closes(
    app: Flask, hall: Hall, cibodas: int, time: TurnableClock
) -> None:
    also(hall.employ("Rina"), Role.OFFICER, cibodas)
    rina = Browser(app)
    rina.sign_in("Rina")
    time.passes(hours=1)
    offering.close_day(hall.branch_id, "")
    rina.get("/counter/")


def test_whoever_sits_down_in_another_office_leaves_the_counter_of_the_first(
    app: Flask, hall: Hall, cibodas: int, rina: Browser
) -> None:
    theirs = db.session.scalars(select(Counter.id).where(Counter.branch_id == cibodas)).one()
    rina.post(f"/counter/{hall.office_counters()[2]}/open", 303)
    rina.post(f"/counter/{theirs}/open", 303)
    assert [event["counter"] for event in hall.events("counter.closed")] == ["3"]
    assert "Cibodas" in rina.get("/counter/")
