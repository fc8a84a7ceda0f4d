"""Looks on USB for printers, and ends: `python -m printers.usb_scan [vvvv:pppp]` prints JSON. Nothing is printed."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from typing import Any

NO_LIBRARY = 3
PRINTER_CLASS = 7

MAKERS = {
    0x04B8: "Epson",
    0x0519: "Star",
    0x1504: "Bixolon",
    0x1D90: "Citizen",
    0x0DD4: "Custom",
    0x0FE6: "POS-80",
    0x0416: "POS-58",
}
"""Makers of slip printers, also of those that do not say that they are printers."""


def printers(backend: Any = None) -> list[dict[str, str]]:
    """The printers on USB, each with its "address" and "name".

    Args:
        backend: as pyusb has them; None is the libusb of this machine.

    Raises:
        usb.core.NoBackendError: there is no libusb here.
    """
    return [{"address": _address(each), "name": _name(each)} for each in _all(backend) if _may_print(each)]


def standing(address: str, backend: Any = None) -> str:
    """Whether a printer can be used: "well", "absent", or "no_rights".

    Args:
        address: "vvvv:pppp".
        backend: as for `printers`.

    Raises:
        usb.core.NoBackendError: there is no libusb here.
    """
    from usb.core import USBError

    device = next((each for each in _all(backend) if _address(each) == address), None)
    if device is None:
        return "absent"
    try:
        device.get_active_configuration()
    except USBError as error:
        return "no_rights" if error.errno in (errno.EACCES, errno.EPERM) else "well"
    return "well"


def _all(backend: Any) -> Iterator[Any]:
    import usb.core

    yield from usb.core.find(find_all=True, backend=backend)


def _may_print(device: Any) -> bool:
    return device.idVendor in MAKERS or any(
        interface.bInterfaceClass == PRINTER_CLASS for configuration in device for interface in configuration
    )


def _address(device: Any) -> str:
    return f"{device.idVendor:04x}:{device.idProduct:04x}"


def _name(device: Any) -> str:
    # A device nobody gave us rights to does not tell its name.
    try:
        said = " ".join(filter(None, (device.manufacturer, device.product)))
    except (ValueError, NotImplementedError, OSError):
        said = ""
    return said[:60] or MAKERS.get(device.idVendor, "")


def main(*asked: str) -> int:
    """Say what is on USB, or how one printer stands; exit status 3 is that there is no library."""
    try:
        from usb.core import NoBackendError
    except ImportError:
        return NO_LIBRARY
    try:
        print(json.dumps(standing(asked[0]) if asked else printers()))
    except NoBackendError:
        return NO_LIBRARY
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
