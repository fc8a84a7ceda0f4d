"""Rina at her desk, by the pages she uses."""

from __future__ import annotations

import re
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.models import Counter, Event, Role
from app.models.event import Reason
from app.queueing import messaging, offering
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import PASSWORD, Hall


def counter_id(number: str) -> int:
    return db.session.scalars(select(Counter.id).where(Counter.number == number)).one()


@pytest.fixture
def rina(app: Flask, hall: Hall) -> Browser:
    """Rina, signed in, at counter 3."""
    hall.employ("Rina")
    browser = Browser(app)
    browser.sign_in("Rina")
    browser.post(f"/counter/{counter_id('3')}/open", 303)
    return browser


def test_call_start_finish(rina: Browser, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    assert "A-001" in rina.get("/counter/")
    assert "A-001" in rina.post("/counter/call-next", htmx=True)
    rina.post(f"/counter/tickets/{ticket.id}/recall", htmx=True)
    rina.post(f"/counter/tickets/{ticket.id}/start", htmx=True)
    assert "here-number" not in rina.post(f"/counter/tickets/{ticket.id}/finish", htmx=True)
    assert hall.ticket(ticket).state == "served"


def test_a_long_wait_is_marked_by_a_word_and_arrival_is_no_reason_to_tell(
    time: TurnableClock, rina: Browser, hall: Hall
) -> None:
    hall.citizen_takes()
    time.passes(minutes=25)
    hall.citizen_takes()
    time.passes(minutes=20)
    hall.citizen_takes(priority="elderly")
    page = rina.get("/counter/")
    marked = re.findall(r'<b class="number">(A-\d+)</b>.*?line-waited wait-(\w+)', page, re.DOTALL)
    assert marked == [("A-001", "too_long"), ("A-003", "short"), ("A-002", "long")]
    assert "45 menit" in page and "terlalu lama" in page
    assert "prioritas dihitung lebih awal" in page and "menurut waktu kedatangan" not in page


def test_rina_knows_that_the_boards_keep_her_calls_back_for_a_message(rina: Browser, hall: Hall) -> None:
    messaging.show_message(hall.branch_id, {"id": "Gempa, silakan keluar", "en": "Earthquake, please leave"})
    page = rina.get("/counter/")
    assert "Pesan darurat tampil di semua papan:" in page and "Gempa, silakan keluar" in page
    messaging.end_message(hall.branch_id)
    assert "Pesan darurat" not in rina.get("/counter/")


def test_without_htmx_the_buttons_work_as_plain_forms(rina: Browser, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    rina.post("/counter/call-next", 303)
    rina.post("/counter/no-show", 303, ticket=str(ticket.id))
    assert hall.ticket(ticket).state == "no_show"


def test_pressing_finish_twice_is_refused_in_words(rina: Browser, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    rina.post("/counter/call-next", htmx=True)
    rina.post(f"/counter/tickets/{ticket.id}/start", htmx=True)
    rina.post(f"/counter/tickets/{ticket.id}/finish", htmx=True)
    assert "A-001" in rina.post(f"/counter/tickets/{ticket.id}/finish", 409, htmx=True)


def test_nobody_waiting_is_said_kindly(rina: Browser) -> None:
    assert "Belum ada yang menunggu" in rina.post("/counter/call-next", 409, htmx=True)


def test_a_pause_and_an_end(rina: Browser, hall: Hall) -> None:
    rina.post("/counter/pause", htmx=True)
    rina.post("/counter/resume", htmx=True)
    rina.post("/counter/close", 303)
    assert [event["kind"] for event in hall.events()][-3:] == ["counter.paused", "counter.opened", "counter.closed"]
    assert re.search(r"Loket\s+(<[^>]*>)?8", rina.get("/counter/"))


@pytest.fixture
def dewi(app: Flask, hall: Hall) -> Browser:
    """Dewi, signed in, without a counter yet."""
    hall.employ("Dewi")
    browser = Browser(app)
    browser.sign_in("Dewi")
    return browser


def test_a_colleague_sees_who_sits_where_and_does_not_sit_there_unknowingly(rina: Browser, dewi: Browser) -> None:
    assert "Rina" in dewi.get("/counter/")
    assert "Rina" in dewi.post(f"/counter/{counter_id('3')}/open", 409)


def test_a_counter_somebody_went_home_from_is_taken_over_with_the_citizen_there(
    rina: Browser, dewi: Browser, hall: Hall
) -> None:
    ticket = hall.citizen_takes()
    rina.post("/counter/call-next", htmx=True)
    sheet = dewi.get("/counter/")
    assert "Ambil alih loket 3?" in sheet and "A-001" in sheet and "buka sejak" in sheet
    dewi.post(f"/counter/{counter_id('3')}/take-over", 303, reason="Sudah pulang")
    assert "A-001" in dewi.get("/counter/")
    dewi.post(f"/counter/tickets/{ticket.id}/start", htmx=True)
    assert hall.ticket(ticket).state == "serving"
    assert hall.events("counter.opened")[-1]["taken_over"] is True
    facts = db.session.scalars(select(Event.facts).where(Event.kind == "counter.opened").order_by(Event.seq)).all()
    assert '"former_staff_id"' not in facts[0] and re.search(r'"former_staff_id":\d+', facts[-1])
    assert db.session.scalars(select(Reason.text)).all() == ["Sudah pulang"]


def test_the_old_desk_says_who_has_taken_over_and_can_do_nothing_there(
    rina: Browser, dewi: Browser, hall: Hall
) -> None:
    mine = str(counter_id("3"))
    hall.citizen_takes()
    dewi.post(f"/counter/{mine}/take-over", 303)
    assert "Dewi" in rina.post("/counter/call-next", 409, htmx=True, at=mine)
    assert "Dewi mengambil alih loket 3" in rina.get(f"/counter/desk?at={mine}", HX_Request="true")
    rina.post(f"/counter/{counter_id('5')}/open", 303)
    rina.post("/counter/close", 409, htmx=True, at=mine)
    assert hall.events()[-1]["kind"] == "counter.opened"
    dewi.post("/counter/close", 303)
    assert "Loket 3 sudah ditutup" in rina.get(f"/counter/desk?at={mine}", HX_Request="true")


def test_taking_over_what_was_left_meanwhile_is_sitting_down(rina: Browser, dewi: Browser, hall: Hall) -> None:
    rina.post("/counter/close", 303)
    dewi.post(f"/counter/{counter_id('3')}/take-over", 303)
    assert "taken_over" not in hall.events("counter.opened")[-1]


def test_who_is_not_signed_in_is_asked_to(app: Flask, hall: Hall) -> None:
    stranger = Browser(app)
    for path in ("/counter/", "/admin/", "/admin/printers", "/admin/karawaci/services"):
        stranger.get(path, 302)


def test_an_officer_does_not_set_up(rina: Browser) -> None:
    for path in ("/admin/", "/admin/printers", "/admin/karawaci/services"):
        rina.get(path, 403)


@pytest.mark.parametrize("role", [Role.CITY, Role.AUDITOR])
def test_who_only_looks_does_not_call(app: Flask, hall: Hall, role: Role) -> None:
    hall.employ("Budi", role, None)
    budi = Browser(app)
    budi.sign_in("Budi")
    budi.get("/counter/", 403)
    budi.post("/counter/call-next", 403)


def test_a_wrong_password_tells_nobody_which_half_was_wrong(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    browser = Browser(app)
    browser.get("/login")
    wrong = browser.post("/login", 422, name="Rina", password="not-her-password")
    nobody = browser.post("/login", 422, name="Nobody", password="not-her-password")
    assert "belum tepat" in wrong and "belum tepat" in nobody


def test_after_signing_in_nobody_is_led_elsewhere(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    line_break = "/counter/%0D%0Ax:%20y"  # of a header: answered with a failure once
    for trap in ("https://example.com/", "//example.com/", "////example.com/", "/\\example.com", line_break):
        browser = Browser(app)
        browser.get("/login")
        form = {"name": "Rina", "password": PASSWORD, "csrf_token": browser.token}
        answer = Context().run(browser.client.post, f"/login?next={trap}", data=form, base_url=browser.origin)
        assert answer.location.startswith("/counter")


def test_a_supervisor_closes_a_service_with_a_reason_and_opens_it(app: Flask, hall: Hall) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi")
    budi.get("/admin/karawaci/services")
    budi.post("/admin/karawaci/services/A-KTPC/close", 422, reason="  ")
    budi.post("/admin/karawaci/services/A-KTPC/close", 303, reason="blanko KTP-el habis")
    assert "blanko KTP-el habis" in budi.get("/admin/karawaci/services")
    budi.post("/admin/karawaci/services/A-KTPC/open", 303)
    assert [event["kind"] for event in hall.events()] == ["service.closed", "service.opened"]


def test_an_officer_is_told_which_service_is_not_called(rina: Browser, hall: Hall) -> None:
    offering.suspend_service(hall.branch_id, "A-KTPR", "alat perekam rusak")
    page = rina.get("/counter/")
    assert "Perekaman KTP-el" in page and "Belum dipanggil: alat perekam rusak" in page
    offering.suspend_office(hall.branch_id, "jaringan pusat terganggu")
    page = rina.get("/counter/")
    assert "jaringan pusat terganggu" in page and "alat perekam rusak" not in page


def test_what_was_typed_is_the_reason_of_a_pause(rina: Browser, hall: Hall) -> None:
    rina.post("/counter/pause", htmx=True, reason="Istirahat", other="Mengambil kertas")
    db.session.rollback()
    assert db.session.scalars(select(Reason.text)).all() == ["Mengambil kertas"]


def test_the_desk_tells_who_else_is_open_and_what_today_came_to(time: TurnableClock, rina: Browser, hall: Hall) -> None:
    for _ in range(4):
        hall.citizen_takes()
    dewi, budi = hall.officer("Dewi", "5"), hall.officer("Budi", "7")
    budi.serves_next()
    budi.pauses()
    with_rina = dewi.calls_next()
    rina.post("/counter/call-next", htmx=True)
    number = hall.events("ticket.called")[-1]["ticket"]
    ticket = hall.ticket(with_rina).id + 1
    assert number == "A-003"
    rina.post(f"/counter/tickets/{ticket}/start", htmx=True)
    time.passes(minutes=6)
    page = rina.post(f"/counter/tickets/{ticket}/finish", htmx=True)
    words = " ".join(re.sub(r"<[^>]+>", " ", page[page.index('id="hall"') :]).split())
    assert "2 loket lain buka" in words
    assert "Anda melayani 1 hari ini · rata-rata 6 menit" in words
    assert "Kantor: 2 dilayani, 1 menunggu" in words
    assert "Loket 5 Dewi A-002 Dipanggil" in words and "Loket 7 Budi Jeda" in words
    assert "Rina" not in words
