"""How a ticket is named: a queue letter and the day's running number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.rules.faults import Bounds, Faults, out_of_bounds

WIDTH = 3
BOUNDS = {"first_number": Bounds(1, 9000), "width": Bounds(1, 6)}
LABEL = re.compile(r"([A-Z]{1,2})-?0*([1-9][0-9]{0,5})")


@dataclass(frozen=True)
class Numbering:
    """How the numbers of a letter look: the day's first one, and the digits each is filled up to."""

    first_number: int = 1
    width: int = WIDTH


def faults(numbering: Numbering) -> Faults:
    """What of it no letter can keep."""
    return out_of_bounds(vars(numbering), BOUNDS)


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
