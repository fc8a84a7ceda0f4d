"""Something leaked, and those who answer for it know what to do, and by when."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app import audit_check, breach
from app.db import db
from app.models import AuditEntry, Role
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall


@pytest.fixture
def wati(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """Wati, who administers all offices."""
    hall.employ("Wati", Role.ADMIN, None)
    browser = Browser(app)
    browser.sign_in("Wati")
    browser.get("/admin/breach")
    return browser


def test_a_drill_is_ticked_step_by_step_and_exported(app: Flask, wati: Browser, time: TurnableClock) -> None:
    wati.post("/admin/breach", 303, kind="drill")
    time.passes(minutes=20)
    wati.post("/admin/breach/done", 303, step="stop")
    time.passes(minutes=50)
    wati.post("/admin/breach/done", 303, step="stop")
    page = wati.get("/admin/breach")
    assert "Latihan berjalan sejak 23 Nov 2026, 08.15" in page
    assert "Selesai 23 Nov, 08.35 oleh Wati" in page, "the first time counts"
    assert "Paling lambat 26 Nov, 08.15" in page, "three times twenty-four hours"
    lines = wati.get("/admin/breach.csv").splitlines()
    assert "Latihan" in lines[0] and "2026-11-23 08:15 +0700" in lines[0]
    assert lines[2].endswith("2026-11-23 09:15 +0700;2026-11-23 08:35 +0700;Wati")
    assert len(lines) == 2 + len(breach.STEPS)
    db.session.rollback()
    found = breach.under_way()
    assert found and [step.key for step in found.steps if step.is_late] == ["write_down"]


def test_what_is_over_stands_in_the_audit_log(app: Flask, wati: Browser) -> None:
    wati.post("/admin/breach", 303, kind="real")
    wati.post("/admin/breach/done", 303, step="tell")
    wati.post("/admin/breach/end", 303)
    db.session.rollback()
    said = db.session.scalars(select(AuditEntry.words).where(AuditEntry.action == "breach.ended")).one()
    assert said and "tell" in said and "Wati" in said
    assert audit_check.first_wrong() is None and breach.under_way() is None
    assert "Belum ada daftar" in wati.post("/admin/breach/end", 409)
    wati.get("/admin/breach.csv", 409)
    wati.post("/admin/breach/done", 404, step="nothing")


def test_it_is_for_whoever_administers_all_offices(app: Flask, hall: Hall) -> None:
    hall.employ("Dewi", Role.ADMIN, "karawaci")
    dewi = Browser(app)
    dewi.sign_in("Dewi")
    dewi.get("/admin/breach", 403)
    dewi.get("/admin/breach.csv", 403)
    assert dewi.try_to_post("/admin/breach", kind="real")[0] == 403
