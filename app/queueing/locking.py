"""How every verb begins: lock the office, leave yesterday behind, then look, then act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db import transaction
from app.errors import NoSuchCounter, NoSuchTicket, NotYours
from app.events import history_of
from app.models import Counter, Ticket
from app.queueing.acting import Acting
from app.queueing.day_end import begin_day
from app.statements import Statement

OFFICE_OF_COUNTER = Statement(select(Counter.branch_id).where(Counter.id == bindparam("id")))
OFFICE_OF_TICKET = Statement(select(Ticket.branch_id).where(Ticket.id == bindparam("id")))


@contextmanager
def acting_in(branch_id: int, staff_id: int | None = None) -> Iterator[Acting]:
    """Act in an office, under its lock.

    Raises:
        NoSuchBranch: there is no office with this id.
    """
    with transaction() as session, _locked(session, branch_id, staff_id) as act:
        yield act


@contextmanager
def acting_at(counter_id: int, staff_id: int | None = None) -> Iterator[tuple[Acting, Counter]]:
    """Act at a counter, under its office's lock. The counter is for reading: `Acting.counter_row` is to change one.

    Raises:
        NoSuchCounter: there is no counter with this id, or it was retired.
    """
    with transaction() as session:
        found = OFFICE_OF_COUNTER.one(session, id=counter_id)
        if found is None:
            raise NoSuchCounter
        with _locked(session, found[0], staff_id) as act:
            counter = act.office.counters.get(counter_id)
            if counter is None:
                raise NoSuchCounter
            yield act, counter


@contextmanager
def acting_on(ticket_id: int, counter_id: int | None, staff_id: int | None = None) -> Iterator[tuple[Acting, Ticket]]:
    """Act on a ticket, under its office's lock.

    Args:
        counter_id: the counter that acts, which must be the ticket's own; None acts for the whole office.

    Raises:
        NoSuchTicket: there is no ticket with this id.
        NotYours: another counter called it.
    """
    with transaction() as session:
        found = OFFICE_OF_TICKET.one(session, id=ticket_id)
        if found is None:
            raise NoSuchTicket
        with _locked(session, found[0], staff_id) as act:
            ticket = act.ticket(ticket_id)
            if counter_id is not None and ticket.counter_id != counter_id:
                raise NotYours
            yield act, ticket


@contextmanager
def _locked(session: Session, branch_id: int, staff_id: int | None) -> Iterator[Acting]:
    # What is acted on is read after the lock, never before: nobody else changes it now.
    with history_of(session, branch_id, staff_id) as history:
        act = Acting(history)
        begin_day(act)
        yield act
