"""Whoever looks after the kiosk opens its hidden menu with the office's PIN; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.errors import SettingsUnusable
from app.models import Branch, PrintJob, Role
from app.passwords import matches
from app.queueing.ruling.pin import set_service_pin
from app.rules.back_off import rest_after
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

MENU = "/kiosk/karawaci/service-menu"
PIN = "480915"


@pytest.fixture
def kiosk(app: Flask) -> Browser:
    """The kiosk of the demo, on the demo's own machine."""
    opened = Browser(app)
    opened.get("/kiosk/karawaci")
    return opened


@pytest.fixture
def menu(hall: Hall, kiosk: Browser) -> Browser:
    """The same with its menu open."""
    set_service_pin(hall.branch_id, PIN)
    kiosk.post(MENU, 303, pin=PIN)
    return kiosk


def test_without_a_pin_the_menu_opens_to_nobody(hall: Hall, kiosk: Browser) -> None:
    assert "belum punya PIN" in kiosk.get(MENU)
    for guess in ("", "123456", "000000"):
        kiosk.post(MENU, 409, pin=guess)


def test_the_pin_is_kept_so_that_nobody_reads_it(hall: Hall) -> None:
    set_service_pin(hall.branch_id, PIN)
    kept = db.session.scalars(select(Branch.service_pin)).one()
    assert PIN not in kept and matches(kept, PIN)
    assert PIN not in str(hall.events()) and kept not in str(hall.events())


@pytest.mark.parametrize("pin", ["1234", "123456789", "12345a", "123456", "987654", "111111", "121212"])
def test_a_pin_that_everybody_tries_first_is_refused(hall: Hall, pin: str) -> None:
    with pytest.raises(SettingsUnusable):
        set_service_pin(hall.branch_id, pin)


def test_with_the_pin_it_opens_and_says_how_the_kiosk_is(menu: Browser, hall: Hall) -> None:
    page = menu.get(MENU)
    assert "Printer" in page and "Giliran 0.1.0" in page and "60 %" in page
    assert [each["kiosk"] for each in hall.events("kiosk.menu_opened")] == ["0"]


def test_five_wrong_pins_and_the_kiosk_takes_none_for_a_while(hall: Hall, kiosk: Browser, time: TurnableClock) -> None:
    set_service_pin(hall.branch_id, PIN)
    for _ in range(5):
        kiosk.post(MENU, 422, pin="480916")
    assert "1 menit" in kiosk.post(MENU, 429, pin=PIN)
    assert len(hall.events("kiosk.menu_refused")) == 5
    time.passes(seconds=61)
    kiosk.post(MENU, 303, pin=PIN)


def test_each_further_guess_costs_twice_the_time() -> None:
    assert [rest_after(tries) for tries in (4, 5, 6, 7)] == [timedelta(minutes=each) for each in (0, 1, 2, 4)]
    assert rest_after(400) == timedelta(minutes=16)


def test_a_kiosk_out_of_service_gives_no_number_and_says_so_until_it_is_back(menu: Browser, hall: Hall) -> None:
    menu.post(f"{MENU}/lock", 303)
    assert "sedang dirawat" in menu.get("/kiosk/karawaci")
    for path, form in (("tickets", {"service": "D-INF", "key": "k"}), ("todo", {"service": "A-KTPC"})):
        assert "silakan ke petugas" in menu.post(f"/kiosk/karawaci/{path}", 409, **form).lower()
    assert hall.events("ticket.issued") == []
    assert "PIN kantor ini" in menu.get(MENU), "who left the menu needs the PIN again"
    menu.post(MENU, 303, pin=PIN)
    menu.post(f"{MENU}/unlock", 303)
    assert "D-001" in menu.post("/kiosk/karawaci/tickets", 201, service="D-INF", key="k")
    kinds = [each["kind"] for each in hall.events() if each["kind"].startswith("kiosk.")]
    assert kinds == ["kiosk.menu_opened", "kiosk.locked", "kiosk.menu_opened", "kiosk.unlocked"]


def test_the_last_slip_is_printed_again_as_a_copy(menu: Browser, hall: Hall) -> None:
    taken = hall.citizen_takes()
    assert "Cetak ulang A-001" in menu.get(MENU)
    menu.post(f"{MENU}/slip", 303, ticket=str(taken.id))
    assert [each["ticket"] for each in hall.events("ticket.reprinted")] == ["A-001"]
    menu.post(f"{MENU}/slip", 404, ticket="999")


def test_a_test_slip_goes_to_the_kiosks_printer(menu: Browser, hall: Hall) -> None:
    from app.models import Printer

    printer = db.session.scalars(select(Printer.id)).one()
    menu.post(f"{MENU}/test", 303, printer=str(printer))
    db.session.rollback()
    job = db.session.scalars(select(PrintJob)).one()
    assert job.only_here and job.facts == '{"test": "id"}'
    assert hall.events("kiosk.test_printed")
    menu.post(f"{MENU}/test", 404, printer="99")


def test_the_guide_stays_as_loud_as_it_was_set(menu: Browser, hall: Hall) -> None:
    menu.post(f"{MENU}/volume", 303, percent="80")
    assert "80 %" in menu.get(MENU)
    menu.post(f"{MENU}/volume", 422, percent="33")
    assert len(hall.events("kiosk.volume_set")) == 1


def test_left_alone_the_right_to_the_menu_ends(time: TurnableClock, menu: Browser) -> None:
    time.passes(minutes=3)
    menu.post(f"{MENU}/lock", 409)
    assert "PIN kantor ini" in menu.get(MENU)


def test_without_the_pin_nothing_of_the_menu_can_be_sent(hall: Hall, kiosk: Browser) -> None:
    set_service_pin(hall.branch_id, PIN)
    for what in ("lock", "unlock", "volume", "test", "slip"):
        kiosk.post(f"{MENU}/{what}", 409)
    assert not [each for each in hall.events() if each["kind"].startswith("kiosk.")]


def test_the_administrator_alone_sets_the_pin(app: Flask, hall: Hall) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    hall.employ("Ani", Role.ADMIN)
    budi, ani = Browser(app), Browser(app)
    budi.sign_in("Budi")
    ani.sign_in("Ani")
    rules = "/admin/karawaci/rules/kiosk"
    budi.get(rules, 403)
    budi.post(rules, 403, service_pin=PIN)
    assert "tanpa" in ani.get(rules) or "belum punya PIN" in ani.get(rules)
    assert "6 sampai 8 angka" in ani.post(rules, 422, service_pin="")
    ani.post(rules, 303, service_pin=PIN)
    assert "PIN menu perawatan" in ani.get("/admin/karawaci/rules")
    ani.post(f"{rules}/remove", 303)
    assert db.session.scalars(select(Branch.service_pin)).one() == ""
