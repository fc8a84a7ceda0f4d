"""At the door: passwords, waiting after wrong ones, and the browsers somebody is signed in with."""

from __future__ import annotations

import re
from contextvars import Context
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from app import create_app, passwords
from app.db import db, transaction
from app.devices import pairing
from app.models import AuditEntry, DeviceKind, Role, SignIn, Staff, WrongTries
from app.passwords import weakness_of
from app.people import accounts, managing, sign_ins, signing_in
from app.people.errors import NameOrPasswordWrong, SignInRests
from app.queueing import opening
from app.rules.authority import Held
from app.rules.back_off import FORGOTTEN_AFTER, rest_after
from app.rules.passwords import Weak
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.databases import settings_for
from tests.people import PASSWORD, Hall

NEW = "sembilan kucing oranye"


def elsewhere(app: Flask) -> Browser:
    """A browser that is not on the demo's own machine."""
    return Browser(app, address="10.20.0.7", host="antrean.example:8000")


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("terlalu", Weak.TOO_SHORT),
        ("x" * 201, Weak.TOO_LONG),
        ("rina-karawaci1", Weak.A_NAME),
        ("qwertyuiop", Weak.TOO_COMMON),
        ("petugas1234", Weak.TOO_COMMON),
        (NEW, None),
        ("Rahasia sekali, Rina!", None),
    ],
)
def test_what_everybody_would_try_is_no_password(password: str, weak: Weak | None) -> None:
    assert weakness_of(password, ["Rina Kusuma", "Kecamatan Karawaci"]) is weak


def test_a_one_time_password_opens_nothing_but_the_choice_of_ones_own(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    admin = hall.employ("Pak Admin", Role.ADMIN, None)
    added = managing.add(admin, "Rina", {Held(Role.OFFICER, hall.branch_id)})
    rina = elsewhere(app)
    rina.get("/login")
    rina.post("/login", 302, name="Rina", password=added.password)
    assert "/account/password" in rina.get("/counter/", 303)
    rina.get("/kiosk/karawaci", 403)
    rina.get("/account", 302)
    assert "sekali pakai" in rina.get("/account/password")
    assert "pertama dicoba" in rina.post("/account/password", 422, new="qwertyuiop")
    assert "sekarang" in rina.post("/account/password", 422, new=added.password)
    rina.post("/account/password", 303, new=NEW)
    rina.get("/counter/")
    again = elsewhere(app)
    again.sign_in("Rina", NEW)
    again.get("/counter/")


def test_the_demo_on_its_own_machine_lets_people_in_at_once_and_says_so(app: Flask, hall: Hall) -> None:
    told = accounts.with_one_time_password("petugas", Role.OFFICER, "karawaci")
    assert told
    here = Browser(app)
    here.sign_in("petugas", told)
    assert "Instalasi sungguhan" in here.get("/counter/") and "Instalasi sungguhan" in here.get("/account")


def test_wrong_passwords_cost_more_and_more_time_whoever_is_named(hall: Hall, time: TurnableClock) -> None:
    hall.employ("Rina")
    for name in ("Rina", "Tidak ada"):
        for _try in range(5):
            with pytest.raises(NameOrPasswordWrong):
                signing_in.check(name, "salah", "10.0.0.1")
        with pytest.raises(SignInRests) as rests:
            signing_in.check(name, PASSWORD, "10.0.0.2")
        assert rests.value.facts["minutes"] == "1"
    time.passes(minutes=1, seconds=1)
    with pytest.raises(NameOrPasswordWrong):
        signing_in.check("Rina", "salah", "10.0.0.1")
    with pytest.raises(SignInRests) as rests:
        signing_in.check("Rina", PASSWORD, "10.0.0.1")
    assert rests.value.facts["minutes"] == "2"
    time.moment += FORGOTTEN_AFTER + timedelta(seconds=1)
    assert signing_in.check("Rina", PASSWORD, "10.0.0.1")
    kept = " ".join(db.session.scalars(select(WrongTries.subject)))
    assert "Rina" not in kept and "10.0.0.1" not in kept


def test_an_address_that_tries_many_names_waits_too(hall: Hall, time: TurnableClock) -> None:
    hall.employ("Rina")
    for number in range(20):
        with pytest.raises(NameOrPasswordWrong):
            signing_in.check(f"nama {number}", "salah", "10.0.0.1")
    with pytest.raises(SignInRests):
        signing_in.check("Rina", PASSWORD, "10.0.0.1")
    assert signing_in.check("Rina", PASSWORD, "10.0.0.2")
    assert rest_after(19, 20) == timedelta()


def test_rina_is_told_how_long_to_wait_and_an_administrator_lifts_it(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    admin, rina = hall.employ("Pak Admin", Role.ADMIN, None), hall.employ("Rina")
    browser = Browser(app)
    browser.get("/login")
    for _try in range(5):
        browser.post("/login", 422, name="Rina", password="salah")
    assert "Tunggu 1 menit" in browser.post("/login", 429, name="Rina", password=PASSWORD)
    pak = Browser(app)
    pak.sign_in("Pak Admin")
    assert "Izinkan langsung mencoba lagi" in pak.get(f"/admin/people/{rina}")
    managing.lift_rest(admin, rina)
    browser.post("/login", 302, name="Rina", password=PASSWORD)
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("session.refused") == 5 and actions.count("session.locked_out") == 1


def test_a_password_hashed_with_older_parameters_is_hashed_anew(
    app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    rina = hall.employ("Rina")
    before = db.session.get_one(Staff, rina).password_hash
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    Browser(app).sign_in("Rina")
    db.session.rollback()
    assert db.session.get_one(Staff, rina).password_hash != before
    Browser(app).sign_in("Rina")


def test_rina_sees_where_she_is_signed_in_and_ends_one_or_all(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Rina")
    here, there = (
        Browser(app, user_agent="Mozilla/5.0 (X11; Linux) Chrome/130.0"),
        Browser(app, user_agent="Firefox/131.0"),
    )
    here.sign_in("Rina")
    there.sign_in("Rina")
    page = here.get("/account")
    assert "Chrome 130, Linux" in page and "Firefox 131" in page
    mark = re.search(r"/account/browsers/([0-9a-f]{16})/end", page)
    assert mark
    here.post(f"/account/browsers/{mark[1]}/end", 303)
    there.get("/account", 302)
    here.get("/account")
    there.sign_in("Rina")
    there.post("/account/browsers/end", 303)
    for browser in (here, there):
        browser.get("/account", 302)


def test_a_new_password_or_the_end_of_an_account_ends_every_other_browser(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    admin, rina = hall.employ("Pak Admin", Role.ADMIN, None), hall.employ("Rina")
    here, there = Browser(app), Browser(app)
    here.sign_in("Rina")
    there.sign_in("Rina")
    here.get("/account/password")
    assert "bukan kata sandi" in here.post("/account/password", 422, current="salah sekali", new=NEW)
    here.post("/account/password", 303, current=PASSWORD, new=NEW)
    here.get("/account")
    there.get("/account", 302)
    managing.stop(admin, rina)
    here.get("/account", 302)
    assert "Anda sudah keluar" in here.get("/login"), "the door says why one stands before it"


def test_who_signed_out_or_was_never_in_is_told_nothing_at_the_door(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    assert "Anda sudah keluar" not in rina.get("/login")
    rina.sign_in("Rina")
    rina.post("/logout", 302)
    assert "Anda sudah keluar" not in rina.get("/login")


def test_a_cookie_copied_before_signing_out_opens_nothing(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    rina, thief = Browser(app), Browser(app)
    rina.sign_in("Rina")
    cookie = rina.client.get_cookie("session", domain="127.0.0.1")
    assert cookie
    thief.client.set_cookie("session", cookie.value, domain="127.0.0.1")
    thief.get("/account")
    rina.post("/logout", 302)
    thief.get("/account", 302)


def test_a_supervisor_who_left_is_signed_out_but_not_one_at_a_counter(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    budi, rina = hall.employ("Budi", Role.SUPERVISOR), hall.employ("Rina")
    at_desk, at_counter, officer = Browser(app), Browser(app), Browser(app)
    at_desk.sign_in("Budi")
    officer.sign_in("Rina")
    time.passes(minutes=59)
    at_desk.get("/admin/")
    time.passes(minutes=59)
    at_desk.get("/admin/")
    time.passes(minutes=61)
    at_desk.get("/admin/", 302)
    officer.get("/counter/")
    at_counter.sign_in("Budi")
    opening.open_counter(next(iter(hall.office_counters())), budi)
    time.passes(minutes=90)
    at_counter.get("/counter/")
    assert rina


def test_however_often_somebody_was_seen_the_next_day_they_sign_in_anew(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    for _ in range(16):
        time.passes(hours=1)
        rina.get("/counter/")
    time.passes(minutes=1)
    rina.get("/counter/", 302)
    rina.sign_in("Rina")
    rina.get("/counter/")
    db.session.rollback()
    assert len(db.session.scalars(select(SignIn)).all()) == 1, "what is over goes when somebody signs in anew"


def test_what_was_taken_while_the_password_was_looked_at_lets_nobody_in(app: Flask, hall: Hall) -> None:
    admin, rina = hall.employ("Pak Admin", Role.ADMIN, None), hall.employ("Rina")
    known = signing_in.check("Rina", PASSWORD, "10.0.0.7")
    managing.new_password(admin, rina)
    with pytest.raises(NameOrPasswordWrong):
        sign_ins.begin(known.staff_id, "10.0.0.7", "Chrome", known.seal)
    managing.stop(admin, rina)
    with pytest.raises(NameOrPasswordWrong):
        sign_ins.begin(rina, "10.0.0.7", "Chrome")
    managing.admit(admin, rina)
    assert sign_ins.begin(rina, "10.0.0.7", "Chrome").name == "Rina"


def test_a_new_secret_key_signs_everybody_out_and_unpairs_no_screen(app: Flask, hall: Hall) -> None:
    secret, asking = pairing.ask(DeviceKind.KIOSK, hall.branch_id, "10.0.0.7")
    pairing.approve(hall.branch_id, asking.code, "Kios", hall.employ("Budi", Role.ADMIN))
    kiosk, rina = (Browser(app, address="10.0.0.7", host="antrean.example") for _ in range(2))
    kiosk.client.set_cookie("giliran_kiosk", pairing.fetch(secret).token, domain="antrean.example")
    hall.employ("Rina")
    rina.sign_in("Rina")
    settings = app.config["SETTINGS"]
    (settings.data_dir / "secret_key").unlink()
    anew = create_app(settings_for(settings.database_url, settings.data_dir))
    for browser, status in ((rina, 302), (kiosk, 200)):
        cookies = browser.client._cookies
        browser.client = anew.test_client()
        browser.client._cookies = cookies
        browser.get("/counter/" if browser is rina else "/kiosk/karawaci", status)
    with anew.app_context():
        db.engine.dispose()


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi")
    time.passes(hours=2)
    here = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1:8000/counter/"}
    answer = Context().run(budi.client.get, "/counter/desk", headers=here, base_url=budi.origin)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/login?next=/counter/")
    whole = Context().run(budi.client.get, "/admin/karawaci/rules?lang=en", base_url=budi.origin)
    assert whole.headers["Location"].startswith("/login?next=/admin/karawaci/rules?lang%3Den")


def test_being_seen_is_written_once_a_minute_at_most(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")

    def seen() -> object:
        db.session.rollback()
        return db.session.scalars(select(SignIn.last_seen)).one()

    first = seen()
    time.passes(seconds=59)
    rina.get("/counter/")
    assert seen() == first
    time.passes(seconds=2)
    rina.get("/counter/")
    assert seen() == time.moment


def test_the_only_administrator_who_lost_everything_gets_in_again(app: Flask, hall: Hall) -> None:
    admin = hall.employ("Pak Admin", Role.ADMIN, None)
    with transaction() as session:
        session.get_one(Staff, admin).is_active = False
    told = accounts.reset("Pak Admin")
    pak = elsewhere(app)
    pak.get("/login")
    pak.post("/login", 302, name="Pak Admin", password=told)
    pak.get("/account/password")
    with pytest.raises(accounts.AccountRefused):
        accounts.reset("Tidak ada")
