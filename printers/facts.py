"""What a ticket's slip can say."""

from __future__ import annotations

from dataclasses import dataclass

from printers.parts import Logo


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
        estimate: how long until the call.
        logo: the office's own.
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
    estimate: str = ""
    logo: Logo | None = None
