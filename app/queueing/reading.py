"""What screens show. Queries only: nothing here changes anything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.clock import now, office_day
from app.db import db
from app.errors import GiliranError, NoMoreToday, NoSuchBranch, NoSuchCounter, NoSuchService, NoSuchTicket
from app.events import said_at
from app.models import Branch, Counter, Event, Installation, PaperStrip, Series, Service, Ticket
from app.models.ticket import HOLDS_A_COUNTER
from app.office import Office, office_at, office_by_code, office_touched
from app.printing.office_printers import where_slips_come_out
from app.queueing import estimating
from app.queueing.giving import refusal_of
from app.queueing.hours import standing_of
from app.queueing.line import people_ahead
from app.queueing.views import TicketView, view
from app.rules.board import MAIN, STANDARD, BoardRules
from app.rules.estimate import Estimate
from app.rules.no_show import may_return
from app.rules.numbering import parts_of
from app.rules.schedule import Standing, closing_time
from app.rules.states import State
from app.rules.texts import Texts
from app.statements import Statement

LAST_CALLS = 7
STANDS_ON_THE_BOARD = (State.CALLED, State.SERVING, State.SERVED, State.NO_SHOW)
"""Whose last call is still worth reading: not of those set aside, sent on or given up."""
CATCH_UP_MOST = 500

AS_OF_NOW = Statement(select(Branch.last_seq, Branch.setup_version).where(Branch.id == bindparam("id")))


@dataclass(frozen=True)
class QueueView:
    """One queue letter at the kiosk: its services, and how many wait."""

    letter: str
    name: Texts
    icon: str
    offers: tuple[Offer, ...]
    waiting: int

    @property
    def services(self) -> tuple[Service, ...]:
        return tuple(offer.service for offer in self.offers)

    @property
    def is_open(self) -> bool:
        """Whether any of its services gives numbers now."""
        return any(offer.refusal is None for offer in self.offers)


@dataclass(frozen=True)
class Offer:
    """A service at the kiosk, and in words why it gives no number now, if so.

    `refusal` is said beside it; `of_several` and `of_office` are said once where others have the same.
    """

    service: Service
    refusal: str | None = None
    of_several: str | None = None
    of_office: str | None = None


def made_by_demo() -> bool:
    """Whether the demo made this installation (which opens its screens on this machine alone)."""
    # What made an installation never changes: asked once.
    known = current_app.extensions.get("made_by_demo")
    if known is None:
        found = db.session.scalar(select(Installation.made_by_demo))
        known = bool(found)
        if found is not None:
            current_app.extensions["made_by_demo"] = known
    return bool(known)


def branches() -> Sequence[Branch]:
    """All offices, by name."""
    return db.session.scalars(select(Branch).order_by(Branch.name)).all()


def office(code: str) -> Office:
    """The office with this code as it is set up now; raises NoSuchBranch."""
    return _there(office_by_code(db.session(), code))


def touched(code: str) -> Office:
    """The office whose kiosk is touched, as it was set up a moment ago: its verb looks again; raises NoSuchBranch."""
    return _there(office_touched(db.session, code))


def _there(found: Office | None) -> Office:
    if found is None:
        raise NoSuchBranch
    return found


def office_of(branch_id: int) -> Office:
    """The office with this id as it is set up now; raises NoSuchBranch."""
    return as_of_now(branch_id)[1]


def as_of_now(branch_id: int) -> tuple[int, Office]:
    """The `seq` of an office's last event, and the office set up as it was then, or later; raises NoSuchBranch.

    Asked for together: whoever goes on from this `seq` has missed no change of the set-up before it.
    """
    found = AS_OF_NOW.one(db.session(), id=branch_id)
    if found is None:
        raise NoSuchBranch
    seq, version = found
    return seq, office_at(db.session(), branch_id, version)


def branch(code: str) -> Branch:
    """The office's own row, as it is set up now; raises NoSuchBranch. What changes with every event is not in it."""
    return office(code).branch


def last_seq(branch_id: int) -> int:
    """The `seq` of an office's last event."""
    return db.session.scalar(select(Branch.last_seq).where(Branch.id == branch_id)) or 0


def history_id() -> str:
    """Which history every `seq` belongs to: another one once this installation was restored from a backup."""
    return db.session.scalar(select(Installation.history_id)) or ""


def today(branch: Branch) -> date:
    """The office's working day now."""
    return office_day(now(), branch.zone)


def queues(office: Office) -> list[QueueView]:
    """The queue letters of an office that have services, with these, in the order of its kiosk."""
    counts, used = waiting(office.branch), {each.letter for each in office.services.values()}
    return [
        QueueView(
            letter=each.letter,
            name=each.name,
            icon=each.icon,
            offers=tuple(offer(office, code) for code, row in office.services.items() if row.letter == each.letter),
            waiting=counts.get(each.letter, 0),
        )
        for each in office.letters.values()
        if each.letter in used
    ]


def offer(office: Office, code: str) -> Offer:
    """A service of an office, and whether it gives numbers now; raises NoSuchService."""
    found = office.services.get(code)
    if found is None:
        raise NoSuchService
    refusal = refusal_of(db.session(), office, found, now(), today(office.branch))
    if refusal is None:
        return Offer(found)
    said = _said_of_itself(refusal)
    if not isinstance(refusal, NoMoreToday):
        return Offer(found, said, said, said)
    return Offer(found, said, refusal.words_of_all(of_office=False), refusal.words_of_all(of_office=True))


def _said_of_itself(refusal: GiliranError) -> str:
    # Beside the service's own name, in the reader's language, its name need not be told again.
    refusal.facts["service"] = gettext("this service")
    words = refusal.words()
    return words[:1].upper() + words[1:]


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


def ticket_by_id(ticket_id: int) -> Ticket:
    """The ticket with this id; raises NoSuchTicket."""
    found = db.session.get(Ticket, ticket_id)
    if found is None:
        raise NoSuchTicket
    return found


def ticket_labelled(office: Office, typed: str) -> Ticket:
    """Today's ticket with this number, as somebody typed it ("a 12"); raises NoSuchTicket."""
    parts = parts_of(typed)
    found = parts and db.session.scalar(
        select(Ticket).where(
            Ticket.branch_id == office.id,
            Ticket.day == today(office.branch),
            Ticket.letter == parts[0],
            Ticket.number == parts[1],
        )
    )
    if not found:
        raise NoSuchTicket
    return found


def people_ahead_of(office: Office, ticket: Ticket) -> int | None:
    """How many are called before a ticket; None once it does not wait."""
    return people_ahead(db.session(), office, ticket, now())


def tickets_today(office: Office, state: str | None, after_id: int, most: int) -> Sequence[Ticket]:
    """Today's tickets in the order they were taken, after an id, in one state if named."""
    rows = select(Ticket).where(Ticket.branch_id == office.id, Ticket.day == today(office.branch), Ticket.id > after_id)
    if state:
        rows = rows.where(Ticket.state == state)
    return db.session.scalars(rows.order_by(Ticket.id).limit(most)).all()


def strips_today(office: Office) -> Sequence[PaperStrip]:
    """The paper strips printed for today, in their order."""
    mine = select(PaperStrip).where(PaperStrip.branch_id == office.id, PaperStrip.day == today(office.branch))
    return db.session.scalars(mine.order_by(PaperStrip.id)).all()


def at_counters(office: Office) -> dict[int, Ticket]:
    """Who is called or served, by the counter's id."""
    rows = select(Ticket).where(Ticket.counter_id.in_(office.counters), HOLDS_A_COUNTER)
    return {row.counter_id: row for row in db.session.scalars(rows) if row.counter_id}


def counter_numbered(office: Office, number: str) -> Counter:
    """The counter with this number on it; raises NoSuchCounter."""
    found = next((counter for counter in office.counters.values() if counter.number == number), None)
    if found is None:
        raise NoSuchCounter
    return found


def history(branch_id: int, since: int, most: int) -> list[dict[str, Any]]:
    """The history after `since`, oldest first, over all days."""
    rows = select(Event.body).where(Event.branch_id == branch_id, Event.seq > since).order_by(Event.seq).limit(most)
    return [json.loads(body) for body in db.session.scalars(rows)]


def ticket_view(ticket: Ticket) -> TicketView:
    """A ticket as its citizen sees it, with the people ahead."""
    office = office_of(ticket.branch_id)
    return view(office, ticket, people_ahead_of(office, ticket))


def estimate_of(ticket: Ticket) -> Estimate | None:
    """How long until a waiting ticket is called; None once it does not wait, and while no time is promised."""
    office = office_of(ticket.branch_id)
    ahead = people_ahead_of(office, ticket)
    if ahead is None or not office.promises_time(office.services_by_id[ticket.service_id]):
        return None
    return estimating.estimate_of(db.session(), office, ticket, ahead, now())


def last_event(ticket: Ticket) -> dict[str, Any]:
    """The last thing that happened to a ticket, as screens are told."""
    body = db.session.scalar(
        select(Event.body).where(Event.branch_id == ticket.branch_id, Event.seq == ticket.last_seq)
    )
    return dict(json.loads(body)) if body else {}


def may_return_until(ticket: Ticket) -> datetime | None:
    """Until when somebody who missed their call may come back; None when they may not, or not any more."""
    policy = office_of(ticket.branch_id).no_show
    if ticket.state != State.NO_SHOW or ticket.ended_at is None or not may_return(policy, ticket.ended_at, now()):
        return None
    return ticket.ended_at + timedelta(minutes=policy.window)


def is_day_over(branch_id: int) -> bool:
    """Whether a day of an office lies behind it that was not ended yet: a look without the lock, before acting."""
    office = office_of(branch_id)
    day, ended_on = db.session.execute(select(Branch.day, Branch.ended_on).where(Branch.id == branch_id)).one()
    if day is None or day != today(office.branch):
        return day is not None
    closes = closing_time(office.hours, day)
    return ended_on != day and closes is not None and office.local(now()) >= closes


def standing(office: Office) -> Standing:
    """Whether an office gives numbers now."""
    return standing_of(office, now())


def counters(branch: Branch) -> Sequence[Counter]:
    """The counters of an office, in their order in the hall."""
    return db.session.scalars(
        select(Counter)
        .where(Counter.branch_id == branch.id, ~Counter.is_retired)
        .order_by(Counter.position, Counter.id)
    ).all()


def counter(counter_id: int) -> Counter:
    """One counter; raises NoSuchCounter, also for one that was retired."""
    found = db.session.get(Counter, counter_id)
    if found is None or found.is_retired:
        raise NoSuchCounter
    return found


def counter_of(staff_id: int) -> Counter | None:
    """The counter where somebody works now, if any."""
    return db.session.scalar(select(Counter).where(Counter.staff_id == staff_id))


def board(office: Office, code: str | None = None) -> dict[str, Any]:
    """What the waiting room sees now, as the board's snapshot (CONTRACT: Socket.IO, `board`).

    Args:
        office: which one; it is looked at anew.
        code: the board that asks: it is told its own calls alone, and how long each queue takes.
    """
    seq, office = as_of_now(office.id)
    branch, hours, rules = office.branch, standing(office), office.boards.get(code or MAIN, STANDARD)
    counts = waiting(branch)
    estimates = {"estimates": _estimates(office, counts)} if code else {}
    return estimates | {
        "branch": branch.code,
        "name": branch.name,
        "seq": seq,
        "history": history_id(),
        "now": said_at(now(), branch),
        "calls": [_call(office, ticket) for ticket in _last_called(office, rules if code else STANDARD)],
        "waiting": counts,
        "counters": [{"number": each.number, "state": each.state} for each in office.counters.values()],
        "open": hours.is_open,
        "suspended": branch.suspended_reason or None,
        "message": dict(branch.message) or None,
        **where_slips_come_out(office),
        "suspended_services": [
            {"code": each.code, "name": each.name, "reason": each.suspended_reason}
            for each in office.services.values()
            if each.suspended_reason
        ],
    }


def _estimates(office: Office, counts: Mapping[str, int]) -> dict[str, int]:
    # Minutes for whoever took a number of a letter now; of letters that were taken out meanwhile nobody asks.
    at, promised = now(), {each.letter for each in office.services.values() if office.promises_time(each)}
    return {
        letter: estimating.estimate_for(db.session(), office, letter, count, at).minutes
        for letter, count in counts.items()
        if count and letter in promised
    }


def _last_called(office: Office, rules: BoardRules) -> Sequence[Ticket]:
    rows = select(Ticket).where(
        Ticket.branch_id == office.id,
        Ticket.day == today(office.branch),
        Ticket.called_at.is_not(None),
        Ticket.state.in_(STANDS_ON_THE_BOARD),
    )
    if rules.counters:
        mine = [each.id for each in office.counters.values() if each.number in rules.counters]
        rows = rows.where(Ticket.counter_id.in_(mine))
    if rules.letters:
        rows = rows.where(Ticket.letter.in_(rules.letters))
    return db.session.scalars(rows.order_by(Ticket.called_at.desc(), Ticket.id.desc()).limit(LAST_CALLS)).all()


def _call(office: Office, ticket: Ticket) -> dict[str, Any]:
    assert ticket.called_at and ticket.counter_id
    return {
        "ticket": ticket.label,
        "counter": office.every_counter[ticket.counter_id].number,
        "calls": ticket.calls,
        "state": ticket.state,
        "at": said_at(ticket.called_at, office.branch),
    }


def events_since(branch: Branch, since: int, history: str | None = None) -> list[dict[str, Any]] | None:
    """What a screen missed after `since`, oldest first; None when it must start over from the board.

    That is the case when more than 500 were missed, some of them on an earlier day, or when what it saw was another
    history: that of this installation before it was restored from a backup.

    Args:
        history: to which `since` belongs; None where the screen does not say, which then only `since` ahead of the
            office gives away.
    """
    if history not in (None, history_id()):
        return None
    head = last_seq(branch.id)
    missed = head - since
    if not 0 <= missed <= CATCH_UP_MOST:
        return None
    rows = select(Event.body).where(
        Event.branch_id == branch.id, Event.seq > since, Event.seq <= head, Event.day == today(branch)
    )
    bodies = db.session.scalars(rows.order_by(Event.seq)).all()
    return [json.loads(body) for body in bodies] if len(bodies) == missed else None
