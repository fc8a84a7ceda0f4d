"""How a ticket is named: a queue letter and the day's running number."""

from __future__ import annotations

import re

WIDTH = 3
LABEL = re.compile(r"([A-Z]{1,2})-?0*([1-9][0-9]{0,5})")


def label(letter: str, number: int, width: int = WIDTH) -> str:
    """The number as people read it: ("A", 1) -> "A-001"; past its width it grows: "A-1000".

    Args:
        width: digits it is filled up to with zeros, 1-6.
    """
    return f"{letter}-{number:0{width}d}"


def parts_of(text: str) -> tuple[str, int] | None:
    """The letter and number somebody typed off a slip ("a 12", "A-012"), or None when it is no number."""
    found = LABEL.fullmatch(text.strip().upper().replace(" ", ""))
    return (found[1], int(found[2])) if found else None
