"""How a ticket is named: a queue letter and the day's running number."""

from __future__ import annotations

WIDTH = 3


def label(letter: str, number: int) -> str:
    """The number as people read it: ("A", 1) -> "A-001"; past 999 it grows: "A-1000"."""
    return f"{letter}-{number:0{WIDTH}d}"
