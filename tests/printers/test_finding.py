"""Looking for printers: USB at pyusb's own backend interface, queues by fake commands, cables by their files."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import usb.backend
import usb.core

from printers import finding, usb_scan
from printers.finding import Doubt, Found, doubt_about, search
from printers.teaching import ruler

PRINTER, KEYBOARD = 7, 3


@dataclass
class Plugged:
    """A device on the bus."""

    vendor: int
    product: int
    kind: int = PRINTER
    name: str = ""
    ours: bool = True


@dataclass
class Bus(usb.backend.IBackend):  # type: ignore[misc]
    """A USB bus as libusb would show it."""

    plugged: list[Plugged] = field(default_factory=list)

    def enumerate_devices(self) -> Any:
        return iter(self.plugged)

    def get_device_descriptor(self, dev: Plugged) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100, iManufacturer=0,
            iProduct=1 if dev.name else 0, iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1,
            port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Plugged, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=18, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0x80, bMaxPower=50, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Plugged, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=0,
            bInterfaceClass=dev.kind, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Plugged) -> Plugged:
        if not dev.ours:
            raise usb.core.USBError("Access denied", -3, errno.EACCES)
        return dev

    def close_device(self, handle: Plugged) -> None:
        pass

    def get_configuration(self, handle: Plugged) -> int:
        return 1

    def ctrl_transfer(self, handle: Plugged, *asked: Any) -> int:
        _kind, _request, value, _index, data, _ms = asked
        text = b"\x04\x03\x09\x04" if value & 0xFF == 0 else handle.name.encode("utf-16-le")
        said = text if value & 0xFF == 0 else bytes([len(text) + 2, 3]) + text
        data[: len(said)] = type(data)("B", said)
        return len(said)


def test_printers_are_found_by_class_or_maker_and_nothing_else_is() -> None:
    bus = Bus([
        Plugged(0x1234, 0x0001, name="Thermal 80"),
        Plugged(0x04B8, 0x0E15, kind=255),
        Plugged(0x046D, 0xC31C, kind=KEYBOARD),
    ])  # fmt: skip
    assert usb_scan.printers(bus) == [
        {"address": "1234:0001", "name": "Thermal 80"},
        {"address": "04b8:0e15", "name": "Epson"},
    ]


def test_a_printer_nobody_gave_us_rights_to_is_found_by_its_maker() -> None:
    bus = Bus([Plugged(0x04B8, 0x0E15, name="TM-T82", ours=False)])
    assert usb_scan.printers(bus) == [{"address": "04b8:0e15", "name": "Epson"}]


def test_how_a_printer_on_usb_stands() -> None:
    bus = Bus([Plugged(0x04B8, 0x0E15), Plugged(0x0519, 0x0001, ours=False)])
    assert [usb_scan.standing(each, bus) for each in ("04b8:0e15", "0519:0001", "dead:beef")] == [
        "well", "no_rights", "absent",
    ]  # fmt: skip


def test_without_rights_the_line_for_udev_names_vendor_product_and_group(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(finding, "_usb", lambda address: "no_rights")
    monkeypatch.setattr(finding, "_own_group", lambda: "giliran")
    doubted = doubt_about("usb://04b8:0e15", tmp_path)
    assert doubted and doubted.doubt is Doubt.NO_RIGHTS
    rule = 'SUBSYSTEM=="usb", ATTR{idVendor}=="04b8", ATTR{idProduct}=="0e15", MODE="0660", GROUP="giliran"'
    assert doubted.facts["rule"] == rule


def test_a_serial_line_without_rights_has_its_own_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(finding, "_own_group", lambda: "giliran")
    monkeypatch.setattr(finding.os, "access", lambda path, how: False)
    (tmp_path / "ttyX7").touch()
    doubted = doubt_about(f"serial://{tmp_path}/ttyX7", tmp_path)
    assert doubted and doubted.facts["rule"] == 'SUBSYSTEM=="tty", KERNEL=="ttyX7", MODE="0660", GROUP="giliran"'


@pytest.mark.parametrize("url", ["serial:///dev/no-such-line", "file:///dev/usb/lp77", "file:///no/such/folder/slips"])
def test_what_is_not_plugged_in_is_called_so(url: str, tmp_path: Path) -> None:
    doubted = doubt_about(url, tmp_path)
    assert doubted and doubted.doubt is Doubt.NOT_PLUGGED_IN


def test_a_file_that_its_first_slip_will_make_is_fine(tmp_path: Path) -> None:
    assert doubt_about(f"file://{tmp_path}/slips", tmp_path) is None
    assert doubt_about("virtual:", tmp_path) is None


def commands(folder: Path, monkeypatch: pytest.MonkeyPatch, lpstat: str = "", python: str = "echo '[]'") -> None:
    """Put an `lpstat` of our own before all others, and a USB search that answers as it is told."""
    for name, script in (("lpstat", lpstat), ("python", python)):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    monkeypatch.setattr(finding.sys, "executable", str(folder / "python"))


def test_queues_and_usb_are_both_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usb = """echo '[{"address": "04b8:0e15", "name": "EPSON TM-T82"}]'"""
    commands(tmp_path, monkeypatch, lpstat="echo front", python=usb)
    assert search().found == (Found("usb://04b8:0e15", "EPSON TM-T82"), Found("lp://front", "front"))
    assert search().not_searched == ()


def test_a_server_without_libusb_says_so_and_still_lists_its_queues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands(tmp_path, monkeypatch, lpstat="echo front", python=f"exit {usb_scan.NO_LIBRARY}")
    assert search() == finding.Search((Found("lp://front", "front"),), (Doubt.NO_USB,))


def test_a_search_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SECONDS", 0.2)
    commands(tmp_path, monkeypatch, lpstat="echo front", python="exec sleep 30")
    assert search() == finding.Search((Found("lp://front", "front"),), (Doubt.SEARCH_STUCK,))


def test_the_search_of_usb_is_a_process_that_ends_by_itself() -> None:
    try:
        printers = list(finding._on_usb())
    except finding.CannotSearch as error:
        assert error.doubt is Doubt.NO_USB
    else:
        assert all(each.url.startswith("usb://") for each in printers)


def test_a_ruler_has_its_tens_where_they_belong() -> None:
    assert ruler(32, "B") == "....:....1....:....2....:....3.B"
    assert len(ruler(48, "D")) == 48
