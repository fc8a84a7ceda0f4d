"""An administrator decides how long data is kept, and citizens read it."""

from __future__ import annotations

from flask import Flask

from app import tidying
from app.db import db
from app.models import Role
from app.rules.retention import Retention
from tests.browser_of import Browser, as_of_in
from tests.people import Hall


def test_how_long_is_decided_by_whoever_administers_all_offices(app: Flask, hall: Hall) -> None:
    hall.employ("Wati", Role.ADMIN, None)
    wati = Browser(app)
    wati.sign_in("Wati")
    wati.get("/admin/retention")
    usual = {"history_months": "36", "words_months": "6", "audit_months": "24", "sign_in_days": "30"}
    wati.post("/admin/retention", 303, **usual)
    db.session.rollback()
    assert tidying.retention() == Retention(history_months=36, words_months=6)
    assert "Tersimpan" in wati.get("/admin/retention?saved=1")
    page = wati.post("/admin/retention", 422, **usual | {"audit_months": "1"})
    assert 'aria-invalid="true"' in page and tidying.retention().audit_months == 24
    citizen = Browser(app).get("/privacy")
    assert "Nomor dan waktunya: 36 bulan." in citizen and "Kecamatan Karawaci" in citizen
    assert "Numbers and their times: 36 months." in Browser(app).get("/privacy?lang=en")


def test_two_who_decide_at_once_are_told_and_nothing_is_kept_shorter_by_accident(app: Flask, hall: Hall) -> None:
    usual = {"history_months": "60", "words_months": "12", "audit_months": "24", "sign_in_days": "30"}
    browsers = {}
    for name in ("Wati", "Adi"):
        hall.employ(name, Role.ADMIN, None)
        browsers[name] = Browser(app)
        browsers[name].sign_in(name)
    seen = {name: as_of_in(browser.get("/admin/retention")) for name, browser in browsers.items()}
    browsers["Wati"].post("/admin/retention", 303, as_of=seen["Wati"], **usual | {"audit_months": "120"})
    wrong = browsers["Adi"].post("/admin/retention", 422, as_of=seen["Adi"], **usual | {"sign_in_days": "x"})
    told = browsers["Adi"].post("/admin/retention", 422, as_of=as_of_in(wrong), **usual | {"sign_in_days": "7"})
    db.session.rollback()
    assert "Wati" in told and tidying.retention() == Retention(audit_months=120)
    browsers["Adi"].post("/admin/retention", 303, as_of=as_of_in(told), **usual | {"sign_in_days": "7"})


def test_an_administrator_of_one_office_does_not_decide_for_all(app: Flask, hall: Hall) -> None:
    hall.employ("Dewi", Role.ADMIN, "karawaci")
    dewi = Browser(app)
    dewi.sign_in("Dewi")
    dewi.get("/admin/retention", 403)
    assert "/admin/retention" not in dewi.get("/admin/")


def test_a_ticket_leads_to_the_privacy_page(app: Flask, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    assert 'href="/privacy"' in Browser(app).get(f"/t/{ticket.token}")
    assert 'href="/privacy"' in Browser(app).get("/")
