"""What an officer's desk shows. Queries only: nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from app.clock import now
from app.db import db
from app.models import Branch, Counter, Event, Note, Printer, Service, Staff, Ticket
from app.models.ticket import HOLDS_A_COUNTER
from app.office import Office
from app.printing.office_printers import slips_come_out
from app.queueing import reading
from app.queueing.line import line_for
from app.queueing.views import TicketView, view
from app.rules.order import Wait, Why, mark
from app.rules.states import CounterState, State


@dataclass(frozen=True)
class Placed:
    """Somebody in a counter's line, why they stand there, how long they have waited, and whether that is long."""

    ticket: TicketView
    why: Why
    minutes: int
    wait: Wait


@dataclass(frozen=True)
class Noted:
    """What an officer noted about a ticket; `by` is None when it was a program."""

    at: datetime
    by: str | None
    text: str


@dataclass(frozen=True)
class Colleague:
    """Somebody at another counter that is open or paused, and the citizen there, if any."""

    counter: Counter
    name: str
    number: str | None
    state: str | None


@dataclass(frozen=True)
class Today:
    """What the office day came to until now: served by me and how long each took in the middle, and by all."""

    by_me: int
    minutes: int | None
    served: int
    waiting: int


@dataclass(frozen=True)
class Desk:
    """What an officer sees: their counter, the citizen there and what they came for, and who waits in which order."""

    counter: Counter
    ticket: TicketView | None
    service: Service | None
    notes: tuple[Noted, ...]
    line: tuple[Placed, ...]
    held: tuple[TicketView, ...]
    undoable: TicketView | None
    waiting: int
    suspended: str
    printers: tuple[Printer, ...]
    """Those that need somebody: down, or low on paper."""
    slips: bool
    """Whether every kiosk prints, on whichever printer."""
    kiosks_without_slips: tuple[str, ...]
    """Kiosks of whose own printers none prints, by name."""
    colleagues: tuple[Colleague, ...]
    today: Today


def desk_of(counter: Counter) -> Desk:
    """A counter's desk, with the first of those who wait for it, in the order of their calls."""
    office = reading.office_of(counter.branch_id)
    line = _line(office, counter)
    held = db.session.scalar(select(Ticket).where(Ticket.counter_id == counter.id, HOLDS_A_COUNTER))
    counts = reading.waiting(office.branch)
    silent = _without_slips(office)
    return Desk(
        counter=counter,
        ticket=view(office, held) if held else None,
        service=office.services_by_id[held.service_id] if held else None,
        notes=_notes(held) if held else (),
        line=line,
        held=_set_aside(office, counter),
        undoable=_undoable(office, counter),
        waiting=max(len(line), sum(counts.get(letter, 0) for letter in counter.letters)),
        suspended=office.branch.suspended_reason,
        printers=tuple(each for each in office.printers if each.is_down or each.paper_low),
        slips=slips_come_out(office) and not silent,
        kiosks_without_slips=silent,
        colleagues=_colleagues(office, counter),
        today=_today(office, counter, sum(counts.values())),
    )


def _without_slips(office: Office) -> tuple[str, ...]:
    own = (each for each in office.screens.values() if each.id in office.own_printers)
    return tuple(each.name for each in own if not slips_come_out(office, each.id))


def _line(office: Office, counter: Counter) -> tuple[Placed, ...]:
    turn = db.session.scalar(select(Branch.interleave_turn).where(Branch.id == office.id)) or 0
    line = line_for(db.session(), office, counter, turn, now())
    ids = [standing.id for standing, _why in line]
    rows = {row.id: row for row in db.session.scalars(select(Ticket).where(Ticket.id.in_(ids)))}
    return tuple(_placed(office, rows[standing.id], why) for standing, why in line)


def _placed(office: Office, ticket: Ticket, why: Why) -> Placed:
    minutes = int((now() - ticket.issued_at).total_seconds() // 60)
    return Placed(view(office, ticket), why, minutes, mark(office.policy, minutes))


def _notes(ticket: Ticket) -> tuple[Noted, ...]:
    rows = (
        select(Note.at, Staff.name, Note.text)
        .outerjoin(Staff, Staff.id == Note.staff_id)
        .where(Note.ticket_id == ticket.id, Note.text.is_not(None))
    )
    return tuple(Noted(at, by, text or "") for at, by, text in db.session.execute(rows.order_by(Note.id)))


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


def _colleagues(office: Office, counter: Counter) -> tuple[Colleague, ...]:
    here = (Ticket.counter_id == Counter.id) & HOLDS_A_COUNTER
    rows = (
        select(Counter.id, Staff.name, Ticket.label, Ticket.state)
        .join(Staff, Staff.id == Counter.staff_id)
        .outerjoin(Ticket, here)
        .where(Counter.branch_id == office.id, Counter.state != CounterState.CLOSED, Counter.id != counter.id)
    )
    found = db.session.execute(rows.order_by(Counter.position, Counter.id))
    return tuple(Colleague(office.every_counter[at], name, number, state) for at, name, number, state in found)


def _today(office: Office, counter: Counter, waiting: int) -> Today:
    # Who served somebody is told by the last thing that happened to the ticket.
    mine = case((Event.staff_id == counter.staff_id, Ticket.service_seconds))
    ended = (Event.branch_id == Ticket.branch_id) & (Event.seq == Ticket.last_seq)
    row = (
        select(func.count(), func.count(mine), func.avg(mine))
        .select_from(Ticket)
        .join(Event, ended)
        .where(Ticket.branch_id == office.id, Ticket.day == reading.today(office.branch), Ticket.state == State.SERVED)
    )
    served, by_me, seconds = db.session.execute(row).one()
    return Today(by_me, round(float(seconds) / 60) if seconds is not None else None, served, waiting)
