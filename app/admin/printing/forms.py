"""The forms of a printer: its address is said to be wrong in the reader's language, beside its field."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from app.admin.rules.fields import Choice, RuleForm, WholeNumber
from app.fault_words import fault_words
from app.models import Printer
from app.printing import addresses
from app.printing.office_printers import ROLL_METRES
from app.rules.faults import Bounds, Fault, Wrong
from printers.drivers import BadPrinterUrl, check_url
from printers.profiles import PLAIN_LETTERS, Model, models, profile_of
from printers.teaching import LETTERS, RULERS, SAMPLE, Seen

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
OUTSIDE = _l(
    "%(address)s is on the internet. Printers stand in the office's own network, as 192.168.1.50. "
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
        outside = addresses.outside(self.data)
        if outside:
            raise ValueError(str(OUTSIDE) % {"address": outside})
        if not addresses.is_device(self.data):
            raise ValueError(NO_DEVICE)


AS_SEEN = "as-seen"
"""The choice to leave a printer what its test slip showed it to be."""


class ModelOf(StringField):
    """What a printer is, by python-escpos's name; empty is a usual one. The verb knows which there are."""

    data: str = ""
    as_seen = False

    @property
    def known(self) -> str | None:
        """The model that was chosen; None is to leave it as it was seen."""
        return None if self.data == AS_SEEN else self.data

    @property
    def known_ones(self) -> list[tuple[str, str]]:
        """The models by their names among people, the maker first."""
        named = [(name, _called(model)) for name, model in models().items() if name != PLAIN_LETTERS]
        return sorted(named, key=lambda each: each[1].lower())

    @property
    def left_as_seen(self) -> str:
        """The choice to change nothing."""
        return AS_SEEN

    @property
    def plain(self) -> str:
        """The model of no maker."""
        return PLAIN_LETTERS


def _called(model: Model) -> str:
    # Some carry their maker in their name.
    called = model.name if model.name.startswith(model.maker) else f"{model.maker} {model.name}"
    return f"{called} · 58 mm" if model.width_mm == 58 else called


class OnSlip(Choice):
    """What somebody sees on a test slip; nothing is taken for granted."""

    def pre_validate(self, form: Any) -> None:
        """Ask again when nothing was chosen."""
        if self.data not in self.sentences:
            raise ValidationError(fault_words(Fault(Wrong.NOT_SEEN)))


class SeenForm(RuleForm):
    """What somebody sees on a test slip."""

    ruler = OnSlip(
        _l("Which is the last ruler that stands on one line, with its letter at the end?"),
        {letter: (f"{letter} · {columns}", "") for letter, columns in RULERS.items()},
    )
    letters = OnSlip(
        _l("Which is the first line that shows exactly this: %(sample)s", sample=SAMPLE),
        {
            line: (_l("None of them"), _l("Words are printed in plain letters: e for é."))
            if line == "none"
            else (line, "")
            for line in LETTERS
        },
    )
    codes = OnSlip(
        _l("Which of the two QR codes does a phone read?"),
        {
            "both": (_l("Both"), ""),
            "first": (_l("Only 1"), ""),
            "second": (_l("Only 2"), _l("QR codes are sent as an image, which takes a little longer.")),
            "none": (_l("None of them"), _l("Slips are printed without a QR code.")),
        },
    )
    cut = OnSlip(
        _l("Was the paper cut at the end?"),
        {"yes": (_l("Yes"), ""), "no": (_l("No"), _l("A dashed line shows where to tear it."))},
    )

    @property
    def seen(self) -> Seen:
        """What was seen, once all of it is said."""
        return Seen(self.ruler.data, self.letters.data, self.codes.data, cut=self.cut.data == "yes")


class PrinterForm(RuleForm):
    """A printer the office has."""

    name = PrinterName(
        _l("Name"), description=_l("As staff call it: Printer kiosk. It is named when it needs somebody.")
    )
    width = Choice(_l("Paper"), PAPERS, default="80")
    model = ModelOf(
        _l("Model"),
        description=_l(
            "As it stands on the printer. Is it not in the list, or do you not know: leave it, print a test slip, and "
            "say what you see on it."
        ),
    )
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
    as_seen = _differs_from_its_model(printer)
    model = AS_SEEN if as_seen else printer.profile.get("model", "")
    form = PrinterForm(data=now_is | {"model": model}, **how)
    form.model.as_seen = as_seen
    return form


def _differs_from_its_model(printer: Printer) -> bool:
    profile = profile_of(printer.width_mm, printer.profile)
    return bool(printer.profile) and profile != models()[profile.model].usual.on(printer.width_mm)
