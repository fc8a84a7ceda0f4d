"""Slips wait in the spool until paper has them, and the office hears when it does not."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.models import Printer, PrintJob
from app.printing import office_printers, progress
from app.printing.progress import Slip as Progress
from app.printing.spool import PrinterSpool
from app.queueing import offering
from printers.drivers import BadPrinterUrl, PrinterError, Status, Trouble
from printers.worker import Job
from tests.conftest import TurnableClock
from tests.people import Hall

OUT_OF_REACH = PrinterError("the printer does not answer", Trouble.UNREACHABLE)
WELL = Status(online=True, paper="ok", cover_open=False)


@pytest.fixture
def spool(app: Flask, hall: Hall, time: TurnableClock) -> PrinterSpool:
    """The spool of the office's only printer."""
    return PrinterSpool(app, db.session.scalars(select(Printer.id)).one())


def job_row() -> PrintJob:
    db.session.rollback()
    return db.session.scalars(select(PrintJob)).one()


def comes_out(spool: PrinterSpool, job: Job) -> None:
    """The printer says afterwards that all is well."""
    spool.mark_printed(job, WELL, 100)


def test_a_slip_is_written_with_its_ticket(hall: Hall, spool: PrinterSpool) -> None:
    ticket = hall.citizen_takes()
    job = spool.claim()
    assert job is not None
    assert (job.url, job.width_mm, job.copy) == ("virtual:", 80, False)
    assert '"A-001"' in job.slip_json
    assert progress.of_slip(ticket.id).slip is Progress.ON_ITS_WAY


def test_a_slip_speaks_the_language_of_its_citizen(hall: Hall, spool: PrinterSpool) -> None:
    hall.citizen_takes("A-KTPR")
    hall.citizen_takes("A-KTPR", language="en")
    slips = [(spool.claim(), spool_done(spool))[0] for _ in range(2)]
    said = [json.dumps(json.loads(job.slip_json), ensure_ascii=False) for job in slips if job]
    assert (
        "Anda terdepan di antrean ini" in said[0]
        and "Perekaman KTP-el" in said[0]
        and "Senin, 23 November 2026 08.15 WIB" in said[0]
    )
    assert "1 person ahead of you" in said[1] and "Record an e-KTP" in said[1] and "WIB" in said[1]


def test_a_slip_promises_no_minutes_while_nobody_is_called(hall: Hall, spool: PrinterSpool) -> None:
    hall.citizen_takes()
    before = spool.claim()
    spool_done(spool)
    offering.suspend_office(hall.branch_id, "listrik padam")
    hall.citizen_takes()
    meanwhile = spool.claim()
    assert before and "menit" in before.slip_json
    assert meanwhile and "menit" not in meanwhile.slip_json and "1 orang di depan Anda" in meanwhile.slip_json


def spool_done(spool: PrinterSpool) -> None:
    row = db.session.scalars(select(PrintJob).where(PrintJob.state == "printing")).one()
    comes_out(spool, Job(id=row.id, slip_json="", url="", width_mm=80, copy=False, claim=row.claim))


def test_the_link_on_the_slip_is_the_citizens_own_page(hall: Hall, spool: PrinterSpool) -> None:
    ticket = hall.citizen_takes()
    job = spool.claim()
    assert job and f"http://giliran.test/t/{ticket.token}" in job.slip_json


def test_without_a_public_address_no_link_is_printed(app: Flask, hall: Hall, spool: PrinterSpool) -> None:
    app.config["PUBLIC_URL"] = None
    ticket = hall.citizen_takes()
    job = spool.claim()
    assert job and ticket.token not in job.slip_json


def test_one_printer_prints_one_slip_at_a_time_in_order(hall: Hall, spool: PrinterSpool) -> None:
    first, second = hall.citizen_takes(), hall.citizen_takes()
    job = spool.claim()
    assert job and first.token in job.slip_json
    assert spool.claim() is None
    comes_out(spool, job)
    assert progress.of_slip(first.id).slip is Progress.OUT
    job = spool.claim()
    assert job and second.token in job.slip_json


def test_a_printer_that_is_off_costs_no_number_and_the_office_hears_once(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    ticket = hall.citizen_takes()
    for _ in range(3):
        job = spool.claim()
        assert job
        spool.mark_failed(job, OUT_OF_REACH)
        time.passes(seconds=11)
    assert hall.ticket(ticket).state == "waiting"
    assert progress.of_slip(ticket.id).slip is Progress.TROUBLE
    assert [event["printer"] for event in hall.events("printer.down")] == ["Printer kios"]
    job = spool.claim()
    assert job and job.copy is False  # a refused connection never makes a copy
    comes_out(spool, job)
    assert [event["kind"] for event in hall.events()][-2:] == ["printer.down", "printer.up"]
    assert progress.of_slip(ticket.id).slip is Progress.OUT


def test_tries_grow_apart_but_never_over_ten_seconds(hall: Hall, spool: PrinterSpool, time: TurnableClock) -> None:
    hall.citizen_takes()
    waits = []
    for _ in range(6):
        job = spool.claim()
        assert job
        spool.mark_failed(job, OUT_OF_REACH)
        assert spool.claim() is None
        db.session.rollback()
        next_try = db.session.scalars(select(Printer.next_try_at)).one()
        assert next_try
        waits.append((next_try - time.moment).total_seconds())
        time.moment = next_try
    assert waits == [1, 2, 4, 8, 10, 10]


def test_a_slip_that_may_have_come_out_is_printed_again_as_a_copy(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    hall.citizen_takes()
    job = spool.claim()
    assert job
    spool.mark_failed(job, PrinterError("cut off in the middle", maybe_printed=True))
    time.passes(seconds=2)
    again = spool.claim()
    assert again and again.copy is True


def test_a_slip_whose_worker_died_is_taken_over_as_a_copy_and_the_dead_may_not_speak_for_it(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    hall.citizen_takes()
    lost = spool.claim()
    assert lost
    time.passes(seconds=31)
    taken_over = spool.claim()
    assert taken_over and taken_over.copy is True and taken_over.claim == lost.claim + 1
    comes_out(spool, lost)
    assert job_row().state == "printing"
    comes_out(spool, taken_over)
    assert job_row().state == "printed"


def test_a_slip_older_than_two_minutes_is_not_printed_any_more(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    ticket = hall.citizen_takes()
    time.passes(minutes=2, seconds=1)
    assert spool.claim() is None
    assert job_row().state == "expired"
    assert progress.of_slip(ticket.id).slip is Progress.TROUBLE


def test_another_printer_takes_over_what_still_waits(app: Flask, hall: Hall, time: TurnableClock) -> None:
    ticket = hall.citizen_takes()
    office_printers.replace(hall.branch_id, "tcp://127.0.0.1:9100", 58)
    db.session.rollback()
    new = db.session.scalars(select(Printer).where(Printer.is_active)).one()
    job = PrinterSpool(app, new.id).claim()
    assert job and (job.url, job.width_mm) == ("tcp://127.0.0.1:9100", 58)
    assert ticket.token in job.slip_json


def test_a_wrong_address_is_refused_and_the_old_printer_stays(hall: Hall) -> None:
    with pytest.raises(BadPrinterUrl):
        office_printers.replace(hall.branch_id, "tcp//nowhere")
    db.session.rollback()
    assert db.session.scalars(select(Printer.url).where(Printer.is_active)).all() == ["virtual:"]


def test_an_office_without_a_printer_gives_numbers_all_the_same(app: Flask, hall: Hall) -> None:
    from app.db import transaction
    from app.office import set_up_anew

    with transaction() as session:
        session.scalars(select(Printer)).one().is_active = False
        set_up_anew(session, hall.branch_id)
    ticket = hall.citizen_takes()
    assert progress.of_slip(ticket.id).slip is Progress.NONE
