"""Each fault a printer can have, on a real wire: the number stands, somebody is told, and the slip comes out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from app.db import db
from app.models import Printer, PrintJob
from app.printing import office_printers, progress
from app.printing.progress import Slip as Progress
from app.printing.spool import PrinterSpool
from app.queueing import reading
from app.queueing.desk import desk_of
from app.queueing.views import TicketView
from printers.decode import read_text
from printers.drivers import PrinterError, Trouble
from printers.worker import ask, print_one
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.printers import simulator
from tests.printers.simulator import PrinterSimulator, printer

ONE_DATABASE = pytest.mark.parametrize("template", ["sqlite"], indirect=True)


@dataclass
class Wired:
    """An office whose printer stands at the end of a wire, and the worker of it."""

    hall: Hall
    time: TurnableClock
    folder: Path
    paper: PrinterSimulator

    def __post_init__(self) -> None:
        office_printers.replace(self.hall.branch_id, self.paper.url)
        self.spool = self.spool_of(self.paper.url)

    def spool_of(self, url: str) -> PrinterSpool:
        db.session.rollback()
        return PrinterSpool(self.hall.app, db.session.scalars(select(Printer.id).where(Printer.url == url)).one())

    def prints(self) -> bool:
        """The worker does the next thing there is to do."""
        return print_one(self.spool, self.folder)

    def state(self) -> str:
        db.session.rollback()
        return db.session.scalars(select(PrintJob.state).order_by(PrintJob.id.desc())).first() or ""

    def row(self) -> Printer:
        db.session.rollback()
        return db.session.scalars(select(Printer).where(Printer.is_active).order_by(Printer.position)).all()[0]

    def stands(self, ticket: TicketView) -> bool:
        return self.hall.ticket(ticket).state == "waiting"

    def told(self) -> list[str]:
        """What the office heard of its printers, in order."""
        kinds = [event["kind"] for event in self.hall.events()]
        return [kind for kind in kinds if kind.startswith("printer.")]


@pytest.fixture
def wired(hall: Hall, time: TurnableClock, tmp_path: Path) -> Iterator[Wired]:
    """The office with its printer, well and switched on."""
    with printer() as paper:
        yield Wired(hall, time, tmp_path, paper)


def switched_off(paper: PrinterSimulator) -> Iterator[None]:
    paper.switch_off()
    yield
    paper.switch_on()


def saying(answers: dict[int, int]) -> Callable[[PrinterSimulator], Iterator[None]]:
    def says(paper: PrinterSimulator) -> Iterator[None]:
        paper.answers = answers
        yield
        paper.answers = simulator.WELL

    return says


def restarting(paper: PrinterSimulator) -> Iterator[None]:
    paper.breaks_after = 100
    yield
    paper.breaks_after = None


def paper_ending(paper: PrinterSimulator) -> Iterator[None]:
    paper.runs_out_after = 100
    yield
    paper.runs_out_after, paper.answers = None, simulator.WELL


Fault = Callable[[PrinterSimulator], AbstractContextManager[None]]
FAULTS = {
    "switched off": (contextmanager(switched_off), "unreachable", False),
    "out of reach": (PrinterSimulator.unreachable, "unreachable", False),
    "out of paper": (contextmanager(saying(simulator.PAPER_OUT)), "paper_out", False),
    "cover open": (contextmanager(saying(simulator.COVER_OPEN)), "cover_open", False),
    "offline": (contextmanager(saying(simulator.OFFLINE)), "not_ready", False),
    "restarted in the middle of a slip": (contextmanager(restarting), "broke_off", True),
    "paper ends in the middle of a slip": (contextmanager(paper_ending), "paper_out", True),
}
EVERY_FAULT = pytest.mark.parametrize(("fault", "trouble", "copy"), FAULTS.values(), ids=FAULTS)


@ONE_DATABASE
@EVERY_FAULT
def test_the_slip_comes_out_once_when_the_printer_is_back(wired: Wired, fault: Fault, trouble: str, copy: bool) -> None:
    with fault(wired.paper):
        ticket = wired.hall.citizen_takes()
        assert wired.prints()
        assert wired.stands(ticket) and wired.state() == "queued"
        assert progress.of_slip(ticket.id) == progress.Progress(Progress.TROUBLE, trouble)
        assert wired.hall.events("printer.down")[-1]["trouble"] == trouble
        assert wired.hall.events("printer.down")[-1]["slips"] is False
        assert not wired.prints()  # not before its time
    wired.time.passes(seconds=1)
    assert wired.prints() and wired.state() == "printed"
    assert progress.of_slip(ticket.id).slip is Progress.OUT
    assert wired.told()[-1] == "printer.up" and wired.hall.events("printer.up")[-1]["slips"] is True
    (slip,) = wired.paper.whole_slips
    assert ("SALINAN" in read_text(slip)[0]) is copy
    wired.time.passes(seconds=60)
    assert not wired.prints()


@ONE_DATABASE
@EVERY_FAULT
def test_a_printer_that_stays_away_too_long_prints_nothing_afterwards(
    wired: Wired, fault: Fault, trouble: str, copy: bool
) -> None:
    with fault(wired.paper):
        ticket = wired.hall.citizen_takes()
        assert wired.prints()
        wired.time.passes(seconds=121)
    assert not wired.prints()
    assert wired.stands(ticket) and wired.state() == "expired"
    assert progress.of_slip(ticket.id) == progress.Progress(Progress.TROUBLE, progress.LATE)
    assert wired.paper.whole_slips == []


@ONE_DATABASE
@pytest.mark.parametrize(("answers", "delay"), [(None, 0.0), (simulator.NONSENSE, 0.0), (simulator.WELL, 0.5)])
def test_a_slip_sent_to_a_printer_that_does_not_say_is_called_unconfirmed(
    wired: Wired, answers: dict[int, int] | None, delay: float
) -> None:
    wired.paper.answers, wired.paper.delay = answers, delay
    ticket = wired.hall.citizen_takes()
    assert wired.prints() and wired.state() == "unconfirmed"
    assert progress.of_slip(ticket.id).slip is Progress.SENT
    assert len(wired.paper.whole_slips) == 1 and wired.told() == []
    ask(wired.spool, wired.folder)
    assert (wired.row().status, wired.row().paper) == ("unknown", "unknown")


@ONE_DATABASE
def test_paper_that_nears_its_end_is_told_and_a_new_roll_is_counted_anew(wired: Wired) -> None:
    wired.paper.answers = simulator.PAPER_LOW
    wired.hall.citizen_takes()
    assert wired.prints() and wired.state() == "printed"
    row = wired.row()
    assert (row.status, row.paper, row.slips_used) == ("online", "near_end", 1) and 80 < row.mm_used < 250
    assert 300 < row.slips_left < 1000
    low = wired.hall.events("printer.paper")
    assert [each["paper_low"] for each in low] == [True] and low[0]["slips"]
    wired.paper.answers = simulator.WELL
    ask(wired.spool, wired.folder)
    assert [each["paper_low"] for each in wired.hall.events("printer.paper")] == [True, False]
    assert (wired.row().mm_used, wired.row().slips_used) == (0, 0)


@ONE_DATABASE
def test_trouble_is_seen_and_told_while_nothing_prints(wired: Wired) -> None:
    for answers in (simulator.COVER_OPEN, simulator.COVER_OPEN, simulator.PAPER_OUT, simulator.WELL, simulator.WELL):
        wired.paper.answers = answers
        ask(wired.spool, wired.folder)
    assert wired.told() == ["printer.down", "printer.down", "printer.up"]
    assert [event["trouble"] for event in wired.hall.events("printer.down")] == ["cover_open", "paper_out"]
    with wired.paper.unreachable():
        ask(wired.spool, wired.folder)
        assert wired.row().trouble == "unreachable" and wired.row().paper == "ok"
        desk = desk_of(reading.counter(wired.hall.officer().counter_id))
        assert [each.name for each in desk.printers] == ["Printer kios"] and not desk.slips


def test_the_next_printer_takes_over_at_once_what_was_not_printed(wired: Wired) -> None:
    with printer() as second:
        office_printers.add(wired.hall.branch_id, "Printer loket", second.url)
        spare = wired.spool_of(second.url)
        wired.paper.switch_off()
        first, next_one = wired.hall.citizen_takes(), wired.hall.citizen_takes()
        assert wired.prints()
        assert not wired.prints()
        assert progress.of_slip(first.id).slip is Progress.ON_ITS_WAY
        assert print_one(spare, wired.folder) and print_one(spare, wired.folder)
        assert first.number.encode() in second.slip(0) and next_one.number.encode() in second.slip(1)
        assert not any("SALINAN" in read_text(slip)[0] for slip in second.whole_slips)
        down = wired.hall.events("printer.down")
        assert len(down) == 1 and down[0]["slips"] is True
        # Whoever comes now does not wait for the first one either, until it is back.
        wired.hall.citizen_takes()
        assert print_one(spare, wired.folder)
        wired.paper.switch_on()
        wired.time.passes(seconds=10)
        ask(wired.spool, wired.folder)
        wired.hall.citizen_takes()
        assert wired.prints() and len(wired.paper.whole_slips) == 1


def test_the_next_printer_marks_what_may_have_come_out_elsewhere(wired: Wired) -> None:
    with printer() as second:
        office_printers.add(wired.hall.branch_id, "Printer loket", second.url)
        wired.paper.breaks_after = 100
        wired.hall.citizen_takes()
        assert wired.prints()
        assert print_one(wired.spool_of(second.url), wired.folder)
        assert "SALINAN" in read_text(second.whole_slips[0])[0]
        # It calls itself well, but broke off a moment ago: the next slip does not go there yet.
        ask(wired.spool, wired.folder)
        assert wired.row().is_down


def test_when_all_fail_it_is_said_and_the_first_that_is_back_prints(wired: Wired) -> None:
    with printer() as second:
        office_printers.add(wired.hall.branch_id, "Printer loket", second.url)
        spare = wired.spool_of(second.url)
        wired.paper.switch_off()
        second.answers = simulator.PAPER_OUT
        ticket = wired.hall.citizen_takes()
        assert wired.prints() and print_one(spare, wired.folder)
        assert [event["slips"] for event in wired.hall.events("printer.down")] == [True, False]
        assert progress.of_slip(ticket.id) == progress.Progress(Progress.TROUBLE, "paper_out")
        wired.paper.switch_on()
        wired.time.passes(seconds=2)
        ask(wired.spool, wired.folder)
        assert wired.prints() and wired.state() == "printed"
        assert not print_one(spare, wired.folder)
        assert len(wired.paper.whole_slips) == 1 and second.slips == []


@ONE_DATABASE
def test_a_slip_that_breaks_its_printer_does_not_hold_up_the_others(wired: Wired) -> None:
    poison, well = wired.hall.citizen_takes("A-KK"), wired.hall.citizen_takes("B-DOM")
    wired.paper.breaks_after = 100
    assert wired.prints()
    wired.paper.breaks_after = None
    wired.time.passes(milliseconds=1000)
    assert wired.prints() and wired.prints()
    order = [slip.find(well.number.encode()) >= 0 for slip in wired.paper.whole_slips]
    assert order == [True, False] and wired.stands(poison)


@ONE_DATABASE
def test_a_slip_that_no_printer_can_print_fails_and_blames_no_printer(wired: Wired) -> None:
    ticket = wired.hall.citizen_takes()
    job = wired.spool.claim()
    assert job
    wired.spool.mark_failed(job, PrinterError("no layout", Trouble.UNPRINTABLE))
    assert wired.state() == "failed" and not wired.row().is_down
    assert progress.of_slip(ticket.id).slip is Progress.TROUBLE
