"""What an office offers now: its day, its services, and a stop of everything with the reason on the board."""

from __future__ import annotations

from app.errors import NothingSuspended
from app.models import Branch, Service
from app.queueing import reading
from app.queueing.acting import Acting, one_line
from app.queueing.day_end import end_day, is_due
from app.queueing.hours import standing_of
from app.queueing.locking import acting_in


def open_day(branch_id: int, staff_id: int | None = None) -> None:
    """Open the office for today, whatever its hours say. Opening an open office changes nothing.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id, staff_id) as act:
        if standing_of(act.office, act.at).is_open and act.history.ended_on != act.day:
            return
        branch = _branch(act)
        branch.forced_open_on, branch.closed_on = act.day, None
        act.history.ended_on = None
        act.record("branch.opened")


def close_day(branch_id: int, reason: str = "", staff_id: int | None = None) -> None:
    """Close the office for today: those who wait expire and are told, free counters close, staff are signed out.

    Args:
        reason: optional, one line, kept beside the history.

    Raises:
        NoSuchBranch: there is no such office.
        ReasonUnusable: the reason is too long.
    """
    why = one_line(reason, needed=False)
    with acting_in(branch_id, staff_id) as act:
        if act.office.branch.closed_on == act.day and act.history.ended_on == act.day:
            return
        branch = _branch(act)
        branch.forced_open_on, branch.closed_on = None, act.day
        end_day(act, "by_hand", why)


def end_day_when_due(branch_id: int) -> bool:
    """End an office's day at its own closing time, once; and leave a day behind that ended while nobody looked.

    Returns:
        whether a day ended now.
    """
    if not reading.is_day_over(branch_id):
        return False
    with acting_in(branch_id) as act:
        due = is_due(act)
        if due:
            end_day(act, "closing_time")
        return due


def close_service(branch_id: int, service_code: str, reason: str, staff_id: int | None = None) -> None:
    """Give no more numbers for a service today; its tile says why. Numbers already given are served.

    Raises:
        NoSuchBranch, NoSuchService: not here.
        ReasonUnusable: no reason, or one over 200 characters.
    """
    why = one_line(reason)
    with acting_in(branch_id, staff_id) as act:
        service = _service(act, service_code)
        service.closed_on, service.closed_reason = act.day, why
        act.record("service.closed", service=service.code, reason=why)


def open_service(branch_id: int, service_code: str, staff_id: int | None = None) -> None:
    """Give numbers for a service again. Opening an open one changes nothing.

    Raises:
        NoSuchBranch, NoSuchService: not here.
    """
    with acting_in(branch_id, staff_id) as act:
        service = _service(act, service_code)
        if service.closed_on == act.day:
            act.record("service.opened", service=service.code)
        service.closed_on, service.closed_reason = None, ""


def suspend_office(branch_id: int, reason: str, staff_id: int | None = None) -> None:
    """Call nobody in the whole office for a while; the board says why. Numbers are still given.

    Raises:
        NoSuchBranch: there is no such office.
        ReasonUnusable: no reason, or one over 200 characters.
    """
    why = one_line(reason)
    with acting_in(branch_id, staff_id) as act:
        _branch(act).suspended_reason = why
        act.record("branch.suspended", reason=why)


def resume_office(branch_id: int, staff_id: int | None = None) -> None:
    """Go on calling.

    Raises:
        NoSuchBranch: there is no such office.
        NothingSuspended: it was not suspended.
    """
    with acting_in(branch_id, staff_id) as act:
        branch = _branch(act)
        if not branch.suspended_reason:
            raise NothingSuspended
        branch.suspended_reason = ""
        act.record("branch.resumed")


def suspend_service(branch_id: int, service_code: str, reason: str, staff_id: int | None = None) -> None:
    """Call nobody for one service for a while; the board says why. Numbers are still given.

    Raises:
        NoSuchBranch, NoSuchService: not here.
        ReasonUnusable: no reason, or one over 200 characters.
    """
    why = one_line(reason)
    with acting_in(branch_id, staff_id) as act:
        service = _service(act, service_code)
        service.suspended_reason = why
        act.record("service.suspended", service=service.code, reason=why)


def resume_service(branch_id: int, service_code: str, staff_id: int | None = None) -> None:
    """Go on calling for a service.

    Raises:
        NoSuchBranch, NoSuchService: not here.
        NothingSuspended: it was not suspended.
    """
    with acting_in(branch_id, staff_id) as act:
        service = _service(act, service_code)
        if not service.suspended_reason:
            raise NothingSuspended
        service.suspended_reason = ""
        act.record("service.resumed", service=service.code)


def _branch(act: Acting) -> Branch:
    act.change_setup()
    return act.session.get_one(Branch, act.office.id)


def _service(act: Acting, code: str) -> Service:
    known = act.service(code)
    act.change_setup()
    return act.session.get_one(Service, known.id)
