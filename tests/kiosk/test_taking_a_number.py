"""A citizen at the touch screen."""

from __future__ import annotations

import re
from datetime import timedelta
from time import sleep as pause

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.db import db
from app.models import Ticket
from app.queueing import offering
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

KEY = re.compile(r'name="key" value="([^"]+)"')
OWN = re.compile(r'(?<=name="key" value=")[^"]+|(?<=name="csrf_token" value=")[^"]+')


@pytest.fixture
def kiosk(app: Flask) -> Browser:
    """The kiosk of the demo, on the demo's own machine."""
    return Browser(app)


def tickets() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Ticket)) or 0


def test_from_tile_to_number(kiosk: Browser, hall: Hall) -> None:
    assert "Kependudukan" in kiosk.get("/kiosk/karawaci")
    assert "Perekaman KTP-el" in kiosk.get("/kiosk/karawaci/queues/A")
    confirm = kiosk.get("/kiosk/karawaci/services/A-KTPR")
    assert "Kartu Keluarga (KK)" in confirm and "Gratis" in confirm and "15 menit" in confirm
    key = KEY.search(confirm)
    assert key
    number = kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key=key[1], priority="none")
    assert "A-001" in number and "Anda terdepan di antrean ini" in number and "/t/" in number


def test_the_numbers_screen_says_that_nobody_is_called_though_another_process_stopped_it_just_now(
    app: Flask, kiosk: Browser, hall: Hall
) -> None:
    kiosk.get("/kiosk/karawaci")
    kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="before")
    of_this_process = app.extensions["offices_touched"]
    offering.suspend_office(hall.branch_id, "Listrik padam")
    app.extensions["offices_touched"] = {code: (float("inf"), office) for code, (_, office) in of_this_process.items()}
    number = kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="after")
    assert "Listrik padam" in number


@pytest.mark.parametrize(
    ("page", "shows", "hides"),
    [("1", "B-SKTM", "B-SKCK"), ("two", "B-SKTM", "B-SKCK"), ("2", "B-SKCK", "B-SKTM"), ("3", "B-SKCK", "B-SKTM")],
)
def test_nine_services_of_a_kind_are_two_pages(kiosk: Browser, hall: Hall, page: str, shows: str, hides: str) -> None:
    tiles = kiosk.get(f"/kiosk/karawaci/queues/B?page={page}")
    assert f"/services/{shows}" in tiles and f"/services/{hides}" not in tiles


def test_the_numbers_screen_says_what_it_costs_and_how_long_it_takes(kiosk: Browser, hall: Hall) -> None:
    kiosk.get("/kiosk/karawaci")
    for touch in range(4):
        hall.citizen_takes("F-KAS", key=f"before-{touch}")
    number = kiosk.post("/kiosk/karawaci/tickets", 201, service="F-KAS", key="k")
    assert "Sesuai tagihan" in number and "4 orang di depan Anda" in number
    assert re.search(r"Sekitar \d+–\d+ menit", number)
    free = kiosk.post("/kiosk/karawaci/tickets?lang=en", 201, service="A-KTPR", key="l")
    assert ">Free<" in free and "Sesuai tagihan" not in free


def test_every_showing_of_the_last_step_has_a_key_of_its_own(kiosk: Browser, hall: Hall) -> None:
    pages = [kiosk.get("/kiosk/karawaci/services/D-INF") for _ in range(2)]
    assert KEY.findall(pages[0]) != KEY.findall(pages[1])


def test_english_is_a_whole_language(kiosk: Browser, hall: Hall) -> None:
    assert "Population documents" in kiosk.get("/kiosk/karawaci?lang=en")
    page = kiosk.get("/kiosk/karawaci/services/A-KTPR?lang=en")
    assert "Family card (KK)" in page and "Free" in page and "lang=en" in page
    number = kiosk.post("/kiosk/karawaci/tickets?lang=en", 201, service="A-KTPR", key="k", priority="none")
    assert "You are first in this queue" in number
    db.session.rollback()
    assert db.session.scalars(select(Ticket.language)).one() == "en"


def test_a_replayed_form_shows_the_same_number(kiosk: Browser, hall: Hall) -> None:
    kiosk.get("/kiosk/karawaci")
    for _ in range(2):
        assert "A-001" in kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="same", priority="none")
    assert tickets() == 1


def test_a_form_replayed_after_minutes_starts_over(kiosk: Browser, hall: Hall, time: TurnableClock) -> None:
    kiosk.get("/kiosk/karawaci")
    kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="same", priority="none")
    time.passes(minutes=3)
    assert "A-001" not in kiosk.post("/kiosk/karawaci/tickets", 409, service="A-KTPR", key="same", priority="none")
    assert tickets() == 1


def test_a_closed_service_says_why_on_its_tile_and_gives_no_number(kiosk: Browser, hall: Hall) -> None:
    offering.close_service(hall.branch_id, "A-KTPC", "blanko <KTP-el> habis")
    page = kiosk.get("/kiosk/karawaci/queues/A")
    assert "blanko &lt;KTP-el&gt; habis" in page
    assert "/services/A-KTPC" not in page
    refusal = kiosk.post("/kiosk/karawaci/tickets", 409, service="A-KTPC", key="k", priority="none")
    assert "blanko &lt;KTP-el&gt; habis" in refusal
    assert tickets() == 0


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"service": "Z-NO", "key": "k"}, 404),
        ({"service": "", "key": "k"}, 404),
        ({"key": "k"}, 404),
        ({"service": "A-KTPR"}, 422),
        ({"service": "A-KTPR", "key": "k" * 101}, 422),
        ({"service": "A-KTPR", "key": "k", "priority": "king"}, 422),
    ],
)
def test_nonsense_is_answered_in_words_and_gives_no_number(
    kiosk: Browser, hall: Hall, form: dict[str, str], status: int
) -> None:
    kiosk.get("/kiosk/karawaci")
    assert "Silakan" in kiosk.post("/kiosk/karawaci/tickets", status, **form)
    part = kiosk.post("/kiosk/karawaci/tickets", status, htmx=True, **form)
    assert "Silakan" in part and "<html" not in part
    assert tickets() == 0


@pytest.mark.parametrize(
    "path",
    ["/kiosk/nowhere", "/display/nowhere", "/kiosk/karawaci/queues/Z", "/kiosk/karawaci/services/Z-NO", "/t/made-up"],
)
def test_what_is_not_there_is_a_plain_page_saying_so(kiosk: Browser, hall: Hall, path: str) -> None:
    assert "Silakan" in kiosk.get(path, 404)


def test_a_form_without_the_pages_token_is_refused(kiosk: Browser, hall: Hall) -> None:
    assert "Muat ulang" in kiosk.post("/kiosk/karawaci/tickets", 400, service="A-KTPR", key="k")
    assert tickets() == 0


def test_the_number_stands_while_its_slip_is_on_its_way(kiosk: Browser, hall: Hall) -> None:
    token = hall.citizen_takes().token
    waiting = kiosk.get(f"/kiosk/karawaci/tickets/{token}/slip")
    assert "hx-get" in waiting
    kiosk.get("/kiosk/karawaci/tickets/made-up/slip", 404)


SOMEBODY_ELSE = [
    {"address": "192.168.1.20"},
    {"host": "antrean.example.go.id"},
    {"X_Forwarded_For": "203.0.113.7"},
    {"Forwarded": "for=203.0.113.7"},
    {"X_Forwarded_Host": "127.0.0.1"},
]


@pytest.mark.parametrize("who", SOMEBODY_ELSE)
@pytest.mark.parametrize("path", ["/kiosk/karawaci", "/display/karawaci"])
def test_kiosk_and_board_open_to_nobody_but_the_demos_own_machine(
    app: Flask, hall: Hall, who: dict[str, str], path: str
) -> None:
    assert "belum dipasangkan" in Browser(app, **who).get(path, 403)


def test_an_installation_that_is_no_demo_opens_them_to_its_staff_alone(app: Flask, hall: Hall) -> None:
    from app.db import transaction
    from app.models import Installation

    with transaction() as session:
        session.get_one(Installation, 1).made_by_demo = False
    Browser(app).get("/kiosk/karawaci", 403)
    hall.employ("Rina")
    rina = Browser(app, address="192.168.1.20")
    rina.sign_in("Rina")
    rina.get("/kiosk/karawaci")


def test_a_kiosk_whose_page_stood_open_over_night_still_gives_numbers(app: Flask, hall: Hall) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=1)
    kiosk = Browser(app)
    kiosk.get("/kiosk/karawaci")
    pause(2.1)
    confirm = kiosk.get("/kiosk/karawaci/services/D-INF")
    key = KEY.search(confirm)
    assert key
    assert "D-001" in kiosk.post("/kiosk/karawaci/tickets", 201, service="D-INF", key=key[1], priority="none")


def test_a_kiosk_gone_wild_is_stopped_and_the_one_beside_it_is_not(app: Flask, hall: Hall) -> None:
    app.config["SCREEN_RATE"] = "2 per minute"
    wild, beside = Browser(app), Browser(app)
    for kiosk in (wild, beside):
        kiosk.get("/kiosk/karawaci")
    for touch in range(2):
        wild.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key=f"wild-{touch}")
    assert "Terlalu sering" in wild.post("/kiosk/karawaci/tickets", 429, service="A-KTPR", key="wild-3")
    assert "A-003" in beside.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="calm")
    assert len(hall.events("ticket.issued")) == 3


def test_an_officer_on_duty_finds_all_services_on_one_screen(kiosk: Browser, hall: Hall) -> None:
    offering.close_service(hall.branch_id, "A-KTPC", "blanko habis")
    page = kiosk.get("/kiosk/karawaci/quick")
    assert page.count('name="service"') == 22
    assert re.search(r'value="A-KTPC" disabled', page) and re.search(r'value="D-INF" +>', page)
    assert 'data-home="/kiosk/karawaci/quick"' in page
    key = KEY.search(page)
    assert key
    number = kiosk.post("/kiosk/karawaci/tickets", 201, service="D-INF", key=key[1], priority="elderly")
    assert "D-001" in number and hall.events("ticket.issued")


def test_a_step_is_answered_without_the_page_that_stands_there_already(kiosk: Browser, hall: Hall) -> None:
    address = "/kiosk/karawaci/services/D-INF"
    # Each answer has a key of its own, and a token of its own second.
    whole, part = (
        OWN.sub("", kiosk.get(address, **headers)).strip()
        for headers in ({}, {"HX-Request": "true", "HX-Target": "screen"})
    )
    assert part.startswith("<main") and 'id="foot"' in part and part in whole
    assert "<html" in kiosk.post("/kiosk/karawaci/tickets", 201, service="D-INF", key="k")
