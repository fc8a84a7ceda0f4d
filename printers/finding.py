"""Finds the printers of this machine, and says why an address may lead nowhere. Nothing is printed."""

from __future__ import annotations

import grp
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import singledispatch
from pathlib import Path
from typing import Any

from printers.drivers import Driver, PrinterError, open_driver
from printers.drivers.device import ROOT, DevicePrinter
from printers.drivers.file import FilePrinter
from printers.drivers.lp import LpPrinter
from printers.drivers.tcp import TcpPrinter
from printers.networks import EVERYWHERE, Networks
from printers.usb_scan import NO_LIBRARY

SECONDS = 3


class Doubt(StrEnum):
    """Why a printer may not be where its address says."""

    NO_ANSWER = "no_answer"
    NOT_PLUGGED_IN = "not_plugged_in"
    NO_RIGHTS = "no_rights"
    NO_USB = "no_usb"
    NO_CUPS = "no_cups"
    NO_QUEUE = "no_queue"
    SEARCH_STUCK = "search_stuck"


@dataclass(frozen=True)
class Doubted:
    """A doubt about an address, and what its words name; "rule" is the line for udev that gives the rights."""

    doubt: Doubt
    facts: Mapping[str, str] = field(default_factory=dict)


class CannotSearch(Exception):
    """One place cannot be searched; `doubt` says why."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt


@dataclass(frozen=True)
class Found:
    """A printer that was found: its address, and what it calls itself."""

    url: str
    name: str


@dataclass(frozen=True)
class Search:
    """What was found, and which places could not be searched."""

    found: tuple[Found, ...]
    not_searched: tuple[Doubt, ...]


def search() -> Search:
    """Look for printers on USB and among the system's queues; at most 3 seconds each."""
    found: list[Found] = []
    missed: list[Doubt] = []
    for place in (_on_usb, _queues):
        try:
            found += place()
        except CannotSearch as error:
            missed.append(error.doubt)
    return Search(tuple(found), tuple(missed))


def doubt_about(url: str, folder: Path, networks: Networks = EVERYWHERE) -> Doubted | None:
    """Why no slip may come out at an address; None when nothing is known against it. At most some 3 seconds.

    Args:
        url, folder, networks: as for `open_driver`.

    Raises:
        BadPrinterUrl: the address names no printer.
    """
    try:
        return _doubt(open_driver(url, folder=folder, networks=networks))
    except CannotSearch as error:
        return Doubted(error.doubt)


@singledispatch
def _doubt(driver: Driver) -> Doubted | None:
    return None


@_doubt.register
def _tcp(driver: TcpPrinter) -> Doubted | None:
    try:
        driver.status()
    except PrinterError:
        return Doubted(Doubt.NO_ANSWER, {"address": f"{driver.host}:{driver.port}"})
    return None


@_doubt.register
def _cable(driver: DevicePrinter) -> Doubted | None:
    if driver.kind == "serial":
        path = Path(driver.address)
        return _rights(path, _serial_rule(path))
    standing = _usb(driver.address)
    if standing == "absent":
        return Doubted(Doubt.NOT_PLUGGED_IN, {"address": driver.address})
    return _no_rights(driver.address, _usb_rule(driver.address)) if standing == "no_rights" else None


@_doubt.register
def _file(driver: FilePrinter) -> Doubted | None:
    if driver.path.is_char_device():
        return _rights(driver.path, _rule(f'KERNEL=="{driver.path.name}"'))
    # A file that is not there yet is made with its first slip; a device's never is.
    if driver.path.is_relative_to("/dev") or not driver.path.parent.is_dir():
        return Doubted(Doubt.NOT_PLUGGED_IN, {"address": str(driver.path)})
    return _rights(driver.path if driver.path.exists() else driver.path.parent, "")


@_doubt.register
def _queue(driver: LpPrinter) -> Doubted | None:
    names = [each.name for each in _queues()]
    return None if driver.queue in names else Doubted(Doubt.NO_QUEUE, {"address": driver.queue})


def _rights(path: Path, rule: str) -> Doubted | None:
    if not path.exists():
        return Doubted(Doubt.NOT_PLUGGED_IN, {"address": str(path)})
    return None if os.access(path, os.W_OK) else _no_rights(str(path), rule)


def _no_rights(address: str, rule: str) -> Doubted:
    return Doubted(Doubt.NO_RIGHTS, {"address": address, "rule": rule})


def _usb_rule(address: str) -> str:
    vendor, product = address.split(":")
    return _rule(f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor}", ATTR{{idProduct}}=="{product}"')


def _serial_rule(path: Path) -> str:
    """The rule of a serial line; one behind a USB adapter is named by its adapter, whatever its number next time."""
    for folder in (Path("/sys/class/tty") / path.name / "device").resolve().parents:
        if (folder / "idVendor").is_file():
            vendor, product = ((folder / name).read_text().strip() for name in ("idVendor", "idProduct"))
            return _rule(f'SUBSYSTEM=="tty", ATTRS{{idVendor}}=="{vendor}", ATTRS{{idProduct}}=="{product}"')
    return _rule(f'SUBSYSTEM=="tty", KERNEL=="{path.name}"')


def _rule(which: str) -> str:
    return f'{which}, MODE="0660", GROUP="{_own_group()}"'


def _own_group() -> str:
    try:
        return grp.getgrgid(os.getegid()).gr_name
    except KeyError:  # a group without a name
        return str(os.getegid())


def _on_usb() -> Iterator[Found]:
    for each in _usb():
        yield Found(f"usb://{each['address']}", each["name"])


def _usb(*asked: str) -> Any:
    # libusb blocks whoever calls it: a process can be waited for, and ended.
    done = _ran([sys.executable, "-m", "printers.usb_scan", *asked])
    if done.returncode:
        raise CannotSearch(Doubt.NO_USB if done.returncode == NO_LIBRARY else Doubt.SEARCH_STUCK)
    return json.loads(done.stdout)


def _queues() -> list[Found]:
    try:
        said = _ran(["lpstat", "-e"]).stdout.decode(errors="replace")
    except FileNotFoundError:
        raise CannotSearch(Doubt.NO_CUPS) from None
    return [Found(f"lp://{name}", name) for name in said.split()]


def _ran(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=ROOT)
    except subprocess.TimeoutExpired:
        raise CannotSearch(Doubt.SEARCH_STUCK) from None
