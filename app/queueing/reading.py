"""What screens show. Queries only: nothing here changes anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import now, office_day
from app.db import db
from app.errors import NoSuchBranch, NoSuchCounter, NoSuchService, NoSuchTicket
from app.events import said_at
from app.models import Branch, Counter, Event, Installation, Letter, Printer, Series, Service, Ticket
from app.queueing.line import in_line, people_ahead
from app.queueing.views import TicketView, view
from app.rules.states import AT_COUNTER
from app.rules.texts import Texts

LAST_CALLS = 7
CATCH_UP_MOST = 500


@dataclass(frozen=True)
class QueueView:
    """One queue letter at the kiosk: its services, and how many wait."""

    letter: str
    name: Texts
    icon: str
    services: tuple[Service, ...]
    waiting: int


@dataclass(frozen=True)
class Desk:
    """What an officer sees: their counter, the citizen there and what they came for, and who waits in which order."""

    counter: Counter
    ticket: TicketView | None
    service: Service | None
    line: tuple[TicketView, ...]
    waiting: int
    printers_down: tuple[Printer, ...]


def made_by_demo() -> bool:
    """Whether the demo made this installation (which opens its screens on this machine alone)."""
    return bool(db.session.scalar(select(Installation.made_by_demo)))


def branches() -> Sequence[Branch]:
    """All offices, by name."""
    return db.session.scalars(select(Branch).order_by(Branch.name)).all()


def branch(code: str) -> Branch:
    """The office with this code; raises NoSuchBranch."""
    found = db.session.scalar(select(Branch).where(Branch.code == code))
    if found is None:
        raise NoSuchBranch
    return found


def today(branch: Branch) -> date:
    """The office's working day now."""
    return office_day(now(), branch.zone)


def queues(branch: Branch) -> list[QueueView]:
    """The queue letters of an office with their services, in the order of its kiosk."""
    letters = db.session.scalars(select(Letter).where(Letter.branch_id == branch.id).order_by(Letter.position))
    services = services_of(branch)
    counts = waiting(branch)
    return [
        QueueView(
            letter=each.letter,
            name=each.name,
            icon=each.icon,
            services=tuple(service for service in services if service.letter == each.letter),
            waiting=counts.get(each.letter, 0),
        )
        for each in letters
    ]


def services_of(branch: Branch) -> Sequence[Service]:
    """The services of an office, in the order of its kiosk."""
    return db.session.scalars(
        select(Service).where(Service.branch_id == branch.id).order_by(Service.letter, Service.position)
    ).all()


def service(branch: Branch, code: str) -> Service:
    """One service of an office; raises NoSuchService."""
    found = db.session.scalar(select(Service).where(Service.branch_id == branch.id, Service.code == code))
    if found is None:
        raise NoSuchService
    return found


def waiting(branch: Branch) -> dict[str, int]:
    """How many wait today, per letter that gave a number; kept counts."""
    rows = select(Series).where(Series.branch_id == branch.id, Series.day == today(branch)).order_by(Series.letter)
    return {series.letter: series.waiting for series in db.session.scalars(rows)}


def ticket_by_token(token: str) -> Ticket:
    """The ticket with this unguessable token; raises NoSuchTicket."""
    found = db.session.scalar(select(Ticket).where(Ticket.token == token).options(joinedload(Ticket.service)))
    if found is None:
        raise NoSuchTicket
    return found


def ticket_view(ticket: Ticket) -> TicketView:
    """A ticket as its citizen sees it, with the people ahead."""
    return view(ticket, people_ahead(db.session(), ticket))


def counters(branch: Branch) -> Sequence[Counter]:
    """The counters of an office, in their order in the hall."""
    return db.session.scalars(
        select(Counter).where(Counter.branch_id == branch.id).order_by(Counter.position, Counter.id)
    ).all()


def counter(counter_id: int) -> Counter:
    """One counter; raises NoSuchCounter."""
    found = db.session.get(Counter, counter_id)
    if found is None:
        raise NoSuchCounter
    return found


def counter_of(staff_id: int) -> Counter | None:
    """The counter where somebody works now, if any."""
    return db.session.scalar(select(Counter).where(Counter.staff_id == staff_id))


def printers_down(branch: Branch) -> tuple[Printer, ...]:
    """The printers of an office that do not answer."""
    rows = select(Printer).where(Printer.branch_id == branch.id, Printer.is_active, Printer.is_down)
    return tuple(db.session.scalars(rows))


def desk(counter: Counter, most: int = 50) -> Desk:
    """A counter's desk, with the first of those who wait for it."""
    line = in_line(counter.branch_id, today(counter.branch)).where(Ticket.letter.in_(counter.letters))
    rows = db.session.scalars(line.limit(most).options(joinedload(Ticket.service)))
    held = db.session.scalar(select(Ticket).where(Ticket.counter_id == counter.id, Ticket.state.in_(AT_COUNTER)))
    counts = waiting(counter.branch)
    return Desk(
        counter=counter,
        ticket=view(held) if held else None,
        service=held.service if held else None,
        line=tuple(view(row) for row in rows),
        waiting=sum(counts.get(letter, 0) for letter in counter.letters),
        printers_down=printers_down(counter.branch),
    )


def board(branch: Branch) -> dict[str, Any]:
    """What the waiting room sees, as the board's snapshot (CONTRACT: Socket.IO, `board`)."""
    return {
        "branch": branch.code,
        "name": branch.name,
        "seq": branch.last_seq,
        "now": said_at(now(), branch),
        "calls": [_call(ticket, branch) for ticket in _last_called(branch)],
        "waiting": waiting(branch),
        "counters": [{"number": each.number, "state": each.state} for each in counters(branch)],
    }


def _last_called(branch: Branch) -> Sequence[Ticket]:
    rows = select(Ticket).where(
        Ticket.branch_id == branch.id, Ticket.day == today(branch), Ticket.called_at.is_not(None)
    )
    newest = rows.order_by(Ticket.called_at.desc(), Ticket.id.desc()).limit(LAST_CALLS)
    return db.session.scalars(newest.options(joinedload(Ticket.counter))).all()


def _call(ticket: Ticket, branch: Branch) -> dict[str, Any]:
    assert ticket.called_at and ticket.counter
    return {
        "ticket": ticket.label,
        "counter": ticket.counter.number,
        "calls": ticket.calls,
        "state": ticket.state,
        "at": said_at(ticket.called_at, branch),
    }


def events_since(branch: Branch, since: int) -> list[dict[str, Any]] | None:
    """What a screen missed after `since`, oldest first; None when it must start over from the board.

    That is the case when more than 500 were missed, some of them on an earlier day, or when
    `since` lies ahead of the office (an installation restored from a backup).
    """
    missed = branch.last_seq - since
    if not 0 <= missed <= CATCH_UP_MOST:
        return None
    rows = select(Event.body).where(
        Event.branch_id == branch.id, Event.seq > since, Event.seq <= branch.last_seq, Event.day == today(branch)
    )
    bodies = db.session.scalars(rows.order_by(Event.seq)).all()
    return [json.loads(body) for body in bodies] if len(bodies) == missed else None
