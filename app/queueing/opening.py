"""Counters and services open and close."""

from __future__ import annotations

from sqlalchemy import select

from app.errors import CounterBusy, CounterNotOpen, CounterTaken, NoSuchService, ReasonUnusable
from app.models import Counter, Service
from app.queueing.acting import Acting, acting_at, acting_in
from app.queueing.calling import held_by
from app.rules.states import CounterState


def open_counter(counter_id: int, staff_id: int | None = None) -> None:
    """An officer sits down at a counter, or comes back from a pause. Opening one's own open counter changes nothing.

    Raises:
        NoSuchCounter: there is no such counter.
        CounterTaken: somebody else works there.
        CounterBusy: the officer still has a citizen at another counter.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        if counter.state == CounterState.OPEN and counter.staff_id == staff_id:
            return
        _nobody_else_at(counter, staff_id)
        _leave_other_counters(act, counter)
        counter.state, counter.staff_id = CounterState.OPEN, staff_id
        act.record("counter.opened", counter=counter)


def pause_counter(counter_id: int, staff_id: int | None = None) -> None:
    """The officer steps away for a while; nobody is called here until they open again.

    Raises:
        NoSuchCounter: there is no such counter.
        CounterNotOpen: it is closed or paused already.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        if counter.state != CounterState.OPEN:
            raise CounterNotOpen(counter=counter.number)
        counter.state = CounterState.PAUSED
        act.record("counter.paused", counter=counter)


def close_counter(counter_id: int, staff_id: int | None = None) -> None:
    """The officer leaves. Closing a closed counter changes nothing.

    Raises:
        NoSuchCounter: there is no such counter.
        CounterBusy: a citizen is still being called or served here.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        _close(act, counter)


def close_service(branch_id: int, service_code: str, reason: str, staff_id: int | None = None) -> None:
    """Stop giving numbers for a service; its tile says why. Numbers already given are served.

    Raises:
        NoSuchBranch, NoSuchService: not here.
        ReasonUnusable: no reason, or one over 200 characters.
    """
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 200:
        raise ReasonUnusable
    with acting_in(branch_id, staff_id) as act:
        service = _service(act, service_code)
        service.is_open, service.closed_reason = False, reason
        act.record("service.closed", service=service.code)


def open_service(branch_id: int, service_code: str, staff_id: int | None = None) -> None:
    """Give numbers for a service again.

    Raises:
        NoSuchBranch, NoSuchService: not here.
    """
    with acting_in(branch_id, staff_id) as act:
        service = _service(act, service_code)
        if not service.is_open:
            service.is_open, service.closed_reason = True, ""
            act.record("service.opened", service=service.code)


def _service(act: Acting, code: str) -> Service:
    service = act.session.scalar(select(Service).where(Service.branch_id == act.branch.id, Service.code == code))
    if service is None:
        raise NoSuchService
    return service


def _nobody_else_at(counter: Counter, staff_id: int | None) -> None:
    if counter.state != CounterState.CLOSED and counter.staff and counter.staff_id != staff_id:
        raise CounterTaken(counter=counter.number, staff=counter.staff.name)


def _leave_other_counters(act: Acting, counter: Counter) -> None:
    # One officer, one counter: a forgotten open one would be waited for by nobody.
    if act.staff_id is None:
        return
    others = select(Counter).where(Counter.staff_id == act.staff_id, Counter.id != counter.id)
    for other in act.session.scalars(others):
        _close(act, other)


def _close(act: Acting, counter: Counter) -> None:
    held = held_by(act, counter)
    if held:
        raise CounterBusy(counter=counter.number, ticket=held.label)
    if counter.state != CounterState.CLOSED:
        counter.state, counter.staff_id = CounterState.CLOSED, None
        act.record("counter.closed", counter=counter)
