"""A network printer with each of its faults: the right error, and never a long wait."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from printers.drivers import PrinterError, Status, Trouble, open_driver
from printers.layout import layout
from printers.networks import EVERYWHERE, Networks
from printers.paper import PAPER_80
from printers.slip import ticket_slip
from tests.printers import simulator
from tests.printers.names import NamesLead
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
    with simulator.printer() as printer, printer.unreachable(), within(4):
        error = fault(printer.url)
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


def test_paper_that_ends_in_the_middle_of_a_slip_is_noticed() -> None:
    with simulator.printer(runs_out_after=100) as printer, within(1):
        error = fault(printer.url)
        assert "out of paper" in error.reason
        assert (error.trouble, error.needs_a_person, error.maybe_printed) == (Trouble.PAPER_OUT, True, True)


def test_a_printer_that_ends_the_conversation_in_good_order_has_printed() -> None:
    def serve() -> None:
        wire, _ = listener.accept()
        with wire:
            for _ in range(3):
                wire.sendall(bytes([simulator.WELL[wire.recv(3)[2]]]))
            wire.shutdown(socket.SHUT_WR)
            while some := wire.recv(4096):
                read.extend(some)

    read = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listener, within(1):
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        send(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        thread.join(1)
    assert read == SLIP


def test_a_printer_that_never_stops_talking_is_not_listened_to_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("printers.drivers.tcp.HANG_UP_SECONDS", 0.2)

    def chatter() -> None:
        wire, _ = listener.accept()
        with suppress(OSError):
            while True:
                wire.sendall(b"\x12")
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as listener, within(2):
        threading.Thread(target=chatter, daemon=True).start()
        send(f"tcp://127.0.0.1:{listener.getsockname()[1]}")


def test_an_answer_that_came_late_is_not_taken_for_the_next_one() -> None:
    def serve() -> None:
        wire, _ = listener.accept()
        with wire, suppress(OSError):
            wire.recv(3)
            wire.sendall(bytes([simulator.WELL[1]]))
            wire.recv(3)
            time.sleep(0.35)
            wire.sendall(b"\x16")
            time.sleep(0.5)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        said = status(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    assert said == Status(online=True, paper="unknown", cover_open=None)


def test_a_printer_that_stops_reading_may_have_printed_and_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stuck, within(5):
        error = fault(f"tcp://127.0.0.1:{stuck.getsockname()[1]}", b"x" * 20_000_000)
    assert error.maybe_printed


def test_of_the_addresses_of_a_name_only_those_nearby_are_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    names_lead = NamesLead(monkeypatch)
    with simulator.printer() as printer:
        names_lead("8.8.8.8", "192.168.1.50", "127.0.0.1")
        driver = open_driver(f"tcp://printer.test:{printer.port}", folder=Path(), networks=Networks())
        driver.send(SLIP)
        assert printer.slip() == SLIP
        assert names_lead.reached == ["192.168.1.50", "127.0.0.1"]


@pytest.mark.parametrize("url", ["tcp://8.8.8.8", "tcp://[2001:4860:0:0:0:0:0:8888]", "tcp://printer.test"])
def test_whoever_runs_the_server_writes_an_address_out_there_all_the_same(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names_lead = NamesLead(monkeypatch)
    names_lead("8.8.4.4")
    networks = EVERYWHERE if "printer" in url else Networks()
    with pytest.raises(PrinterError):
        open_driver(url, folder=Path(), networks=networks).status()
    assert len(names_lead.reached) == 1


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("127.0.0.1", True),
        ("192.168.1.50", True),
        ("10.0.0.7", True),
        ("172.16.3.4", True),
        ("169.254.7.7", True),
        ("100.64.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fd12:3456::9", True),
        ("::ffff:192.168.1.50", True),
        ("8.8.8.8", False),
        ("::ffff:8.8.8.8", False),
        ("2001:4860:4860::8888", False),
        ("2002:808:808::1", False),
        ("64:ff9b::808:808", False),
    ],
)
def test_what_is_routed_on_the_internet_is_not_near(address: str, near: bool) -> None:
    assert (address in Networks()) is near
    assert address in Networks("8.0.0.0/8,2000::/3,64:ff9b::/96")
    assert address in EVERYWHERE
