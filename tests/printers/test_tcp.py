"""A network printer with each of its faults: the right error, and never a long wait."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printers.drivers import PrinterError, Status, open_driver
from printers.layout import layout
from printers.paper import PAPER_80
from printers.slip import ticket_slip
from tests.printers import simulator
from tests.printers.samples import FACTS

SLIP = layout(ticket_slip(FACTS), PAPER_80)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def send(url: str, data: bytes = SLIP) -> None:
    open_driver(url, folder=Path()).send(data)


def fault(url: str, data: bytes = SLIP) -> PrinterError:
    with pytest.raises(PrinterError) as caught:
        send(url, data)
    return caught.value


def status(url: str) -> Status:
    return open_driver(url, folder=Path()).status()


def test_a_well_printer_gets_the_slip_byte_for_byte_and_at_once() -> None:
    with simulator.printer() as printer, within(0.3):
        send(printer.url)
        assert printer.slip() == SLIP


def test_slips_come_out_one_after_the_other() -> None:
    with simulator.printer() as printer:
        for number in range(5):
            send(printer.url, b"%d\n" % number)
        assert [printer.slip(number) for number in range(5)] == [b"%d\n" % number for number in range(5)]


def test_a_printer_that_is_low_on_paper_prints() -> None:
    with simulator.printer(simulator.PAPER_LOW) as printer:
        send(printer.url)
        assert printer.slip() == SLIP
        assert status(printer.url) == Status(online=True, paper="near_end", cover_open=False)


@pytest.mark.parametrize("answers", [None, simulator.NONSENSE], ids=["mute", "nonsense"])
def test_a_printer_that_does_not_say_how_it_is_still_prints(answers: dict[int, int] | None) -> None:
    with simulator.printer(answers) as printer, within(1.2):
        send(printer.url)
        assert printer.slip() == SLIP
        assert status(printer.url) == Status(online=None, paper="unknown", cover_open=None)


def test_a_printer_that_answers_late_gets_the_slip_all_the_same() -> None:
    with simulator.printer(delay=0.5) as printer, within(2):
        send(printer.url)
        assert printer.slip() == SLIP


@pytest.mark.parametrize(
    ("answers", "reason", "said"),
    [
        (simulator.PAPER_OUT, "out of paper", Status(online=False, paper="out", cover_open=False)),
        (simulator.COVER_OPEN, "cover is open", Status(online=False, paper="ok", cover_open=True)),
        (simulator.OFFLINE, "not ready", Status(online=False, paper="ok", cover_open=False)),
    ],
    ids=["paper out", "cover open", "offline"],
)
def test_trouble_seen_beforehand_calls_for_a_person_and_prints_nothing(
    answers: dict[int, int], reason: str, said: Status
) -> None:
    with simulator.printer(answers) as printer, within(1):
        error = fault(printer.url)
        assert reason in error.reason
        assert (error.needs_a_person, error.maybe_printed) == (True, False)
        assert status(printer.url) == said
        assert printer.slips == []


def test_a_printer_that_is_switched_off_is_told_at_once() -> None:
    with simulator.printer() as printer:
        url = printer.url
    with within(1):
        error = fault(url)
    assert "cannot be reached" in error.reason
    assert (error.needs_a_person, error.maybe_printed) == (False, False)


def test_a_name_nobody_knows_is_no_printer() -> None:
    error = fault("tcp://no-such-printer.invalid")
    assert "cannot be reached" in error.reason
    assert not error.maybe_printed


def test_a_printer_that_never_picks_up_is_given_up_on_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, socket.socket() as first, socket.socket() as second:
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())
        with within(4):
            error = fault(f"tcp://127.0.0.1:{deaf.getsockname()[1]}")
    assert "cannot be reached (no answer)" in error.reason
    assert not error.maybe_printed


def test_a_printer_that_hangs_up_before_the_slip_has_printed_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=lambda: simulator.tear(listener.accept()[0]), daemon=True).start()
        error = fault(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    assert not error.maybe_printed


@pytest.mark.parametrize("answers", [simulator.WELL, None], ids=["talking", "mute"])
def test_a_connection_torn_in_the_middle_may_have_printed(answers: dict[int, int] | None) -> None:
    with simulator.printer(answers, breaks_after=100) as printer, within(2):
        error = fault(printer.url)
        assert "broke while it printed" in error.reason
        assert (error.needs_a_person, error.maybe_printed) == (False, True)


def test_a_printer_that_stops_reading_may_have_printed_and_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stuck, within(5):
        error = fault(f"tcp://127.0.0.1:{stuck.getsockname()[1]}", b"x" * 20_000_000)
    assert error.maybe_printed
