"""The forms of a printer: its address is said to be wrong in the reader's language, beside its field."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.admin.rules.fields import Choice, RuleForm, WholeNumber
from app.models import Printer
from app.printing import addresses
from app.printing.office_printers import ROLL_METRES
from app.rules.faults import Bounds
from printers.drivers import BadPrinterUrl, check_url

LONGEST_NAME, LONGEST_ADDRESS = 80, 240
ROLL = Bounds(5, 500)
PAPERS = {
    "80": (_l("80 mm"), _l("48 characters on a line: the usual roll of a kiosk.")),
    "58": (_l("58 mm"), _l("32 characters on a line: small and mobile printers.")),
}
RIGHT_ONES = {
    "tcp": _l("Write a network printer as tcp://192.168.1.50:9100: its address, and a port from 1 to 65535."),
    "usb": _l("Write a USB printer as usb://04b8:0e15: vendor and product, four hexadecimal digits each."),
    "serial": _l("Write a serial printer as serial:///dev/ttyS0?baud=9600, with a usual speed."),
    "lp": _l("Write a queue as lp://queue, by the name the server has for it."),
    "file": _l("Write a device or file as file:///dev/usb/lp0, from / on."),
    "virtual": _l("Write virtual: alone, for a printer without paper."),
}
NO_KIND = _l(
    "This names no kind of printer. Begin with tcp://, usb://, serial://, lp:// or file://, "
    "for example tcp://192.168.1.50:9100."
)

OTHER_PORT = _l(
    "Printers listen at port 9100; here the ports %(ports)s may be used. "
    "Let whoever runs the server allow others, or add the printer."
)
NO_DEVICE = _l(
    "Printers are at devices as /dev/usb/lp0 or /dev/ttyUSB0. Let whoever runs the server add one that is elsewhere."
)


class PrinterName(StringField):
    """What staff call a printer."""

    data: str = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = " ".join((valuelist[0] if valuelist else "").split())
        if not 1 <= len(self.data) <= LONGEST_NAME or not self.data.isprintable():
            raise ValueError(_l("Write a name of at most 80 characters, as staff call this printer."))


class Address(StringField):
    """Where a printer is."""

    data: str = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = (valuelist[0] if valuelist else "").strip()
        try:
            check_url(self.data)
        except BadPrinterUrl:
            raise ValueError(RIGHT_ONES.get(self.data.partition(":")[0].lower(), NO_KIND)) from None
        if len(self.data) > LONGEST_ADDRESS:
            raise ValueError(NO_KIND)
        self._must_be_allowed()

    def _must_be_allowed(self) -> None:
        if not addresses.is_print_port(self.data):
            raise ValueError(str(OTHER_PORT) % {"ports": addresses.print_ports()})
        if not addresses.is_device(self.data):
            raise ValueError(NO_DEVICE)


class PrinterForm(RuleForm):
    """A printer the office has."""

    name = PrinterName(
        _l("Name"), description=_l("As staff call it: Printer kiosk. It is named when it needs somebody.")
    )
    width = Choice(_l("Paper"), PAPERS, default="80")
    roll = WholeNumber(
        _l("Length of a new roll, in metres"),
        ROLL,
        may_be_empty=True,
        description=_l("For the forecast of the paper. Left empty: 80 m, or 30 m on paper of 58 mm."),
    )

    @property
    def width_mm(self) -> int:
        """The paper's width."""
        return int(self.width.data)

    @property
    def roll_metres(self) -> int:
        """The length of a new roll, or the usual one."""
        return self.roll.data or ROLL_METRES[self.width_mm]


class NewPrinterForm(PrinterForm):
    """A printer to add."""

    url = Address(
        _l("Address"),
        description=_l(
            "Network: tcp://192.168.1.50:9100 · USB: usb://04b8:0e15 · Serial: serial:///dev/ttyS0?baud=9600 "
            "· Queue: lp://name · Device: file:///dev/usb/lp0"
        ),
    )


def form_of(printer: Printer, **how: Any) -> PrinterForm:
    """The form of a printer as it is set up, or as it was typed anew; `formdata=None` is that nothing was typed."""
    now_is: dict[str, Any] = {"name": printer.name, "width": str(printer.width_mm), "roll": printer.roll_metres}
    return PrinterForm(data=now_is, **how)
