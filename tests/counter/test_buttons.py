"""Every button of the desk does what its verb does, for one's own counter alone."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app import history_check
from app.db import db
from app.models import Event, Role
from tests.browser_of import Browser
from tests.people import PASSWORD, Hall


@pytest.fixture
def rina(app: Flask, hall: Hall) -> Browser:
    """Rina's browser, signed in, at counter 3."""
    officer = hall.officer("Rina", "3")
    browser = Browser(app)
    browser.sign_in("Rina", PASSWORD)
    assert officer.counter_id
    return browser


def test_set_aside_and_gone_on_with(rina: Browser, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    rina.post("/counter/call-next", htmx=True)
    assert "go-on" in rina.post(f"/counter/tickets/{ticket.id}/hold", htmx=True)
    rina.post(f"/counter/tickets/{ticket.id}/go-on", htmx=True)
    assert hall.ticket(ticket).state == "called"


@pytest.mark.parametrize(
    ("path", "form", "state"),
    [
        ("/counter/return", {"to": "tail"}, "waiting"),
        ("/counter/return", {"to": "after", "after": "1"}, "waiting"),
        ("/counter/transfer", {"service": "B-SKTM"}, "waiting"),
        ("/counter/transfer", {"counter": "5"}, "waiting"),
        ("/counter/cancel", {"reason": ""}, "cancelled"),
    ],
)
def test_what_a_dialog_asks_is_done(rina: Browser, hall: Hall, path: str, form: dict[str, str], state: str) -> None:
    ticket = hall.citizen_takes()
    rina.post("/counter/call-next", htmx=True)
    assert "undo" in rina.post(path, htmx=True, ticket=str(ticket.id), **form)
    assert hall.ticket(ticket).state == state
    rina.post(f"/counter/tickets/{ticket.id}/undo", htmx=True)
    assert hall.ticket(ticket).state == "called"


def test_a_dialog_that_stood_open_too_long_means_nobody_else(rina: Browser, hall: Hall) -> None:
    gone, here = hall.citizen_takes(), hall.citizen_takes()
    rina.post("/counter/call-next", htmx=True)
    rina.post("/counter/no-show", htmx=True, ticket=str(gone.id))
    rina.post("/counter/call-next", htmx=True)
    rina.post("/counter/cancel", 409, htmx=True, ticket=str(gone.id))
    assert hall.ticket(here).state == "called"


def test_out_of_order_without_a_number_and_back_after_a_missed_call(rina: Browser, hall: Hall) -> None:
    hall.citizen_takes()
    chosen = hall.citizen_takes()
    rina.post("/counter/choose", 422, htmx=True, ticket=str(chosen.id), reason="")
    rina.post("/counter/choose", 404, htmx=True, number="Z-009", reason="Sakit")
    rina.post("/counter/choose", htmx=True, number="a 2", reason="Sakit")
    assert hall.ticket(chosen).state == "called"
    rina.post("/counter/no-show", htmx=True, ticket=str(chosen.id))
    rina.post("/counter/come-back", htmx=True, number="a 2")
    assert hall.ticket(chosen).state == "waiting"
    rina.post("/counter/come-back", 404, htmx=True, number="Z-999")
    assert "A-003" in rina.post("/counter/walk-in", htmx=True, service="A-KK")


def test_a_pause_may_say_why(rina: Browser, hall: Hall) -> None:
    rina.post("/counter/pause", htmx=True, reason="Salat", other="")
    assert hall.events("counter.paused")


def test_a_citizen_gives_the_own_number_up_on_the_phone(app: Flask, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    phone = Browser(app)
    phone.get(f"/t/{ticket.token}")
    phone.post(f"/t/{ticket.token}/cancel", 303)
    assert hall.ticket(ticket).state == "cancelled"
    assert hall.events("ticket.cancelled")[0]["by"] == "citizen"
    assert "dibatalkan" in phone.get(f"/t/{ticket.token}")


def test_a_supervisor_switches_the_day(app: Flask, hall: Hall) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi", PASSWORD)
    waits = hall.citizen_takes()
    budi.get("/admin/karawaci/today")
    budi.post("/admin/karawaci/today/suspend", 303, service="", reason="jaringan pusat terganggu")
    assert "jaringan pusat" in budi.get("/admin/karawaci/today")
    budi.post("/admin/karawaci/today/resume", 303, service="")
    assert "A-002" in budi.post("/admin/karawaci/today/strips", 200, letter="A", count="3")
    assert "A-003" in budi.post("/admin/karawaci/today/strips/used", 200, number="A-003", service="A-KK")
    budi.post("/admin/karawaci/today/strips/used", 409, number="A-003", service="A-KK")
    budi.post("/admin/karawaci/today/close", 303, reason="")
    assert hall.ticket(waits).state == "expired"
    budi.post("/admin/karawaci/today/open", 303)
    assert hall.citizen_takes().number == "A-005"


def test_an_office_opened_again_without_a_counter_does_not_say_that_it_gives_numbers(app: Flask, hall: Hall) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi", PASSWORD)
    assert "memberi nomor" in budi.get("/admin/karawaci/today")
    hall.officer()
    budi.post("/admin/karawaci/today/close", 303, reason="")
    budi.post("/admin/karawaci/today/open", 303)
    assert "begitu salah satunya dibuka" in budi.get("/admin/karawaci/today")
    hall.officer("Dewi", "5")
    assert "memberi nomor" in budi.get("/admin/karawaci/today")


def test_a_note_travels_with_a_transfer_and_the_history_keeps_no_word_of_it(
    rina: Browser, app: Flask, hall: Hall
) -> None:
    ticket = hall.citizen_takes()
    rina.post("/counter/call-next", htmx=True)
    said = "Menunggu fotokopi KK"
    assert said in rina.post("/counter/note", htmx=True, ticket=str(ticket.id), text=said)
    rina.post("/counter/transfer", htmx=True, ticket=str(ticket.id), counter="5")
    hall.officer("Dewi", "5")
    dewi = Browser(app)
    dewi.sign_in("Dewi")
    page = dewi.post("/counter/call-next", htmx=True)
    assert said in page and "Rina, " in page
    assert [event["ticket"] for event in hall.events("ticket.noted")] == ["A-001"]
    told = hall.events("ticket.noted")[0]
    assert history_check.erase_reason(hall.branch_id, told["seq"]) and not history_check.erase_reason(
        hall.branch_id, told["seq"]
    )
    assert said not in dewi.get("/counter/")
    assert history_check.first_wrong(hall.branch) is None
    assert not any("fotokopi" in body + facts for body, facts in db.session.execute(select(Event.body, Event.facts)))


@pytest.mark.parametrize("text", ["", "x" * 201, "NIK 3671012501900003", "HP 0812-3456-7890", "sari@contoh.id"])
def test_a_note_gives_nobody_away(rina: Browser, hall: Hall, text: str) -> None:
    ticket = hall.citizen_takes()
    rina.post("/counter/call-next", htmx=True)
    refused = rina.post("/counter/note", 422, htmx=True, ticket=str(ticket.id), text=text)
    assert "catatan" in refused.lower()
    assert not hall.events("ticket.noted")
