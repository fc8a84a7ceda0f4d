"""Who stands where: the one place that knows the order of the line."""

from __future__ import annotations

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from app.models import Counter, Ticket
from app.queueing.acting import Acting
from app.rules.states import State


def in_line(branch_id: int, day: object) -> Select[Ticket]:
    """Everybody waiting in an office today, in the order in which they will be called."""
    return (
        select(Ticket)
        .where(Ticket.branch_id == branch_id, Ticket.day == day, Ticket.state == State.WAITING)
        .order_by(Ticket.sort_key, Ticket.id)
    )


def first_waiting_for(act: Acting, counter: Counter) -> Ticket | None:
    """The citizen whose turn it is at a counter, or None."""
    line = in_line(act.branch.id, act.day).where(Ticket.letter.in_(counter.letters))
    return act.session.scalar(line.limit(1))


def people_ahead(session: Session, ticket: Ticket) -> int | None:
    """How many of the same letter will be called before this ticket; None once it does not wait."""
    if ticket.state != State.WAITING:
        return None
    earlier = in_line(ticket.branch_id, ticket.day).where(
        Ticket.letter == ticket.letter,
        tuple_(Ticket.sort_key, Ticket.id) < (ticket.sort_key, ticket.id),
    )
    return session.scalar(select(func.count()).select_from(earlier.order_by(None).subquery())) or 0
