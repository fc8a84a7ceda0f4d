"""What the paper says, as data: it can be kept, sent elsewhere, and laid out for any paper later."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from printers.facts import TicketFacts
from printers.notation import part_of, spelled
from printers.parts import Align, Cut, Feed, Listing, Logo, Number, Pair, Part, Qr, Rule, Text
from printers.template import STANDARD, understood

__all__ = [
    "Align",
    "Cut",
    "Feed",
    "Listing",
    "Logo",
    "Number",
    "Pair",
    "Part",
    "Qr",
    "Rule",
    "Slip",
    "Text",
    "TicketFacts",
    "as_copy",
    "ticket_slip",
]

COPY_MARK = Text("SALINAN", align="center", bold=True, size=2)


@dataclass(frozen=True)
class Slip:
    """What one piece of paper says, from the top down. It names at most one `Number`."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if sum(isinstance(part, Number) for part in self.parts) > 1:
            raise ValueError("a slip carries one number, once")

    def to_json(self) -> str:
        """The slip as compact JSON, to be stored or sent to a print agent; the same for equal slips."""
        return json.dumps([spelled(part) for part in self.parts], separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Slip:
        """Read back what `to_json` wrote.

        Raises:
            ValueError: this is no slip, or one with a part this version does not know.
        """
        rows = json.loads(text)
        if not isinstance(rows, list):
            raise ValueError("a slip is a list of parts")
        return Slip(tuple(part_of(row) for row in rows))


def ticket_slip(facts: TicketFacts, template: str = STANDARD) -> Slip:
    """The slip a citizen holds.

    Args:
        facts: what it can say.
        template: what it says of that, and how (printers.template).

    Raises:
        BadTemplate: no slip can be made of that template.
    """
    return Slip(understood(template).parts(facts))


def as_copy(slip: Slip) -> Slip:
    """The same slip marked as a copy (SALINAN), because an earlier one may have come out; once, however often asked."""
    return slip if slip.parts[:1] == (COPY_MARK,) else replace(slip, parts=(COPY_MARK, *slip.parts))
