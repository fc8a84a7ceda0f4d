"""Counters open, pause and close."""

from __future__ import annotations

from sqlalchemy import select

from app.errors import CounterNotOpen, CounterTaken
from app.models import Counter
from app.queueing.acting import Acting, one_line
from app.queueing.calling import must_be_free
from app.queueing.locking import acting_at
from app.rules.states import CounterState


def open_counter(counter_id: int, staff_id: int | None = None) -> None:
    """An officer sits down at a counter, or comes back from a pause. Opening one's own open counter changes nothing.

    Raises:
        NoSuchCounter: there is no such counter.
        CounterTaken: somebody else works there.
        CounterBusy: the officer still has a citizen at another counter.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        if counter.state == CounterState.OPEN and staff_id in (counter.staff_id, None):
            return
        _nobody_else_at(act.counter_row(counter), staff_id)
        _leave_other_counters(act, counter)
        _sit_down(act, counter, staff_id)
        act.record("counter.opened", counter=counter)


def take_over(counter_id: int, staff_id: int, reason: str = "") -> None:
    """Sit down at a counter where a colleague's name still stands: somebody who went home would shut it for the day.

    A citizen who is there goes on with the new officer: they stand at the counter, and the colleague cannot finish
    with them from home. Taking over a counter of one's own, or one that was left meanwhile, opens it.

    Args:
        reason: optional, one line; kept beside the history, for staff alone.

    Raises:
        NoSuchCounter: there is no such counter.
        ReasonUnusable: the reason is too long.
        CounterBusy: the officer still has a citizen at another counter.
    """
    why = one_line(reason, needed=False)
    with acting_at(counter_id, staff_id) as (act, counter):
        former = counter.staff_id
        if former == staff_id and counter.state == CounterState.OPEN:
            return
        _leave_other_counters(act, counter)
        _sit_down(act, counter, staff_id)
        taken = {"taken_over": True} if former not in (None, staff_id) else {}
        act.record("counter.opened", counter=counter, reason=why, inside={"former_staff_id": former}, **taken)


def pause_counter(counter_id: int, staff_id: int | None = None, reason: str = "") -> None:
    """The officer steps away for a while; nobody is called here until they open again.

    Args:
        reason: optional, one line; kept beside the history, for staff alone.

    Raises:
        NoSuchCounter: there is no such counter.
        ReasonUnusable: the reason is too long.
        CounterNotOpen: it is closed or paused already.
    """
    why = one_line(reason, needed=False)
    with acting_at(counter_id, staff_id) as (act, counter):
        if counter.state != CounterState.OPEN:
            raise CounterNotOpen(counter=counter.number)
        _becomes(act, act.counter_row(counter), CounterState.PAUSED)
        act.record("counter.paused", counter=counter, reason=why)


def close_counter(counter_id: int, staff_id: int | None = None) -> None:
    """The officer leaves. Closing a closed counter changes nothing.

    Raises:
        NoSuchCounter: there is no such counter.
        CounterBusy: a citizen is still being called or served here.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        _close(act, act.counter_row(counter))


def _sit_down(act: Acting, counter: Counter, staff_id: int | None) -> None:
    row = act.counter_row(counter)
    _becomes(act, row, CounterState.OPEN)
    row.staff_id, row.opened_on = staff_id, act.day


def _nobody_else_at(counter: Counter, staff_id: int | None) -> None:
    if counter.state != CounterState.CLOSED and counter.staff and counter.staff_id != staff_id:
        raise CounterTaken(counter=counter.number, staff=counter.staff.name)


def _leave_other_counters(act: Acting, counter: Counter) -> None:
    # One officer, one counter: a forgotten open one would be waited for by nobody.
    if act.staff_id is None:
        return
    # In this office: one of another lies under another lock, and is left by a verb of its own.
    mine = (Counter.staff_id == act.staff_id) & (Counter.branch_id == act.office.id)
    others = select(Counter).where(mine, Counter.id != counter.id)
    for other in act.session.scalars(others):
        _close(act, other)


def _close(act: Acting, counter: Counter) -> None:
    must_be_free(act, counter)
    if counter.state != CounterState.CLOSED:
        _becomes(act, counter, CounterState.CLOSED)
        counter.staff_id = None
        act.record("counter.closed", counter=counter)


def _becomes(act: Acting, counter: Counter, state: CounterState) -> None:
    counter.state, counter.since = state, act.at
    act.change_setup()  # whether numbers flow depends on which counters are open
