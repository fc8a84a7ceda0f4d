"""A test slip straight to a printer, and in words why an address may lead nowhere.

It does not go through the spool: a printer that is being added has no place there, and whoever tries it waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.models import Branch
from app.printing.addresses import print_networks
from app.printing.troubles import WORDS
from printers.drivers import UNKNOWN, PrinterError, open_driver
from printers.finding import Doubt, Doubted, doubt_about
from printers.teaching import CODE_SAYS, Lesson, lesson_slip

DOUBTS = {
    Doubt.NO_ANSWER: _l(
        "Nothing answers at %(address)s. Check that the printer is on, its cable is in, and the address."
    ),
    Doubt.NOT_PLUGGED_IN: _l("There is no %(address)s on the server now. Plug the printer in and switch it on."),
    Doubt.NO_RIGHTS: _l(
        "The server has no right to write to %(address)s. Let whoever runs it put this line into "
        "/etc/udev/rules.d/99-giliran.rules, run udevadm control --reload, and plug the printer in again:"
    ),
    Doubt.NO_USB: _l("USB cannot be searched: the server has no libusb. Let whoever runs it install libusb-1.0-0."),
    Doubt.NO_CUPS: _l("The server has no printer queues: CUPS is not installed there."),
    Doubt.NO_QUEUE: _l("The server has no printer queue called %(address)s."),
    Doubt.SEARCH_STUCK: _l("The search took too long or broke off. Plug the printer in again and try once more."),
}


@dataclass(frozen=True)
class Tried:
    """How a test slip went: empty `trouble` is well; `certain` is that the printer itself said so."""

    trouble: str = ""
    rule: str = ""
    certain: bool = False


def doubt_words(doubted: Doubted) -> str:
    """Why an address may lead nowhere, and what to do, in the reader's language."""
    return str(DOUBTS[doubted.doubt]) % doubted.facts


def doubt(url: str) -> Doubted | None:
    """Why no slip may come out at an address; None when nothing is known against it."""
    return doubt_about(url, folder_of(0), print_networks())


def print_test(branch: Branch, printer_name: str, url: str, printer_id: int = 0) -> Tried:
    """Print a slip that teaches, at once; at most some 15 seconds on the slowest cable.

    Args:
        printer_name: empty while it has none.
        url: as for `office_printers.add`.
        printer_id: 0 is a printer that is not added yet.

    Raises:
        BadPrinterUrl: the address names no printer.
    """
    doubted = doubt(url)
    if doubted:
        return Tried(doubt_words(doubted), doubted.facts.get("rule", ""))
    slip = lesson_slip(lesson(branch, printer_name))
    try:
        said = open_driver(url, folder=folder_of(printer_id), networks=print_networks()).send(slip)
    except PrinterError as error:
        return Tried(str(WORDS[error.trouble]))
    return Tried(certain=said != UNKNOWN)


def folder_of(printer_id: int) -> Path:
    """Where a virtual printer keeps its slips."""
    return Path(current_app.config["DATA_DIR"]) / "virtual" / str(printer_id)


def lesson(branch: Branch, printer_name: str) -> Lesson:
    """The words of a test slip, in the reader's language; an empty printer has no name yet."""
    return Lesson(
        title=gettext("Test slip"),
        office=branch.name,
        printer=printer_name,
        rulers=gettext("Which is the last ruler on one line, with its letter?"),
        letters=gettext("Which is the first line that shows the letters as on the screen?"),
        codes=gettext("Which codes does a phone read (%(word)s)?", word=CODE_SAYS),
        cut=gettext("Was the paper cut below this line?"),
    )
