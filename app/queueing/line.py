"""Who stands where: the database narrows the line down, rules.order decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, false, func, literal, or_, select, tuple_
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

_IN_LINE = (
    Ticket.branch_id == bindparam("branch_id"),
    Ticket.day == bindparam("day"),
    WAITS,
    Ticket.queue == bindparam("queue"),
)
_OVERDUE = Ticket.arrived_at <= bindparam("since", type_=Ticket.arrived_at.type)
_BEFORE = tuple_(bindparam("place", type_=Ticket.sort_key.type), bindparam("id"))
PEOPLE_AHEAD = Statement(
    select(func.count()).where(*_IN_LINE, or_(_OVERDUE, tuple_(Ticket.sort_key, Ticket.id) < _BEFORE))
)
AHEAD_OF_OVERDUE = Statement(
    select(func.count()).where(*_IN_LINE, _OVERDUE, tuple_(Ticket.arrived_at, Ticket.id) < _BEFORE)
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
    since = order.overdue_since(office.policy, at)
    overdue = ticket.arrived_at <= since
    found = (AHEAD_OF_OVERDUE if overdue else PEOPLE_AHEAD).one(
        session,
        branch_id=ticket.branch_id,
        day=ticket.day,
        queue=ticket.queue,
        since=since,
        place=ticket.arrived_at if overdue else ticket.sort_key,
        id=ticket.id,
    )
    return int(found[0]) if found else 0


def before_in(session: Session, office: Office, letter: str, ticket: Ticket, at: datetime) -> int:
    """How many of a letter's line count from before a ticket's place, or have waited too long."""
    since = order.overdue_since(office.policy, at)
    place = {"day": ticket.day, "queue": letter, "since": since, "place": ticket.sort_key, "id": ticket.id}
    found = PEOPLE_AHEAD.one(session, branch_id=office.id, **place)
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
    reach, first = _reach(office, counter), frozenset(counter.first_letters)
    asked = _asked(office, counter, reach, at)
    classes: Sequence[bool | None] = (False, True) if office.policy.kind == order.Kind.INTERLEAVE else (None,)
    found: list[Any] = []
    for of_priority in classes:
        for letters in (frozenset[str](), first) if first else (frozenset[str](),):
            found += _heads(reach, of_priority, letters, most).run(session, **asked)
    found += _longest(reach, most).run(session, **asked)
    return _standings(found)


@dataclass(frozen=True)
class Reach:
    """Whom a counter may call, as far as its set-up tells: what a question of the database is made of.

    Args:
        letters: those it serves.
        services: the only services of them, by id; none means all.
        helps: letters it helps, and after how many minutes.
        suspended: services for which nobody is called now, by id.
    """

    letters: tuple[str, ...]
    services: tuple[int, ...]
    helps: tuple[tuple[str, int], ...]
    suspended: tuple[int, ...]


def _reach(office: Office, counter: Counter) -> Reach:
    services = (office.services[code].id for code in counter.services if code in office.services)
    return Reach(tuple(counter.letters), tuple(services), tuple(counter.helps.items()), office.suspended_services)


def _asked(office: Office, counter: Counter, reach: Reach, at: datetime) -> dict[str, Any]:
    since = {f"since_{minutes}": at - timedelta(minutes=minutes) for _letter, minutes in reach.helps}
    return {"branch_id": office.id, "day": office.local(at).date(), "counter_id": counter.id, **since}


@lru_cache(maxsize=4096)
def _heads(reach: Reach, of_priority: bool | None, letters: frozenset[str], most: int) -> Statement:
    """The first in line of those within reach; of one class and of some letters, where these are given."""
    found = _callable(reach)
    if of_priority is not None:
        is_ordinary = Ticket.priority == literal(Priority.NONE.value)
        found = found.where(~is_ordinary if of_priority else is_ordinary)
    if letters:
        found = found.where(_is_one_of(Ticket.queue, letters))
    return Statement(found.order_by(Ticket.sort_key, Ticket.id).limit(most))


@lru_cache(maxsize=4096)
def _longest(reach: Reach, most: int) -> Statement:
    """Those within reach who have waited longest."""
    return Statement(_callable(reach).order_by(Ticket.arrived_at, Ticket.id).limit(most))


def _callable(reach: Reach) -> Any:
    in_letters = _is_one_of(Ticket.queue, reach.letters)
    if reach.services:
        in_letters = and_(in_letters, _is_one_of(Ticket.service_id, reach.services))
    helped = [
        and_(Ticket.queue == letter, Ticket.arrived_at <= bindparam(f"since_{minutes}", type_=Ticket.arrived_at.type))
        for letter, minutes in reach.helps
    ]
    for_all = and_(Ticket.only_counter_id.is_(None), or_(in_letters, *helped))
    found: Any = select(*STANDING).where(
        Ticket.branch_id == bindparam("branch_id"),
        Ticket.day == bindparam("day"),
        WAITS,
        or_(for_all, Ticket.only_counter_id == bindparam("counter_id")),
    )
    return found.where(~_is_one_of(Ticket.service_id, reach.suspended)) if reach.suspended else found


def _is_one_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    # Each a parameter of its own: a list that is spread out at every run could not be compiled once.
    each = [literal(value) for value in values]
    return column.in_(each) if each else false()


def _standings(rows: Iterable[Any]) -> list[Standing]:
    return list({row[0]: Standing(*row) for row in rows}.values())
