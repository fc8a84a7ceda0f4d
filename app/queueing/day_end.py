"""The office day begins and ends: those who still wait are told, counters close, staff are signed out.

Whoever is being served when the office closes is served to the end; nobody is ever counted as served for having
waited. It happens at the office's own closing time, in its own zone; when nobody ran the server then, as soon as
somebody does; and once. A day that nobody ended is ended on leaving it, with its own slip; what is written then
stands in the history under the day on which it was written.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, not_, or_, select

from app.models import Counter, Role, Series, SignIn, StaffRole, Ticket
from app.queueing.acting import Acting
from app.queueing.recap import put_recap
from app.rules.schedule import closing_time
from app.rules.states import Action, CounterState, State

UNTIL_CLOSING = (State.WAITING, State.CALLED, State.HELD)
"""Who expires when the office closes; those being served go on."""


def begin_day(act: Acting) -> None:
    """Leave the days before behind, whole, before anything of a new day happens."""
    history = act.history
    if history.running_day == history.day:
        return
    if history.running_day is not None:
        _leave_behind(act, history.running_day)
        act.session.flush()
        act.read_setup_again()
    history.running_day = history.day


def end_day(act: Acting, why: str, reason: str = "") -> None:
    """End the running day: expire, close, sign out, say so, and print the closing slip.

    Args:
        why: "closing_time" or "by_hand".
        reason: somebody's own words, kept beside the history.
    """
    _expire(act, act.day, UNTIL_CLOSING)
    _close_counters(act)
    _say_ended(act, act.day, why, reason)


def is_due(act: Acting) -> bool:
    """Whether the running day is over by the office's own hours and has not been ended yet."""
    closes = closing_time(act.office.hours, act.day)
    return act.history.ended_on != act.day and closes is not None and act.office.local(act.at) >= closes


def close_counter_if_day_ended(act: Acting, counter: Counter) -> None:
    """After closing time an officer goes home with the last citizen."""
    if act.history.ended_on == act.day:
        _close(act, act.counter_row(counter))
        act.change_setup()


def _leave_behind(act: Acting, day: date) -> None:
    _expire(act, day, (*UNTIL_CLOSING, State.SERVING))
    _close_counters(act)
    # A day that was ended has had its paper; of one without a single number there is nothing to tell.
    if act.history.ended_on != day and _gave_numbers(act, day):
        _say_ended(act, day, "left_behind")


def _gave_numbers(act: Acting, day: date) -> bool:
    given = select(Series.letter).where(Series.branch_id == act.office.id, Series.day == day)
    return act.session.scalar(given.limit(1)) is not None


def _say_ended(act: Acting, day: date, why: str, reason: str = "") -> None:
    act.record("branch.closed", why=why, of_day=day.isoformat(), reason=reason)
    act.history.ended_on = day
    act.session.flush()
    put_recap(act, day)


def _expire(act: Acting, day: date, states: tuple[State, ...]) -> None:
    left = select(Ticket.id).where(Ticket.branch_id == act.office.id, Ticket.day == day, Ticket.state.in_(states))
    for ticket_id in act.session.scalars(left.order_by(Ticket.id)).all():
        ticket = act.ticket(ticket_id)
        waiting = act.move(ticket, Action.EXPIRE)
        ticket.before, ticket.ended_at = None, act.at
        act.record_move("ticket.expired", ticket, waiting=waiting)
    act.session.flush()


def _close_counters(act: Acting) -> None:
    at_counter = select(Ticket.counter_id).where(
        Ticket.branch_id == act.office.id, Ticket.state == State.SERVING, Ticket.counter_id.is_not(None)
    )
    free = select(Counter).where(
        Counter.branch_id == act.office.id, Counter.state != CounterState.CLOSED, Counter.id.not_in(at_counter)
    )
    for counter in act.session.scalars(free.order_by(Counter.position)).all():
        _close(act, counter)
    act.change_setup()
    act.session.flush()
    _sign_out_whoever_has_left(act)


def _close(act: Acting, counter: Counter) -> None:
    counter.state, counter.staff_id, counter.since = CounterState.CLOSED, None, act.at
    act.record("counter.closed", counter=counter)


def _sign_out_whoever_has_left(act: Acting) -> None:
    still_serving = select(Counter.staff_id).where(Counter.branch_id == act.office.id, Counter.staff_id.is_not(None))
    works_here = or_(StaffRole.role == Role.OFFICER, StaffRole.role == Role.SUPERVISOR)
    here = select(StaffRole.staff_id).where(StaffRole.branch_id == act.office.id, works_here)
    # Whoever also works elsewhere, or looks after more than the hall, has not finished with this day.
    more = select(StaffRole.staff_id).where(
        or_(StaffRole.branch_id.is_(None), StaffRole.branch_id != act.office.id, not_(works_here))
    )
    left = delete(SignIn).where(
        SignIn.staff_id.in_(here),
        SignIn.staff_id.not_in(more),
        SignIn.staff_id.not_in(still_serving),
        SignIn.staff_id != (act.staff_id or 0),  # whoever closes the day by hand still has things to do
    )
    act.session.execute(left, execution_options={"synchronize_session": False})
