"""Whoever administers needs a telephone beside the password: set up, asked for, used once, taken away."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from pyotp import TOTP
from sqlalchemy import select, text

from app.db import db
from app.models import AuditEntry, RecoveryCode, Role, Staff
from app.people import accounts, managing, second_step
from app.people.errors import CodeWrong, SignInRests
from tests.browser_of import SECRET, Browser
from tests.conftest import TurnableClock
from tests.people import PASSWORD, Hall


@pytest.fixture
def admin(hall: Hall, time: TurnableClock) -> int:
    """The administrator of all offices."""
    return hall.employ("Pak Admin", Role.ADMIN, None)


@pytest.fixture
def pak(app: Flask, admin: int) -> Browser:
    """His browser, not on the demo's own machine; the password is given."""
    browser = elsewhere(app)
    browser.get("/login")
    assert "/account/second-step" in browser.post("/login", 302, name="Pak Admin", password=PASSWORD)
    return browser


def elsewhere(app: Flask) -> Browser:
    return Browser(app, address="10.20.0.7", host="antrean.example:8000")


def code(secret: str, time: TurnableClock, steps: int = 0) -> str:
    return TOTP(secret).at(int(time.moment.timestamp()) + 30 * steps)


def test_an_administrator_sets_up_a_telephone_before_anything_else(pak: Browser, time: TurnableClock) -> None:
    assert "/account/second-step" in pak.get("/admin/", 303)
    pak.get("/kiosk/karawaci", 403)
    pak.get("/account/second-step")
    assert "tidak benar" in pak.post("/account/second-step", 422, password=PASSWORD, code="000000")
    secret, shown = pak.sets_up_a_telephone()
    assert len(re.findall(r"<code>[a-z2-9]{5}-[a-z2-9]{5}</code>", shown)) == 10
    pak.get("/admin/")
    assert secret not in pak.get("/account/second-step")


def test_no_telephone_is_set_up_without_the_password(pak: Browser, time: TurnableClock) -> None:
    found = SECRET.search(pak.get("/account/second-step"))
    assert found
    assert "bukan kata sandi" in pak.post("/account/second-step", 422, code=code(found[1], time))
    assert "bukan kata sandi" in pak.post("/account/second-step", 422, password="salah", code=code(found[1], time))
    pak.get("/admin/", 303)
    pak.sets_up_a_telephone()
    pak.get("/account/second-step")
    pak.post("/account/second-step/again", 303)
    another = SECRET.search(pak.get("/account/second-step"))
    assert another and another[1] != found[1]
    pak.post("/account/second-step", 422, password="salah", code=code(another[1], time))
    pak.post("/account/second-step", 200, password=PASSWORD, code=code(another[1], time))


def test_whoever_thinks_better_of_another_telephone_keeps_the_one_there_is(pak: Browser, time: TurnableClock) -> None:
    pak.sets_up_a_telephone()
    pak.get("/account/second-step")
    pak.post("/account/second-step/again", 303)
    assert SECRET.search(pak.get("/account/second-step"))
    pak.post("/account/second-step/keep", 303)
    assert "Kode pemulihan" in pak.get("/account/second-step")


def test_whoever_tries_passwords_there_waits_as_at_the_door(pak: Browser, time: TurnableClock) -> None:
    pak.get("/account/second-step")
    for _try in range(5):
        pak.post("/account/second-step", 422, password="salah", code="000000")
    assert "Terlalu sering" in pak.post("/account/second-step", 429, password=PASSWORD, code="000000")


def test_the_code_is_asked_for_after_the_password_and_each_counts_once(
    app: Flask, pak: Browser, time: TurnableClock
) -> None:
    secret, _shown = pak.sets_up_a_telephone()
    again = elsewhere(app)
    again.get("/login")
    assert "/login/code" in again.post("/login", 302, name="Pak Admin", password=PASSWORD)
    again.get("/admin/", 302)
    again.get("/login/code")
    again.post("/login/code", 422, code=code(secret, time))  # that one set the telephone up
    again.post("/login/code", 302, code=code(secret, time, 1))  # its clock may be half a minute ahead
    again.get("/admin/")
    third = elsewhere(app)
    third.get("/login")
    third.post("/login", 302, name="Pak Admin", password=PASSWORD)
    third.get("/login/code")
    third.post("/login/code", 422, code=code(secret, time, 1))
    third.post("/login/code", 422, code=code(secret, time, 2))
    time.passes(minutes=1, seconds=30)
    third.post("/login/code", 302, code=code(secret, time, -1))


def test_a_password_given_long_ago_or_changed_since_is_no_first_step(
    app: Flask, hall: Hall, pak: Browser, admin: int, time: TurnableClock
) -> None:
    pak.sets_up_a_telephone()
    waits = elsewhere(app)
    waits.get("/login/code", 302)
    waits.get("/login")
    waits.post("/login", 302, name="Pak Admin", password=PASSWORD)
    time.passes(minutes=6)
    waits.get("/login/code", 302)
    waits.get("/login")
    waits.post("/login", 302, name="Pak Admin", password=PASSWORD)
    waits.get("/login/code")
    managing.new_password(hall.employ("Bu Kota", Role.CITY, None), admin)
    waits.get("/login/code", 302)


def test_a_recovery_code_works_once(app: Flask, pak: Browser, admin: int, time: TurnableClock) -> None:
    _secret, shown = pak.sets_up_a_telephone()
    written_down = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", shown)
    second_step.check(admin, f" {written_down[3].upper()} ", "10.0.0.1")
    with pytest.raises(CodeWrong):
        second_step.check(admin, written_down[3], "10.0.0.1")
    db.session.rollback()
    assert len(db.session.scalars(select(RecoveryCode)).all()) == 9


def test_codes_cannot_be_tried_out(pak: Browser, admin: int, time: TurnableClock) -> None:
    secret, _shown = pak.sets_up_a_telephone()
    for _try in range(5):
        with pytest.raises(CodeWrong):
            second_step.check(admin, "123456", "10.0.0.1")
    with pytest.raises(SignInRests):
        second_step.check(admin, code(secret, time, 1), "10.0.0.1")


def test_a_copied_database_alone_opens_nothing(app: Flask, pak: Browser, admin: int, time: TurnableClock) -> None:
    secret, shown = pak.sets_up_a_telephone()
    db.session.rollback()
    seed = db.session.scalar(select(Staff.totp_seed).where(Staff.id == admin))
    tables = ("staff", "recovery_code")
    kept = str([db.session.execute(text(f"SELECT * FROM {table}")).all() for table in tables])
    assert seed and secret not in kept
    assert not [each for each in re.findall(r"<code>([a-z2-9-]{11})</code>", shown) if each in kept]
    app.config["SECOND_STEP_KEY"] = b"another installation's key"
    with pytest.raises(CodeWrong):
        second_step.check(admin, code(secret, time, 1), "10.0.0.1")


def test_another_administrator_takes_it_away_when_the_telephone_is_gone(
    app: Flask, hall: Hall, pak: Browser, admin: int, time: TurnableClock
) -> None:
    pak.sets_up_a_telephone()
    managing.remove_second_step(hall.employ("Bu Kota", Role.CITY, None), admin)
    pak.get("/admin/", 302)
    pak.sign_in("Pak Admin")
    pak.get("/admin/")
    told = accounts.reset("Pak Admin")
    pak.get("/login")
    assert "/account/password" in pak.post("/login", 302, name="Pak Admin", password=told)
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("staff.second_factor_added") == 2 and actions.count("staff.second_factor_removed") == 2


def test_an_officer_may_have_it_and_gives_it_up_with_the_password(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Rina")
    rina = elsewhere(app)
    rina.sign_in("Rina")
    rina.sets_up_a_telephone()
    assert "bukan kata sandi" in rina.post("/account/second-step/remove", 422, password="salah")
    rina.post("/account/second-step/codes", 200, password=PASSWORD)
    rina.post("/account/second-step/remove", 303, password=PASSWORD)
    other = elsewhere(app)
    other.sign_in("Rina")
    other.get("/counter/")


def test_an_administrator_cannot_go_on_without(pak: Browser, time: TurnableClock) -> None:
    pak.sets_up_a_telephone()
    pak.post("/account/second-step/remove", 403, password=PASSWORD)
