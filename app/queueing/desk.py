"""What an officer's desk shows. Queries only: nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.clock import now
from app.db import db
from app.models import Branch, Counter, Event, Printer, Service, Ticket
from app.models.ticket import HOLDS_A_COUNTER
from app.office import Office
from app.queueing import reading
from app.queueing.line import line_for
from app.queueing.views import TicketView, view
from app.rules.order import Why
from app.rules.states import State


@dataclass(frozen=True)
class Placed:
    """Somebody in a counter's line, and why they stand there."""

    ticket: TicketView
    why: Why


@dataclass(frozen=True)
class Desk:
    """What an officer sees: their counter, the citizen there and what they came for, and who waits in which order."""

    counter: Counter
    ticket: TicketView | None
    service: Service | None
    line: tuple[Placed, ...]
    held: tuple[TicketView, ...]
    undoable: TicketView | None
    waiting: int
    suspended: str
    printers: tuple[Printer, ...]
    """Those that need somebody: down, or low on paper."""
    slips: bool


def desk_of(counter: Counter) -> Desk:
    """A counter's desk, with the first of those who wait for it, in the order of their calls."""
    office = reading.office_of(counter.branch_id)
    line = _line(office, counter)
    held = db.session.scalar(select(Ticket).where(Ticket.counter_id == counter.id, HOLDS_A_COUNTER))
    counts = reading.waiting(office.branch)
    return Desk(
        counter=counter,
        ticket=view(office, held) if held else None,
        service=office.services_by_id[held.service_id] if held else None,
        line=line,
        held=_set_aside(office, counter),
        undoable=_undoable(office, counter),
        waiting=max(len(line), sum(counts.get(letter, 0) for letter in counter.letters)),
        suspended=office.branch.suspended_reason,
        printers=tuple(each for each in office.printers if each.is_down or each.paper_low),
        slips=reading.slips_come_out(office),
    )


def _line(office: Office, counter: Counter) -> tuple[Placed, ...]:
    turn = db.session.scalar(select(Branch.interleave_turn).where(Branch.id == office.id)) or 0
    line = line_for(db.session(), office, counter, turn, now())
    ids = [standing.id for standing, _why in line]
    rows = {row.id: row for row in db.session.scalars(select(Ticket).where(Ticket.id.in_(ids)))}
    return tuple(Placed(view(office, rows[standing.id]), why) for standing, why in line)


def _set_aside(office: Office, counter: Counter) -> tuple[TicketView, ...]:
    held = select(Ticket).where(
        Ticket.branch_id == office.id,
        Ticket.day == reading.today(office.branch),
        Ticket.counter_id == counter.id,
        Ticket.state == State.HELD,
    )
    return tuple(view(office, row) for row in db.session.scalars(held.order_by(Ticket.since)))


def _undoable(office: Office, counter: Counter) -> TicketView | None:
    last = (
        select(Event.ticket_id, Event.seq)
        .where(Event.branch_id == office.id, Event.counter_id == counter.id, Event.ticket_id.is_not(None))
        .order_by(Event.seq.desc())
        .limit(1)
    )
    found = db.session.execute(last).one_or_none()
    ticket = db.session.get(Ticket, found[0]) if found else None
    if ticket is None or found is None or ticket.last_seq != found[1] or ticket.before is None:
        return None
    in_time = now() - ticket.since <= timedelta(seconds=office.branch.undo_seconds)
    return view(office, ticket) if in_time else None
