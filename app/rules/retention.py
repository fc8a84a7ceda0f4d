"""How long an installation keeps what it knows."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rules.faults import Bounds, Faults, out_of_bounds

BOUNDS = {
    "history_months": Bounds(1, 240),
    "words_months": Bounds(1, 240),
    "audit_months": Bounds(6, 240),
    "sign_in_days": Bounds(1, 400),
}


@dataclass(frozen=True)
class Retention:
    """How long what is kept.

    Args:
        history_months: numbers and their history, and the slips printed for them. Nobody's name is in them.
        words_months: what staff wrote in their own words: reasons and notes.
        audit_months: in the audit log, what was typed and from where. That something was done stays.
        sign_in_days: where somebody was signed in, after they were last there.
    """

    history_months: int = 60
    words_months: int = 12
    audit_months: int = 24
    sign_in_days: int = 30


def faults(retention: Retention) -> Faults:
    """What of it cannot be kept."""
    return out_of_bounds(vars(retention), BOUNDS)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of its month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def days_before(moment: datetime, days: int) -> datetime:
    """So many days earlier."""
    return moment - timedelta(days=days)
