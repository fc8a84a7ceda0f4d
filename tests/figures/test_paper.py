"""The closing slip: an office's day on paper, with the head of its history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, transaction
from app.models import Branch, Event, Printer, PrintJob
from app.office import set_up_anew
from app.printing.spool import PrinterSpool
from app.queueing import offering, reporting
from printers.decode import read_text
from printers.layout import layout
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.slip import Slip
from tests.conftest import TurnableClock
from tests.people import Hall

MONDAY = date(2026, 11, 23)


@pytest.fixture
def spool(app: Flask, hall: Hall, time: TurnableClock) -> PrinterSpool:
    """The spool of the office's only printer."""
    return PrinterSpool(app, db.session.scalars(select(Printer.id)).one())


def busy(hall: Hall, time: TurnableClock) -> None:
    """Rina serves one; another still waits. No slip of theirs waits for the printer any more."""
    rina = hall.officer()
    hall.citizen_takes("A-KTPR")
    hall.citizen_takes("B-DOM")
    rina.serves_next()
    time.passes(minutes=3)


def lines(slip_json: str, paper: Paper = PAPER_80) -> list[str]:
    """What stands on the paper, line by line, read back from the printer's own bytes."""
    return [" ".join(line.split()) for line in read_text(layout(Slip.from_json(slip_json), paper))]


def recaps() -> list[PrintJob]:
    db.session.rollback()
    return [job for job in db.session.scalars(select(PrintJob)) if '"recap"' in job.facts]


def test_the_day_ends_with_a_slip_that_says_what_it_came_to(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    busy(hall, time)
    offering.close_day(hall.branch_id)
    job = spool.claim()
    assert job
    said = lines(job.slip_json)
    last = db.session.scalars(select(Event).order_by(Event.seq.desc())).first()
    assert last and last.kind == "branch.closed"
    seal = " ".join(last.link[at : at + 4] for at in range(0, 16, 4))
    for line in (
        "Kecamatan Karawaci",
        "Senin, 23 November 2026",
        "A Perekaman KTP-el 1 / 1 / 0",
        "B Surat keterangan domisili 1 / 0 / 0",
    ):
        assert line in said, said
    text = "\n".join(said)
    assert f" {last.seq}\n" in text and seal in text and "23/11/2026 08.18 WIB" in text


def test_the_slip_fits_narrow_paper_too(hall: Hall, spool: PrinterSpool, time: TurnableClock) -> None:
    busy(hall, time)
    offering.close_day(hall.branch_id)
    job = spool.claim()
    assert job and any("23/11/2026 08.18 WIB" in line for line in lines(job.slip_json, PAPER_58))


def test_the_seal_is_that_of_the_row_it_names(hall: Hall, spool: PrinterSpool, time: TurnableClock) -> None:
    busy(hall, time)
    reporting.print_recap(hall.branch_id, MONDAY)
    hall.citizen_takes()  # the history goes on: the slip still names its own row
    job = spool.claim()
    assert job
    row = db.session.scalars(select(Event).where(Event.kind == "ticket.finished")).one()
    text = "\n".join(lines(job.slip_json))
    assert f" {row.seq}\n" in text
    assert " ".join(row.link[at : at + 4] for at in range(0, 16, 4)) in text


def test_a_closing_slip_waits_for_paper_as_long_as_it_takes(
    hall: Hall, spool: PrinterSpool, time: TurnableClock
) -> None:
    busy(hall, time)
    reporting.print_recap(hall.branch_id, MONDAY)
    time.moment += timedelta(hours=3)
    job = spool.claim()
    assert job and "Senin, 23 November 2026" in lines(job.slip_json)


def test_an_office_in_jayapura_reads_its_own_time(hall: Hall, spool: PrinterSpool, time: TurnableClock) -> None:
    with transaction() as session:
        session.get_one(Branch, hall.branch_id).zone = "Asia/Jayapura"
        set_up_anew(session, hall.branch_id)
    busy(hall, time)
    reporting.print_recap(hall.branch_id, MONDAY)
    job = spool.claim()
    assert job and "23/11/2026 10.18 WIT" in "\n".join(lines(job.slip_json))


def test_no_name_of_staff_is_on_the_paper(hall: Hall, spool: PrinterSpool, time: TurnableClock) -> None:
    busy(hall, time)
    offering.close_day(hall.branch_id)
    job = spool.claim()
    assert job and "Rina" not in job.slip_json


def test_a_day_without_a_number_needs_no_paper(hall: Hall, time: TurnableClock) -> None:
    hall.officer().leaves()
    offering.close_day(hall.branch_id)
    reporting.print_recap(hall.branch_id, MONDAY)
    assert recaps() == []


def test_an_office_without_a_printer_closes_all_the_same(hall: Hall, time: TurnableClock) -> None:
    with transaction() as session:
        session.scalars(select(Printer)).one().is_active = False
        set_up_anew(session, hall.branch_id)
    busy(hall, time)
    offering.close_day(hall.branch_id)
    assert recaps() == []
    assert [event["kind"] for event in hall.events()][-1] == "branch.closed"
