"""The USB printers that are plugged into this computer, as the kernel lists them: nothing is opened to look."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

PRINTER_CLASS = "07"
SYSFS = Path("/sys/bus/usb/devices")


def usb_printers(sysfs: Path = SYSFS) -> dict[str, str]:
    """Their addresses, each with what the printer calls itself."""
    found = {}
    for interface in sorted(sysfs.glob("*:*")):
        if _said(interface / "bInterfaceClass") != PRINTER_CLASS:
            continue
        device = sysfs / interface.name.partition(":")[0]
        vendor, product = _said(device / "idVendor"), _said(device / "idProduct")
        if vendor and product:
            names = (_said(device / "manufacturer"), _said(device / "product"))
            found[f"usb://{vendor}:{product}"] = " ".join(filter(None, names))[:80] or "USB"
    return found


def _said(file: Path) -> str:
    with suppress(OSError):
        return file.read_text(errors="replace").strip()
    return ""
