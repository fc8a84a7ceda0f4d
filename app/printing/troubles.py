"""What is wrong with a printer, in words: to the office with what to do, to a citizen with why no slip comes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.models import Printer
from app.printing.progress import LATE
from printers.drivers import Trouble

WORDS = {
    Trouble.UNREACHABLE: _l("It cannot be reached. Check that it is on and its cable is in."),
    Trouble.COVER_OPEN: _l("Its cover is open. Please close it."),
    Trouble.PAPER_OUT: _l("It is out of paper. Please put in a new roll."),
    Trouble.NOT_READY: _l("It says it is not ready. Please look at its lights."),
    Trouble.BROKE_OFF: _l("It stopped in the middle of a slip. Please look at its paper and cable."),
    Trouble.SET_UP: _l("It cannot be used as it is set up. Please check its address."),
    Trouble.AGENT_SILENT: _l("The computer it is plugged into is silent. Check that it is on and in the network."),
    Trouble.UNPRINTABLE: _l("A slip could not be laid out. Please tell whoever runs the server."),
}
TO_CITIZENS = {
    Trouble.UNREACHABLE: _l("The printer does not answer."),
    Trouble.AGENT_SILENT: _l("The printer does not answer."),
    Trouble.COVER_OPEN: _l("The printer's cover is open."),
    Trouble.PAPER_OUT: _l("The printer is out of paper."),
    Trouble.BROKE_OFF: _l("The printer stopped in the middle of a slip."),
    LATE: _l("The printer did not print it in time."),
}
NOT_READY = _l("The printer is not ready.")
PAPER = {
    "ok": _l("enough paper"),
    "near_end": _l("paper near its end"),
    "out": _l("out of paper"),
    "unknown": _l("paper unknown"),
}


def printer_trouble(printer: Printer) -> str:
    """What is wrong with a printer and what to do, in the reader's language; empty when nothing is known."""
    return str(WORDS[Trouble(printer.trouble)]) if printer.trouble else ""


def no_slip_because(why: str) -> str:
    """Why no slip comes out now, to the citizen who waits for it."""
    return str(TO_CITIZENS.get(why, NOT_READY))


def paper_words(printer: Printer) -> str:
    """How much paper a printer has, as far as it says; what it does not say is unknown."""
    return str(PAPER[printer.paper])


def slips_left_words(printer: Printer) -> str:
    """For about how many slips the roll is still good."""
    return str(
        ngettext("about %(num)d slip left on the roll", "about %(num)d slips left on the roll", printer.slips_left)
    )
