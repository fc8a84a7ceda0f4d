"""What the paper says, as data: it can be kept, sent elsewhere, and laid out for any paper later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from printers.notation import part_of, spelled
from printers.parts import Align, Cut, Feed, Listing, Number, Pair, Part, Qr, Rule, Text

__all__ = [
    "Align",
    "Cut",
    "Feed",
    "Listing",
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


@dataclass(frozen=True)
class TicketFacts:
    """A ticket in words, each already in the citizen's language; empty ones are left out.

    Args:
        office: whose ticket it is; `office_address` is where that is.
        title: what the number is, "Queue number".
        number: "A-012".
        service: what the citizen came for.
        issued: when the ticket was taken, with the zone.
        ahead: how many wait before it.
        bring_title: what `bring` is a list of.
        bring: the papers to have ready.
        qr: what the QR code says, or None: then neither code nor `qr_hint` is printed.
        qr_hint: what the code is good for.
        footer: the office's own closing words.
    """

    office: str
    office_address: str
    title: str
    number: str
    service: str
    issued: str
    ahead: str
    bring_title: str
    bring: tuple[str, ...]
    qr: str | None
    qr_hint: str
    footer: str


def ticket_slip(facts: TicketFacts) -> Slip:
    """The slip a citizen holds: office, number, service, people ahead, what to have ready, QR."""
    parts = (*_head(facts), *_turn(facts), *_bring(facts), *_link(facts), *_centred(facts.footer), Cut())
    return Slip(parts)


def as_copy(slip: Slip) -> Slip:
    """The same slip marked as a copy (SALINAN), because an earlier one may have come out; once, however often asked."""
    return slip if slip.parts[:1] == (COPY_MARK,) else replace(slip, parts=(COPY_MARK, *slip.parts))


def _head(facts: TicketFacts) -> Iterator[Part]:
    yield from _centred(facts.office, bold=True)
    yield from _centred(facts.office_address)
    yield Rule()


def _turn(facts: TicketFacts) -> Iterator[Part]:
    yield from _centred(facts.title)
    yield Feed()
    yield Number(facts.number)
    yield Feed()
    yield from _centred(facts.service, bold=True)
    yield from _centred(facts.ahead)
    yield from _centred(facts.issued)
    yield Rule()


def _bring(facts: TicketFacts) -> Iterator[Part]:
    if facts.bring:
        yield from (Text(facts.bring_title, bold=True), Listing(facts.bring), Rule())


def _link(facts: TicketFacts) -> Iterator[Part]:
    if facts.qr:
        yield Qr(facts.qr)
        yield from _centred(facts.qr_hint)
        if facts.footer.strip():
            yield Feed()


def _centred(text: str, *, bold: bool = False) -> Iterator[Text]:
    if text.strip():
        yield Text(text, align="center", bold=bold)
