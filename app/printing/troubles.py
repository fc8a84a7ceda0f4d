"""What is wrong with a printer, said to the office: and what to do."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.models import Printer
from printers.drivers import Trouble

WORDS = {
    Trouble.UNREACHABLE: _l("It cannot be reached. Check that it is on and its cable is in."),
    Trouble.COVER_OPEN: _l("Its cover is open. Please close it."),
    Trouble.PAPER_OUT: _l("It is out of paper. Please put in a new roll."),
    Trouble.NOT_READY: _l("It says it is not ready. Please look at its lights."),
    Trouble.BROKE_OFF: _l("It stopped in the middle of a slip. Please look at its paper and cable."),
    Trouble.SET_UP: _l("It cannot be used as it is set up. Please check its address."),
}


def printer_trouble(printer: Printer) -> str:
    """What is wrong with a printer and what to do, in the reader's language; empty when nothing is known."""
    return str(WORDS[Trouble(printer.trouble)]) if printer.trouble else ""
