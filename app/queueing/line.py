"""Who stands where: the database narrows the line down, rules.order decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from app.models import Branch, Counter, Ticket
from app.models.ticket import WAITS
from app.office import Office
from app.rules import order
from app.rules.no_show import Place
from app.rules.order import Choice, Standing, Why
from app.rules.priority import Priority
from app.rules.states import State
from app.statements import Statement

LOOKED_AT = order.RUNNERS_UP + 2
"""So many of each group are handed to the rules: the one who is called, the runners-up, one to spare."""

SHOWN = 50

NEXT = timedelta(microseconds=1)
"""The smallest step in line."""

PEOPLE_AHEAD = Statement(
    select(func.count())
    .select_from(Ticket)
    .where(
        Ticket.branch_id == bindparam("branch_id"),
        Ticket.day == bindparam("day"),
        WAITS,
        Ticket.queue == bindparam("queue"),
        tuple_(Ticket.sort_key, Ticket.id) < tuple_(bindparam("sort_key", type_=Ticket.sort_key.type), bindparam("id")),
    )
)
STANDING = (
    Ticket.id, Ticket.label, Ticket.queue, Ticket.priority, Ticket.arrived_at, Ticket.sort_key, Ticket.only_counter_id,
)  # fmt: skip


def in_line(branch_id: int, day: date) -> Select[Ticket]:
    """Everybody waiting in an office today, in the order of their places."""
    return (
        select(Ticket)
        .where(Ticket.branch_id == branch_id, Ticket.day == day, WAITS)
        .order_by(Ticket.sort_key, Ticket.id)
    )


def next_for(session: Session, office: Office, counter: Counter, turn: int, at: datetime) -> Choice | None:
    """Whom a counter calls next, why, and who would have been next; None when nobody may be called.

    Args:
        turn: where the office stands in its interleaving.
    """
    profile = office.profile(counter)
    return order.choose(_in_question(session, office, counter, at, LOOKED_AT), office.policy, profile, turn, at)


def line_for(session: Session, office: Office, counter: Counter, turn: int, at: datetime) -> list[tuple[Standing, Why]]:
    """The first of those a counter may call, in the order it would call them, each with the reason."""
    profile = office.profile(counter)
    return order.line_up(_in_question(session, office, counter, at, SHOWN), office.policy, profile, turn, at)[:SHOWN]


def people_ahead(session: Session, office: Office, ticket: Ticket, at: datetime, turn: int | None = None) -> int | None:
    """How many of the same line are called before this ticket; None once it does not wait.

    Args:
        at: the moment of the question.
        turn: where the office stands in its interleaving, for who holds its lock; None looks.
    """
    if ticket.state != State.WAITING:
        return None
    if office.policy.kind == order.Kind.INTERLEAVE:
        return _ahead_in_turns(session, office, ticket, at, turn)
    found = PEOPLE_AHEAD.one(
        session,
        branch_id=ticket.branch_id,
        day=ticket.day,
        queue=ticket.queue,
        sort_key=ticket.sort_key,
        id=ticket.id,
    )
    return int(found[0]) if found else 0


def _ahead_in_turns(session: Session, office: Office, ticket: Ticket, at: datetime, turn: int | None) -> int:
    since = order.overdue_since(office.policy, at)
    overdue, ordinary = Ticket.arrived_at <= since, Ticket.priority == Priority.NONE
    mine = ordinary if ticket.priority == Priority.NONE else ~ordinary
    by_arrival = tuple_(Ticket.arrived_at, Ticket.id) < (ticket.arrived_at, ticket.id)
    by_place = tuple_(Ticket.sort_key, Ticket.id) < (ticket.sort_key, ticket.id)
    counts = select(
        func.count().filter(overdue, by_arrival),
        func.count().filter(overdue),
        func.count().filter(~overdue, mine, by_place),
        func.count().filter(~overdue, ~mine),
    ).where(Ticket.branch_id == ticket.branch_id, Ticket.day == ticket.day, WAITS, Ticket.queue == ticket.queue)
    longer, longest, same, others = session.execute(counts).one()
    if ticket.arrived_at <= since:
        return int(longer)
    if turn is None:
        turn = session.scalar(select(Branch.interleave_turn).where(Branch.id == office.id)) or 0
    is_priority = ticket.priority != Priority.NONE
    return int(longest + same + order.others_before(same, others, is_priority, office.policy, turn))


def place_of(session: Session, ticket: Ticket, place: Place, after: int, at: datetime) -> datetime:
    """The sort key with which a ticket returns to its line; whoever stands too close behind moves up to make room."""
    line = in_line(ticket.branch_id, ticket.day).where(Ticket.queue == ticket.queue, Ticket.id != ticket.id)
    if place is Place.KEEP:
        return ticket.sort_key
    if place is Place.TAIL:
        last = session.scalar(line.order_by(None).order_by(Ticket.sort_key.desc(), Ticket.id.desc()).limit(1))
        return max(at, last.sort_key + NEXT) if last else at
    if place is Place.HEAD or after == 0:
        first = session.scalar(line.limit(1))
        return min(first.sort_key - NEXT, ticket.sort_key) if first else ticket.sort_key
    before = session.scalar(line.offset(after - 1).limit(1))
    if before is None:
        return place_of(session, ticket, Place.TAIL, 0, at)
    key = before.sort_key + NEXT
    _make_room(session.scalars(line.offset(after).limit(500)).all(), key)
    return key


def _make_room(behind: Iterable[Ticket], key: datetime) -> None:
    for each in behind:
        if each.sort_key > key:
            return
        key = each.sort_key = key + NEXT


def _in_question(session: Session, office: Office, counter: Counter, at: datetime, most: int) -> Iterable[Standing]:
    mine = _callable(office, counter, at)
    ordinary, preferred = Ticket.priority == Priority.NONE, Ticket.queue.in_(counter.first_letters)
    groups: list[ColumnElement[bool] | None] = (
        [ordinary, ~ordinary] if office.policy.kind == order.Kind.INTERLEAVE else [None]
    )
    if counter.first_letters:
        groups += [preferred if group is None else and_(group, preferred) for group in groups]
    rows: list[Any] = []
    for group in groups:
        first = mine if group is None else mine.where(group)
        rows += session.execute(first.order_by(Ticket.sort_key, Ticket.id).limit(most)).all()
    rows += session.execute(mine.order_by(Ticket.arrived_at, Ticket.id).limit(most)).all()
    return _standings(rows)


def _callable(office: Office, counter: Counter, at: datetime) -> Any:
    found: Any = (
        in_line(office.id, office.local(at).date())
        .with_only_columns(*STANDING)
        .order_by(None)
        .where(_serves(office, counter, at))
    )
    if office.suspended_services:
        found = found.where(Ticket.service_id.not_in(office.suspended_services))
    return found


def _serves(office: Office, counter: Counter, at: datetime) -> ColumnElement[bool]:
    in_letters: ColumnElement[bool] = Ticket.queue.in_(counter.letters)
    if counter.services:
        ids = [office.services[code].id for code in counter.services if code in office.services]
        in_letters = and_(in_letters, Ticket.service_id.in_(ids))
    helped = [
        and_(Ticket.queue == letter, Ticket.arrived_at <= at - timedelta(minutes=minutes))
        for letter, minutes in counter.helps.items()
    ]
    for_all = and_(Ticket.only_counter_id.is_(None), or_(in_letters, *helped))
    return or_(for_all, Ticket.only_counter_id == counter.id)


def _standings(rows: Iterable[Any]) -> list[Standing]:
    return list({row[0]: Standing(*row) for row in rows}.values())
