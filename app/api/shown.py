"""Rows and records as the API says them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.events import said_at
from app.models import Counter, Ticket
from app.office import Office
from app.queueing import reading
from app.queueing.views import TicketView, view

MOMENTS = ("issued_at", "called_at", "started_at", "ended_at")


def ticket(office: Office, seen: TicketView) -> dict[str, Any]:
    """A ticket that a verb has just handed out."""
    facts = asdict(seen)
    waits = seen.ahead is not None
    low, high = seen.estimate_low, seen.estimate_high
    facts |= {name: said_at(facts[name], office.branch) if facts[name] else None for name in MOMENTS}
    facts["estimate_minutes"] = seen.estimate_minutes if waits else None
    facts["estimate_range"] = {"low": low, "high": high} if waits and low is not None else None
    return facts


def ticket_now(office: Office, row: Ticket) -> dict[str, Any]:
    """A ticket as it stands now, with a fresh estimate."""
    facts = ticket(office, view(office, row, reading.people_ahead_of(office, row)))
    guess = reading.estimate_of(row)
    facts["estimate_minutes"] = guess.minutes if guess else None
    facts["estimate_range"] = {"low": guess.low, "high": guess.high} if guess else None
    return facts


def counter(row: Counter, held: Ticket | None) -> dict[str, Any]:
    """A counter and who is there."""
    return {
        "number": row.number,
        "state": row.state,
        "letters": row.letters,
        "ticket": held.label if held else None,
        "ticket_id": held.id if held else None,
    }
