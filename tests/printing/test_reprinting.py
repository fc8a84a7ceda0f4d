"""A slip that was lost is printed once more, marked as a copy, by those who may."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.errors import NoPrinter, NotPrintedAgainHere, TooLateToReprint, WrongState
from app.models import Printer, PrintJob
from app.printing.spool import PrinterSpool
from app.queueing import moving
from app.queueing.reprinting import reprint
from printers.drivers import Status
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

WELL = Status(online=True, paper="ok", cover_open=False)


@pytest.fixture
def spool(app: Flask, hall: Hall, time: TurnableClock) -> PrinterSpool:
    """The spool of the office's only printer."""
    return PrinterSpool(app, db.session.scalars(select(Printer.id)).one())


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(PrintJob.state).order_by(PrintJob.id)))


def test_a_lost_slip_is_printed_again_as_it_was_and_marked(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    hall.citizen_takes()
    ticket = hall.citizen_takes()
    for _ in range(2):
        job = spool.claim()
        assert job and not job.copy
        spool.mark_printed(job, WELL, 100)
    time.passes(minutes=29)
    assert reprint(ticket.id).number == ticket.number
    again = spool.claim()
    assert again and again.copy and again.slip_json == job.slip_json
    last = hall.events()[-1]
    assert (last["kind"], last["ticket"], last["by"]) == ("ticket.reprinted", ticket.number, "staff")
    time.passes(minutes=2)
    with pytest.raises(TooLateToReprint):
        reprint(ticket.id)


def test_a_reprint_takes_the_place_of_a_slip_that_still_waits(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    ticket = hall.citizen_takes()
    being_printed = spool.claim()
    assert being_printed
    reprint(ticket.id)
    reprint(ticket.id)  # pressed twice
    assert states() == ["superseded", "queued"] and len(hall.events("ticket.reprinted")) == 1
    spool.mark_printed(being_printed, WELL, 100)  # nobody listens any more
    job = spool.claim()
    assert job and job.copy
    spool.mark_printed(job, WELL, 100)
    assert states() == ["superseded", "printed"]


def test_no_slip_is_printed_again_for_a_number_that_has_ended_or_where_nothing_prints(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    ticket, given_up = hall.citizen_takes(), hall.citizen_takes()
    moving.cancel(given_up.id)
    with pytest.raises(WrongState):
        reprint(given_up.id)
    from app.db import transaction
    from app.office import set_up_anew

    with transaction() as session:
        session.scalars(select(Printer)).one().is_active = False
        set_up_anew(session, hall.branch_id)
    with pytest.raises(NoPrinter):
        reprint(ticket.id)


def test_a_citizen_gets_it_again_at_the_kiosk_twice_and_within_two_minutes(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    ticket, later = hall.citizen_takes(), hall.citizen_takes()
    for _ in range(2):
        reprint(ticket.id, by="citizen")
        while job := spool.claim():
            spool.mark_printed(job, WELL, 100)
    with pytest.raises(NotPrintedAgainHere):
        reprint(ticket.id, by="citizen")
    time.passes(minutes=2, seconds=1)
    with pytest.raises(NotPrintedAgainHere):
        reprint(later.id, by="citizen")
    assert [event["by"] for event in hall.events("ticket.reprinted")] == ["citizen", "citizen"]


def test_the_buttons_of_kiosk_and_desk_print_it_again(
    app: Flask, hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    ticket = hall.citizen_takes()
    job = spool.claim()
    assert job
    spool.mark_printed(job, WELL, 100)
    kiosk = Browser(app)
    kiosk.get("/kiosk/karawaci")
    address = f"/kiosk/karawaci/tickets/{ticket.token}/slip"
    assert f'hx-post="{address}"' in kiosk.get(address)
    kiosk.post(address, 303)
    assert "hx-post" not in kiosk.get(address)
    hall.officer("Rina", "3")
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get("/counter/")
    rina.post("/counter/reprint", htmx=True, number="a 1")
    rina.post("/counter/reprint", 404, htmx=True, number="z 1")
    job = spool.claim()
    assert job
    spool.mark_printed(job, WELL, 100)
    rina.post("/counter/reprint", htmx=True, number="a 1")
    assert states() == ["printed", "printed", "queued"]
