"""The worker's loop, with real drivers and a spool in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from printers.decode import decode, read_text
from printers.drivers import UNKNOWN, PrinterError, Status, Trouble
from printers.drivers.virtual import recent
from printers.slip import ticket_slip
from printers.worker import Job, ask, print_one, run
from tests.printers import simulator
from tests.printers.samples import FACTS

SLIP = ticket_slip(FACTS).to_json()


def job(number: int = 1, url: str = "virtual:", copy: bool = False, slip: str = SLIP, width: int = 80) -> Job:
    return Job(id=number, slip_json=slip, url=url, width_mm=width, copy=copy, claim=1)


class MemorySpool:
    """Slips in a list; each is claimed once."""

    def __init__(self, *jobs: Job) -> None:
        self.waiting = list(jobs)
        self.printed: list[int] = []
        self.failed: list[tuple[int, PrinterError]] = []
        self.said: list[tuple[Status, Trouble | None]] = []
        self.url: str | None = "virtual:"
        self.used = 0
        self.down = False
        self.claims = 0

    def claim(self) -> Job | None:
        self.claims += 1
        if self.down:
            raise ConnectionError("the database is down")
        return self.waiting.pop(0) if self.waiting else None

    def mark_printed(self, job: Job, status: Status, millimetres: int) -> None:
        self.printed.append(job.id)
        self.used += millimetres

    def mark_failed(self, job: Job, error: PrinterError) -> None:
        self.failed.append((job.id, error))

    def address(self) -> str | None:
        return self.url

    def mark_status(self, status: Status, trouble: Trouble | None) -> None:
        self.said.append((status, trouble))


@contextmanager
def running(spool: MemorySpool, folder: Path) -> Iterator[threading.Event]:
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=run, args=(spool, folder, stop, wake), daemon=True)
    thread.start()
    yield wake
    assert thread.is_alive()
    stop.set()
    wake.set()
    thread.join(2)
    assert not thread.is_alive()


def soon(true: Callable[[], object], seconds: float = 3) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(true())


def test_a_slip_is_printed_and_marked(tmp_path: Path) -> None:
    spool = MemorySpool(job())
    assert print_one(spool, tmp_path)
    assert spool.printed == [1]
    assert "A-012" in read_text(recent(tmp_path, 1)[0].path.read_bytes())


def test_nothing_due_is_nothing_done(tmp_path: Path) -> None:
    assert not print_one(MemorySpool(), tmp_path)


def test_a_copy_is_marked_once_even_when_the_spool_marked_it_too(tmp_path: Path) -> None:
    print_one(MemorySpool(job(copy=True)), tmp_path)
    assert read_text(recent(tmp_path, 1)[0].path.read_bytes()).count("SALINAN") == 1


def test_the_paper_of_the_job_is_used(tmp_path: Path) -> None:
    print_one(MemorySpool(job(width=58)), tmp_path)
    assert "-" * 32 in read_text(recent(tmp_path, 1)[0].path.read_bytes())


def test_a_printer_without_paper_fails_the_slip_with_its_reason(tmp_path: Path) -> None:
    with simulator.printer(simulator.PAPER_OUT) as printer:
        spool = MemorySpool(job(url=printer.url))
        assert print_one(spool, tmp_path)
    ((number, error),) = spool.failed
    assert (number, error.needs_a_person, error.maybe_printed) == (1, True, False)
    assert spool.printed == []


def test_a_slip_torn_in_the_middle_may_have_printed(tmp_path: Path) -> None:
    with simulator.printer(breaks_after=100) as printer:
        spool = MemorySpool(job(url=printer.url))
        print_one(spool, tmp_path)
    assert spool.failed[0][1].maybe_printed


def test_a_slip_that_cannot_be_read_fails_and_the_next_one_prints(tmp_path: Path) -> None:
    unreadable = '[["hologram",{}]]'
    spool = MemorySpool(job(1, slip=unreadable), job(2, width=76), job(3, url="tcp://"), job(4))
    with running(spool, tmp_path):
        assert soon(lambda: spool.printed == [4])
    assert [number for number, _ in spool.failed] == [1, 2, 3]
    assert not any(error.maybe_printed for _, error in spool.failed)


def test_a_waiting_worker_wakes_when_it_is_rung(tmp_path: Path) -> None:
    spool = MemorySpool()
    with running(spool, tmp_path) as wake:
        assert soon(lambda: spool.claims == 1)
        time.sleep(0.05)
        spool.waiting.append(job())
        began = time.monotonic()
        wake.set()
        assert soon(lambda: spool.printed)
        assert time.monotonic() - began < 0.6


def test_a_worker_nobody_rings_looks_again_by_itself(tmp_path: Path) -> None:
    spool = MemorySpool()
    with running(spool, tmp_path):
        assert soon(lambda: spool.claims == 1)
        spool.waiting.append(job())
        assert soon(lambda: spool.printed)


def test_a_worker_outlives_the_database(tmp_path: Path) -> None:
    spool = MemorySpool(job())
    spool.down = True
    with running(spool, tmp_path):
        assert soon(lambda: spool.claims == 1)
        spool.down = False
        assert soon(lambda: spool.printed)
    assert spool.claims < 10


def test_a_worker_with_nothing_to_print_asks_how_the_printer_is(tmp_path: Path) -> None:
    with simulator.printer(simulator.PAPER_LOW) as printer:
        spool = MemorySpool()
        spool.url = printer.url
        with running(spool, tmp_path):
            assert soon(lambda: spool.said)
    assert spool.said == [(Status(online=True, paper="near_end", cover_open=False), None)]


def test_a_printer_that_answers_nothing_is_asked_less_often(tmp_path: Path) -> None:
    with simulator.printer(None) as printer:
        spool = MemorySpool()
        spool.url = printer.url
        mute = ask(spool, tmp_path)
        printer.answers = simulator.WELL
        assert mute > ask(spool, tmp_path)
    assert [status == UNKNOWN for status, _trouble in spool.said] == [True, False]


def test_a_printer_that_cannot_be_asked_is_said_to_be_in_trouble(tmp_path: Path) -> None:
    spool = MemorySpool()
    for spool.url in ("tcp://127.0.0.1:9", "tcp://", None):
        ask(spool, tmp_path)
    assert spool.said == [(UNKNOWN, Trouble.UNREACHABLE), (UNKNOWN, Trouble.SET_UP)]


def test_the_paper_a_slip_takes_is_as_long_as_its_picture(tmp_path: Path) -> None:
    from printers import picture

    spool = MemorySpool(job())
    print_one(spool, tmp_path)
    data = recent(tmp_path, 1)[0].path.read_bytes()
    assert spool.used == round(sum(picture._height(each) for each in decode(data)) / 8)
