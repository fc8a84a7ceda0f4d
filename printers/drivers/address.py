"""A printer's address: what it may look like, and which driver it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from printers.drivers.base import Driver
from printers.drivers.device import DevicePrinter
from printers.drivers.file import FilePrinter
from printers.drivers.lp import LpPrinter
from printers.drivers.tcp import TcpPrinter
from printers.drivers.virtual import VirtualPrinter
from printers.networks import EVERYWHERE, Networks

EXAMPLES = {
    "tcp": "tcp://192.168.1.50:9100",
    "usb": "usb://04b8:0e15",
    "serial": "serial:///dev/ttyS0?baud=9600",
    "lp": "lp://queue",
    "file": "file:///dev/usb/lp0",
    "virtual": "virtual:",
}
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)


class BadPrinterUrl(ValueError):
    """An address that names no printer. Its one line says what is wrong and what a right one looks like."""


def open_driver(url: str, *, folder: Path, networks: Networks = EVERYWHERE) -> Driver:
    """The driver for a printer's address. Nothing is opened or written before the driver is asked to.

    Args:
        url: "tcp://host:9100", "usb://vvvv:pppp", "serial:///dev/ttyS0?baud=9600", "lp://queue", "file:///path" or
            "virtual:".
        folder: where a virtual printer keeps its slips.
        networks: where a name may lead.

    Raises:
        BadPrinterUrl: the address names no printer.
    """
    try:
        _no_hidden_characters(url)
        parts = urlsplit(url)
        driver = _maker(parts.scheme)(parts, folder)
    except ValueError as error:
        raise BadPrinterUrl(f"{url!r:.80}: {error}; {_right_one(url)}") from None
    return replace(driver, networks=networks) if isinstance(driver, TcpPrinter) else driver


def check_url(url: str) -> None:
    """Say whether an address could name a printer, without looking for it.

    Raises:
        BadPrinterUrl: it could not.
    """
    open_driver(url, folder=Path())


def _right_one(url: str) -> str:
    example = EXAMPLES.get(url.partition(":")[0].lower())
    return f"a right one looks like {example}" if example else f"right ones look like {', '.join(EXAMPLES.values())}"


def _no_hidden_characters(url: str) -> None:
    # urlsplit would drop them without a word.
    if not url or any(char.isspace() or not char.isprintable() for char in url):
        raise ValueError("an address is one word without spaces")


def _maker(scheme: str) -> Callable[[SplitResult, Path], Driver]:
    if scheme not in MAKERS:
        raise ValueError(f"no kind of printer is called {scheme!r}" if scheme else "it names no kind of printer")
    return MAKERS[scheme]


def _tcp(parts: SplitResult, _folder: Path) -> Driver:
    _only(parts, "netloc")
    if parts.username is not None:
        raise ValueError("a printer takes no user name")
    return TcpPrinter(_host(parts), _port(parts))


def _host(parts: SplitResult) -> str:
    if not parts.hostname:
        raise ValueError("no host is named")
    try:
        # As sockets spell it; what they cannot spell would fail as no network error does.
        parts.hostname.encode("idna")
    except UnicodeError:
        raise ValueError("the host's name has an empty or too long part") from None
    return parts.hostname


def _port(parts: SplitResult) -> int:
    try:
        port = 9100 if parts.port is None else parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("the port is not a number from 1 to 65535")
    return port


def _usb(parts: SplitResult, _folder: Path) -> Driver:
    _only(parts, "netloc")
    if not re.fullmatch(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}", parts.netloc):
        raise ValueError("vendor and product are four hexadecimal digits each, as lsusb shows them")
    return DevicePrinter("usb", parts.netloc.lower())


def _serial(parts: SplitResult, _folder: Path) -> Driver:
    _only(parts, "path", "query")
    asked = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    baud = asked.pop("baud", ["9600"])
    if asked or len(baud) > 1 or baud[0] not in map(str, BAUDS):
        raise ValueError(f"only ?baud= may follow, one of {', '.join(map(str, BAUDS))}")
    return DevicePrinter("serial", str(_file_path(parts)), int(baud[0]))


def _lp(parts: SplitResult, _folder: Path) -> Driver:
    _only(parts, "netloc")
    if not re.fullmatch(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*", parts.netloc):
        raise ValueError("no queue is named, as lpstat -e lists them")
    return LpPrinter(parts.netloc)


def _file(parts: SplitResult, _folder: Path) -> Driver:
    _only(parts, "path")
    return FilePrinter(_file_path(parts))


def _virtual(parts: SplitResult, folder: Path) -> Driver:
    _only(parts)
    return VirtualPrinter(folder)


def _only(parts: SplitResult, *allowed: str) -> None:
    slash = "path" not in allowed and parts.path == "/" and parts.netloc
    for name in ("netloc", "path", "query", "fragment"):
        if getattr(parts, name) and name not in allowed and not (name == "path" and slash):
            raise ValueError(f"{getattr(parts, name)!r:.40} does not belong there")


def _file_path(parts: SplitResult) -> Path:
    path = unquote(parts.path)
    if not path.startswith("/") or path.endswith("/") or not path.isprintable():
        raise ValueError("it names no file, from / on")
    return Path(path)


MAKERS: dict[str, Callable[[SplitResult, Path], Driver]] = {
    "tcp": _tcp,
    "usb": _usb,
    "serial": _serial,
    "lp": _lp,
    "file": _file,
    "virtual": _virtual,
}
