"""What gives a person away in a line of text, as far as a machine can see it: names it cannot."""

from __future__ import annotations

import re
from enum import StrEnum

_BETWEEN = r"[ .\-]?"


class Personal(StrEnum):
    """What was recognised."""

    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"


_SHAPES = {
    # NIK and the number of a family card have sixteen digits, however they are grouped.
    Personal.NIK: re.compile(rf"(?<!\d)(?:\d{_BETWEEN}){{15}}\d(?!\d)"),
    # A mobile number begins with 08, +62 8 or 62 8, a land line with 0 and its area.
    Personal.PHONE: re.compile(rf"(?<![\d+])(?:\+?62{_BETWEEN}|0)(?:\d{_BETWEEN}){{7,12}}\d(?!\d)"),
    Personal.EMAIL: re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
}


def personal_in(text: str) -> Personal | None:
    """The first kind of personal data that a text has the shape of; None when it has none."""
    return next((kind for kind, shape in _SHAPES.items() if shape.search(text)), None)
