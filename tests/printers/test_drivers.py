"""Addresses of printers, and the drivers that need no network."""

from __future__ import annotations

import os
import pty
import stat
import time
import tty
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from printers.drivers import BadPrinterUrl, PrinterError, Status, check_url, open_driver
from printers.drivers.device import DevicePrinter
from printers.drivers.file import FilePrinter
from printers.drivers.lp import LpPrinter
from printers.drivers.tcp import TcpPrinter
from printers.drivers.virtual import VirtualPrinter, recent


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("tcp://192.168.1.50:9101", TcpPrinter("192.168.1.50", 9101)),
        ("tcp://printer.local", TcpPrinter("printer.local", 9100)),
        ("tcp://printer.local/", TcpPrinter("printer.local", 9100)),
        ("tcp://[::1]:9100", TcpPrinter("::1", 9100)),
        ("file:///tmp/slips%20today", FilePrinter(Path("/tmp/slips today"))),
        ("usb://04B8:0e15", DevicePrinter("usb", "04b8:0e15")),
        ("serial:///dev/ttyS0", DevicePrinter("serial", "/dev/ttyS0", 9600)),
        ("serial:///dev/ttyUSB1?baud=19200", DevicePrinter("serial", "/dev/ttyUSB1", 19200)),
        ("lp://front_desk", LpPrinter("front_desk")),
        ("virtual:", VirtualPrinter(Path("here"))),
    ],
)
def test_an_address_names_a_printer(url: str, driver: object) -> None:
    assert open_driver(url, folder=Path("here")) == driver
    check_url(url)


@pytest.mark.parametrize(
    ("url", "wrong", "right"),
    [
        ("", "one word", "virtual:"),
        ("192.168.1.50", "no kind of printer", "tcp://192.168.1.50:9100"),
        ("http://192.168.1.50", "'http'", "tcp://192.168.1.50:9100"),
        ("tcp://", "no host", "tcp://192.168.1.50:9100"),
        ("tcp://:9100", "no host", "tcp://192.168.1.50:9100"),
        ("tcp://host:port", "1 to 65535", "tcp://192.168.1.50:9100"),
        ("tcp://host:0", "1 to 65535", "tcp://192.168.1.50:9100"),
        ("tcp://host:99999", "1 to 65535", "tcp://192.168.1.50:9100"),
        ("tcp://me@host", "user name", "tcp://192.168.1.50:9100"),
        ("tcp://printer..local", "empty or too long", "tcp://192.168.1.50:9100"),
        (f"tcp://{'x' * 64}.local", "empty or too long", "tcp://192.168.1.50:9100"),
        ("tcp://host/raw", "'/raw' does not belong", "tcp://192.168.1.50:9100"),
        ("tcp://[::1", "", "tcp://192.168.1.50:9100"),
        ("tcp://ho st", "without spaces", "tcp://192.168.1.50:9100"),
        ("tcp://host\n:9100", "without spaces", "tcp://192.168.1.50:9100"),
        ("file://slips", "does not belong", "file:///dev/usb/lp0"),
        ("file:///", "names no file", "file:///dev/usb/lp0"),
        ("usb://epson", "hexadecimal", "usb://04b8:0e15"),
        ("serial:///dev/ttyS0?baud=9", "baud", "serial:///dev/ttyS0?baud=9600"),
        ("serial:///dev/ttyS0?speed=9600", "baud", "serial:///dev/ttyS0?baud=9600"),
        ("serial:///dev/ttyS0?x", "", "serial:///dev/ttyS0?baud=9600"),
        ("lp://", "queue", "lp://queue"),
        ("lp://-d", "queue", "lp://queue"),
        ("virtual:here", "does not belong", "virtual:"),
    ],
)
def test_a_wrong_address_is_refused_in_one_line_that_shows_a_right_one(url: str, wrong: str, right: str) -> None:
    with pytest.raises(BadPrinterUrl) as caught:
        check_url(url)
    said = str(caught.value)
    assert wrong in said
    assert right in said
    assert "\n" not in said


def test_a_file_takes_slips_one_after_the_other(tmp_path: Path) -> None:
    driver = open_driver(f"file://{tmp_path}/slips", folder=tmp_path)
    driver.send(b"one\n")
    driver.send(b"two\n")
    assert (tmp_path / "slips").read_bytes() == b"one\ntwo\n"
    assert driver.status() == Status(online=None, paper="unknown", cover_open=None)


def test_a_file_that_cannot_be_opened_has_printed_nothing(tmp_path: Path) -> None:
    with pytest.raises(PrinterError, match="cannot be written") as caught:
        open_driver(f"file://{tmp_path}/missing/slips", folder=tmp_path).send(b"x")
    assert (caught.value.needs_a_person, caught.value.maybe_printed) == (True, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_device_that_takes_nothing_has_printed_nothing() -> None:
    with pytest.raises(PrinterError, match="stopped taking") as caught:
        open_driver("file:///dev/full", folder=Path()).send(b"x")
    assert not caught.value.maybe_printed


def test_a_pipe_nobody_reads_has_printed_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PrinterError, match="cannot be written") as caught:
        open_driver(f"file://{tmp_path}/pipe", folder=tmp_path).send(b"x")
    assert not caught.value.maybe_printed


def test_a_device_that_takes_no_more_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("printers.drivers.file.SECONDS", 0.2)
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    began = time.monotonic()
    with pytest.raises(PrinterError, match="took no more") as caught:
        open_driver(f"file://{tmp_path}/pipe", folder=tmp_path).send(b"x" * 1_000_000)
    os.close(reader)
    assert time.monotonic() - began < 1
    assert (caught.value.needs_a_person, caught.value.maybe_printed) == (True, True)


def test_a_virtual_printer_keeps_the_bytes_and_takes_its_time(tmp_path: Path) -> None:
    driver = open_driver("virtual:", folder=tmp_path / "new")
    assert recent(tmp_path / "new", 5) == []
    began = time.monotonic()
    driver.send(b"slip")
    assert 0.2 <= time.monotonic() - began < 0.5
    (slip,) = recent(tmp_path / "new", 5)
    assert slip.path.read_bytes() == b"slip"
    assert slip.path.name == f"{slip.name}.bin"
    assert abs(slip.at - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_virtual_printer_shows_the_newest_first_and_forgets_the_oldest(tmp_path: Path) -> None:
    for moment in range(1, 61):
        (tmp_path / f"{moment}.bin").write_bytes(b"old")
    open_driver("virtual:", folder=tmp_path).send(b"new")
    kept = recent(tmp_path, 100)
    assert len(kept) == 50
    assert kept[0].path.read_bytes() == b"new"
    assert [slip.name for slip in kept[1:3]] == ["60", "59"]
    assert [slip.name for slip in recent(tmp_path, 2)] == [kept[0].name, "60"]


def test_a_virtual_printer_without_a_place_to_keep_slips_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PrinterError, match="cannot be kept") as caught:
        open_driver("virtual:", folder=tmp_path / "file").send(b"x")
    assert not caught.value.maybe_printed


@pytest.mark.parametrize("url", ["usb://ffff:ffff", "serial:///dev/no-such-line"])
def test_a_cable_without_a_printer_has_printed_nothing(url: str) -> None:
    with pytest.raises(PrinterError, match="cannot be opened") as caught:
        open_driver(url, folder=Path()).send(b"x")
    assert (caught.value.needs_a_person, caught.value.maybe_printed) == (True, False)


def test_a_cable_leaves_nothing_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("serial", reason="only a cable whose library is there gets as far as leaving something")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(PrinterError):
        open_driver("serial:///dev/no-such-line", folder=Path()).send(b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_serial_line_gets_the_slip_byte_for_byte() -> None:
    pytest.importorskip("serial", reason="needs pyserial")
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    open_driver(f"serial://{os.ttyname(theirs)}?baud=115200", folder=Path()).send(bytes(range(256)))
    read = b""
    while len(read) < 256:
        read += os.read(ours, 256)
    assert read == bytes(range(256))


def lp(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an `lp` of our own before all others."""
    command = folder / "lp"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_queue_is_handed_the_slip_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lp(tmp_path, f'echo "$@" > {tmp_path}/asked; cat > {tmp_path}/slip', monkeypatch)
    open_driver("lp://front", folder=tmp_path).send(b"\x1b@slip")
    assert (tmp_path / "slip").read_bytes() == b"\x1b@slip"
    assert (tmp_path / "asked").read_text() == "-s -d front -o raw\n"


def test_a_queue_that_refuses_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lp(tmp_path, "echo 'lp: no such queue' >&2; exit 1", monkeypatch)
    with pytest.raises(PrinterError, match=r"refused the slip \(lp: no such queue\)") as caught:
        open_driver("lp://front", folder=tmp_path).send(b"x")
    assert not caught.value.maybe_printed


def test_a_machine_without_queues_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrinterError, match="no lp command"):
        open_driver("lp://front", folder=tmp_path).send(b"x")
