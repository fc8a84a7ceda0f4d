"""Who is called before others: a head start in minutes, so that nobody starves.

A head start ages by itself: with one rate for all, the order of `issued - head start` never
changes while people wait, so it is written once, at issue, and indexed.
Groups: PermenPANRB 11/2024 (services for vulnerable groups).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Priority(StrEnum):
    """Priority classes (the words of CONTRACT: Priorities)."""

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    TODDLER = "toddler"


HEAD_START = timedelta(minutes=30)


def sort_key(issued_at: datetime, priority: Priority) -> datetime:
    """The moment a ticket counts from in line: its own, or half an hour earlier for a priority class."""
    return issued_at if priority is Priority.NONE else issued_at - HEAD_START
