"""What an office's day came to, in numbers. Queries only; one for the tickets, one for the events.

A number counts as served only in the state "served", and with the service its citizen came to last. Days and hours are
the office's own. Waiting is told of those who were called, walking of those who came, and service of those served:
whoever was left waiting overnight would otherwise have waited for sixteen hours.
"""

from __future__ import annotations

from collections import Counter as Tallying
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from statistics import fmean, median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import office_day, office_time
from app.models import Counter, Service, Ticket
from app.office import Office
from app.queueing.replay import DeskTime, Replayed, replayed
from app.rules.states import State

COLUMNS = (
    Ticket.id, Ticket.service_id, Ticket.counter_id, Ticket.state, Ticket.key, Ticket.issued_at, Ticket.called_at,
    Ticket.started_at, Ticket.ended_at, Ticket.wait_seconds, Ticket.walk_seconds, Ticket.service_seconds,
    Ticket.hold_seconds, Ticket.estimate_minutes, Ticket.estimate_low, Ticket.estimate_high,
)  # fmt: skip


@dataclass(frozen=True)
class Spread:
    """How long something took, in whole seconds, over `count` citizens. `p90`: nine of ten took no longer."""

    count: int
    mean: int
    median: int
    p90: int
    longest: int


@dataclass(frozen=True)
class Tally:
    """How many numbers were given, and how they ended."""

    issued: int = 0
    served: int = 0
    no_show: int = 0
    cancelled: int = 0
    expired: int = 0
    still_open: int = 0


@dataclass(frozen=True)
class Times:
    """How long citizens waited, walked, were served, and were set aside; None where nobody did."""

    wait: Spread | None
    walk: Spread | None
    service: Spread | None
    hold: Spread | None


@dataclass(frozen=True)
class ServiceFigures:
    """A service's day."""

    service: Service
    tally: Tally
    times: Times


@dataclass(frozen=True)
class CounterFigures:
    """A counter's day: citizens whose business ended there, and what the time went to."""

    counter: Counter
    served: int
    time: DeskTime


@dataclass(frozen=True)
class HourFigures:
    """Numbers taken, and citizens served to the end, in an hour of the office's day."""

    hour: int
    arrived: int
    served: int


@dataclass(frozen=True)
class EstimateFigures:
    """How true the estimate on the number was, over `called` citizens whose first call has come.

    `within` of them were called inside the range they were told; `mean_error` is how many minutes the likely
    minute was off, and `bias` in which direction: above 0, the call came later than told.
    """

    called: int
    within: int
    mean_error: float
    bias: float

    @property
    def share(self) -> float:
        """The part of them called inside the range, 0-1."""
        return self.within / self.called


@dataclass(frozen=True)
class DayFigures:
    """An office's day."""

    day: date
    tally: Tally
    times: Times
    services: tuple[ServiceFigures, ...]
    counters: tuple[CounterFigures, ...]
    hours: tuple[HourFigures, ...]
    estimate: EstimateFigures | None


def figures_of(session: Session, office: Office, day: date, at: datetime) -> DayFigures:
    """What an office's day came to, as of a moment."""
    rows = session.execute(select(*COLUMNS).where(Ticket.branch_id == office.id, Ticket.day == day)).all()
    is_today = office_day(at, office.branch.zone) == day
    story = replayed(session, office.id, day, at if is_today else None)
    return DayFigures(
        day=day,
        tally=_tally(rows),
        times=_times(rows),
        services=_services(office, rows),
        counters=_counters(office, rows, story),
        hours=_hours(office, rows),
        estimate=_estimate(rows, story),
    )


def spread(seconds: Sequence[float]) -> Spread | None:
    """Mean, median, nearest-rank 90th percentile and longest; None of nothing."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return Spread(
        count=len(ordered),
        mean=round(fmean(ordered)),
        median=round(median(ordered)),
        p90=round(ordered[ceil(len(ordered) * 0.9) - 1]),
        longest=round(ordered[-1]),
    )


def _tally(rows: Sequence[Any]) -> Tally:
    states = Tallying(row.state for row in rows)
    ended = {state: states[state] for state in (State.SERVED, State.NO_SHOW, State.CANCELLED, State.EXPIRED)}
    return Tally(
        issued=len(rows),
        served=ended[State.SERVED],
        no_show=ended[State.NO_SHOW],
        cancelled=ended[State.CANCELLED],
        expired=ended[State.EXPIRED],
        still_open=len(rows) - sum(ended.values()),
    )


def _times(rows: Sequence[Any]) -> Times:
    served = [row for row in rows if row.state == State.SERVED]
    return Times(
        wait=spread([row.wait_seconds for row in rows if row.called_at]),
        walk=spread([row.walk_seconds for row in rows if row.started_at]),
        service=spread([row.service_seconds for row in served]),
        hold=spread([row.hold_seconds for row in served if row.hold_seconds]),
    )


def _services(office: Office, rows: Sequence[Any]) -> tuple[ServiceFigures, ...]:
    by_service: dict[int, list[Any]] = {}
    for row in rows:
        by_service.setdefault(row.service_id, []).append(row)
    return tuple(
        ServiceFigures(service, _tally(by_service[service.id]), _times(by_service[service.id]))
        for service in office.every_service.values()
        if service.id in by_service
    )


def _counters(office: Office, rows: Sequence[Any], story: Replayed) -> tuple[CounterFigures, ...]:
    served = Tallying(row.counter_id for row in rows if row.state == State.SERVED)
    return tuple(
        CounterFigures(counter, served[counter.id], story.desks.get(counter.id) or DeskTime())
        for counter in office.every_counter.values()
        if counter.id in story.desks or counter.id in served
    )


def _hours(office: Office, rows: Sequence[Any]) -> tuple[HourFigures, ...]:
    def by_hour(moments: Iterable[datetime]) -> Tallying[int]:
        return Tallying(office_time(moment, office.branch.zone).hour for moment in moments)

    arrived = by_hour(row.issued_at for row in rows)
    served = by_hour(row.ended_at for row in rows if row.state == State.SERVED and row.ended_at)
    hours = arrived.keys() | served.keys()
    if not hours:
        return ()
    return tuple(HourFigures(hour, arrived[hour], served[hour]) for hour in range(min(hours), max(hours) + 1))


def _estimate(rows: Sequence[Any], story: Replayed) -> EstimateFigures | None:
    within, errors = 0, []
    for row in rows:
        called = story.first_calls.get(row.id)
        if called is None or row.estimate_minutes is None or _never_stood_in_line(row, called):
            continue
        waited = (called - row.issued_at).total_seconds() / 60
        within += row.estimate_low <= waited <= row.estimate_high
        errors.append(waited - row.estimate_minutes)
    if not errors:
        return None
    return EstimateFigures(len(errors), within, fmean(abs(error) for error in errors), fmean(errors))


def _never_stood_in_line(row: Any, called: datetime) -> bool:
    # A number given at the counter itself (queueing.calling.serve_without_number) was promised nothing.
    return row.key is None and called <= row.issued_at
