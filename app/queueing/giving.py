"""Whether a number is given for a service now; when not, the refusal that says why and when to come."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.errors import (
    CountersClosed,
    GiliranError,
    NoMoreToday,
    OfficeClosed,
    QuotaReached,
    ServiceClosed,
    ServiceClosedBecause,
)
from app.models import Service, Ticket
from app.office import Office
from app.queueing.hours import standing_of
from app.rules.schedule import next_day_opening
from app.rules.states import State
from app.rules.texts import said_in
from app.statements import Statement

GIVEN_TODAY = Statement(
    select(func.count()).where(
        Ticket.service_id == bindparam("service_id"),
        Ticket.day == bindparam("day"),
        Ticket.state != State.CANCELLED.value,
    )
)


def must_be_given(session: Session, office: Office, service: Service, at: datetime, day: date) -> None:
    """Refuse a number that the office does not give now.

    Raises:
        ServiceClosed, OfficeClosed, QuotaReached, CountersClosed: with the reason, and when to come.
    """
    refusal = refusal_of(session, office, service, at, day)
    if refusal:
        raise refusal


def refusal_of(session: Session, office: Office, service: Service, at: datetime, day: date) -> GiliranError | None:
    """Why no number is given for a service at a moment; None when one is."""
    name = said_in(service.name, "id")

    def no_more(refusal: type[NoMoreToday], **facts: str) -> NoMoreToday:
        return refusal(next_day_opening(office.hours, office.local(at)), service=name, **facts)

    if service.closed_on == day:
        known = service.closed_reason
        return no_more(ServiceClosedBecause, reason=known) if known else no_more(ServiceClosed)
    hours = standing_of(office, at)
    if not hours.is_open:
        return OfficeClosed(hours)
    if service.quota is not None and _given_today(session, service, day) >= service.quota:
        return no_more(QuotaReached, quota=str(service.quota))
    return no_more(CountersClosed) if office.is_resting(service.letter, day) else None


def _given_today(session: Session, service: Service, day: date) -> int:
    # Issued minus cancelled; only services with a quota are counted, and a quota bounds the count.
    found = GIVEN_TODAY.one(session, service_id=service.id, day=day)
    return int(found[0]) if found else 0
