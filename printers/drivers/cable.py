"""Writes one slip from standard input to a printer on a cable, and ends: `python -m printers.drivers.cable`."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

SECONDS = 3
NOT_OPENED, BROKEN_OFF = 3, 4


def main(kind: str, address: str, baud: str) -> int:
    """Write standard input to a printer; the exit status says how far that got."""
    data = sys.stdin.buffer.read()
    try:
        _library_of(kind)
        printer = _usb(address) if kind == "usb" else _serial(address, int(baud))
    except Exception as error:  # whatever it was, nothing has been written
        return _failed(error, NOT_OPENED)
    try:
        printer._raw(data)
        printer.close()
    except Exception as error:
        return _failed(error, BROKEN_OFF)
    return 0


def _library_of(kind: str) -> None:
    package = {"usb": "pyusb", "serial": "pyserial"}[kind]
    if importlib.util.find_spec(kind) is None:
        raise ModuleNotFoundError(f"the library {package} is not installed")


def _usb(address: str) -> Any:
    from escpos.printer import Usb

    vendor, product = (int(part, 16) for part in address.split(":"))
    printer = Usb(vendor, product, timeout=SECONDS * 1000)
    printer.open()
    return printer


def _serial(device: str, baud: int) -> Any:
    from escpos.printer import Serial

    printer = Serial(device, baudrate=baud, timeout=SECONDS)
    printer.open()
    # A slip of 1 kB takes a second at 9600 bits.
    printer.device.write_timeout = SECONDS * 2
    return printer


def _failed(error: Exception, code: int) -> int:
    print(error, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
