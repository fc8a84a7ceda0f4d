"""Rina and Dewi share a computer: a PIN is enough, where the office allows it and the day knows them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.models import Counter, Role, Staff
from app.people import managing, sign_ins
from app.people.errors import NameOrPasswordWrong
from app.queueing import offering
from app.queueing.ruling.quick_change import set_quick_change
from app.rules.pin import may_be_officers
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import PASSWORD, Hall

OVER = "/account/change-over"
PIN = "402915"


def test_a_pin_is_six_digits_that_nobody_guesses() -> None:
    assert may_be_officers(PIN)
    assert not any(map(may_be_officers, ("40291", "4029155", "123456", "987654", "111111", "121212", "40291a", "")))


@pytest.fixture
def shared(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """The computer at counter 3: Dewi was here before, now Rina serves; both have a PIN."""
    set_quick_change(hall.branch_id, True)
    browser = Browser(app)
    for name in ("Dewi", "Rina"):
        hall.employ(name)
        comes(browser, name)
        browser.get("/account")
        browser.post("/account/pin", 303, password=PASSWORD, pin=PIN)
    browser.post(f"/counter/{hall.office_counters()[2]}/open", 303)
    return browser


def comes(browser: Browser, name: str) -> None:
    """Somebody signs in on a computer where another has left without signing out."""
    browser.client.delete_cookie("session", domain="127.0.0.1")
    browser.sign_in(name)


def id_of(name: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(Staff.id).where(Staff.name == name)).one()


def at_counter(hall: Hall) -> int | None:
    db.session.rollback()
    return db.session.get_one(Counter, hall.office_counters()[2]).staff_id


def test_dewi_goes_on_with_her_pin_and_the_citizen_stays(hall: Hall, shared: Browser) -> None:
    hall.citizen_takes()
    shared.post("/counter/call-next", 303)
    assert "Dewi" in shared.get(OVER)
    dewi = id_of("Dewi")
    assert "Ini bukan PIN" in shared.post(OVER, 422, staff=str(dewi), pin="111222")
    shared.post(OVER, 302, staff=str(dewi), pin=PIN)
    assert at_counter(hall) == dewi
    page = shared.get("/counter/")
    assert "<b>Dewi</b>" in page and "A-001" in page
    shared.get(OVER)
    shared.post(f"{OVER}/password", 303)
    shared.get("/counter/", 302)
    shared.sign_in("Dewi")
    shared.get(OVER)
    shared.post(OVER, 302, staff=str(id_of("Rina")), pin=PIN)
    assert at_counter(hall) == id_of("Rina")


def test_two_who_change_over_all_day_leave_the_third_her_way_back(hall: Hall, shared: Browser) -> None:
    hall.employ("Siti")
    comes(shared, "Siti")
    shared.get("/account")
    shared.post("/account/pin", 303, password=PASSWORD, pin=PIN)
    comes(shared, "Rina")
    for name in ("Dewi", "Rina") * 5:
        shared.get(OVER)
        shared.post(OVER, 302, staff=str(id_of(name)), pin=PIN)
    assert "Siti" in shared.get(OVER)


def test_after_five_wrong_ones_only_the_password_opens(app: Flask, hall: Hall, shared: Browser) -> None:
    shared.get(OVER)
    dewi = str(id_of("Dewi"))
    for _try in range(5):
        shared.post(OVER, 422, staff=dewi, pin="111222")
    assert "lima kali" in shared.post(OVER, 429, staff=dewi, pin=PIN)
    assert at_counter(hall) == id_of("Rina")
    Browser(app).sign_in("Dewi")
    shared.post(OVER, 302, staff=dewi, pin=PIN)


def test_nobody_changes_over_who_was_not_here_or_was_signed_out(app: Flask, hall: Hall, shared: Browser) -> None:
    other = Browser(app)
    siti = hall.employ("Siti")
    other.sign_in("Siti")
    other.get("/account")
    other.post("/account/pin", 303, password=PASSWORD, pin=PIN)
    assert "Siti" not in shared.get(OVER)
    shared.post(OVER, 403, staff=str(siti), pin=PIN)
    managing.new_password(hall.employ("Pak Admin", Role.ADMIN, None), id_of("Dewi"))
    assert "Dewi" not in shared.get(OVER)
    shared.post(OVER, 403, staff=str(id_of("Dewi")), pin=PIN)


def test_an_office_that_does_not_allow_it_has_no_such_way(hall: Hall, shared: Browser) -> None:
    assert OVER in shared.get("/counter/")
    set_quick_change(hall.branch_id, False)
    assert OVER not in shared.get("/counter/")
    shared.get(OVER, 302)
    shared.post(OVER, 403, staff=str(id_of("Dewi")), pin=PIN)


def test_an_administrator_never_comes_back_by_six_digits(app: Flask, hall: Hall, shared: Browser) -> None:
    bu = hall.employ("Bu Admin", Role.ADMIN)
    comes(shared, "Bu Admin")
    shared.get("/account")
    shared.post("/account/pin", 403, password=PASSWORD, pin=PIN)
    comes(shared, "Rina")
    assert "Bu Admin" not in shared.get(OVER)
    shared.post(OVER, 403, staff=str(bu), pin=PIN)


def test_the_end_of_the_day_ends_the_way_back(hall: Hall, shared: Browser) -> None:
    offering.close_day(hall.branch_id, "")
    comes(shared, "Rina")
    offering.open_day(hall.branch_id)
    shared.post(f"/counter/{hall.office_counters()[2]}/open", 303)
    assert "Dewi" not in shared.get(OVER)


def test_coming_back_by_pin_makes_no_sign_in_longer(hall: Hall, shared: Browser, time: TurnableClock) -> None:
    signed_in = time.moment
    for _hour in range(15):
        time.passes(hours=1)
        shared.get(OVER)
        shared.post(OVER, 302, staff=str(id_of("Dewi")), pin=PIN)
        shared.get(OVER)
        shared.post(OVER, 302, staff=str(id_of("Rina")), pin=PIN)
    assert time.moment < signed_in + sign_ins.LONGEST_SIGNED_IN
    shared.get("/counter/")
    time.passes(hours=1, minutes=1)
    assert "/login" in shared.get("/counter/", 302)
    shared.sign_in("Rina")  # who begins anew; Dewi's time is over, too
    assert "Dewi" not in shared.get(OVER)


def test_whoever_is_signed_out_while_the_pin_is_looked_at_does_not_come_in(hall: Hall, time: TurnableClock) -> None:
    dewi = hall.employ("Dewi")
    with pytest.raises(NameOrPasswordWrong):
        sign_ins.begin(dewi, "10.0.0.7", "Chrome", goes_on=["of a sign-in that was ended"])


def test_a_supervisor_allows_it_in_the_browser(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi")
    budi.get("/admin/karawaci/rules/quick-change")
    budi.post("/admin/karawaci/rules/quick-change", 303, quick_change="y")
    assert "Petugas berganti dengan PIN: " in budi.get("/admin/karawaci/rules")
