"""What an office's day came to: for screens to show, and on paper when somebody asks for it."""

from __future__ import annotations

from datetime import date

from app.clock import now
from app.db import db
from app.office import Office
from app.queueing.figures import DayFigures, figures_of
from app.queueing.locking import acting_in
from app.queueing.recap import put_recap


def day_figures(office: Office, day: date) -> DayFigures:
    """What an office's day came to, as of now."""
    return figures_of(db.session(), office, day, now())


def print_recap(branch_id: int, day: date, staff_id: int | None = None) -> None:
    """Print the closing slip of a day, as things stand now. An office without a printer prints nothing.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id, staff_id) as act:
        put_recap(act, day)
