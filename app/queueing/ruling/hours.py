"""When an office gives numbers: its week and its time zone."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from app.changes import differences, must_be_usable, told
from app.clock import office_day, office_time
from app.models import Branch, Ticket
from app.queueing.acting import Acting
from app.queueing.day_end import UNTIL_CLOSING
from app.queueing.locking import acting_in
from app.rules import schedule
from app.rules.faults import Fault, Wrong
from app.rules.schedule import Hours


def set_hours(
    branch_id: int, week: Hours, zone: str, *, may_end_today: bool = False, staff_id: int | None = None
) -> int:
    """Decide when an office gives numbers; it counts from now on.

    Args:
        week: the weekly hours, the cut-off and whether it is always open; special days stay as they are.
        zone: the office's time zone, one of `schedule.ZONES`.
        may_end_today: agrees that the office day ends, and those who wait are told, when it is over by these hours.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: no office can keep these hours, or today would end by them and nobody agreed.
    """
    must_be_usable(schedule.faults(week, zone))
    with acting_in(branch_id, staff_id) as act:
        # The running day would be left behind whole, or one that is over would begin anew.
        must_be_usable({} if office_day(act.at, zone) == act.day else {"zone": Fault(Wrong.OTHER_DAY_THERE)})
        before = schedule.settings(act.office.hours) | {"zone": act.office.branch.zone}
        changes = differences(before, schedule.settings(week) | {"zone": zone})
        if changes:
            hours = replace(act.office.hours, weekly=week.weekly, cut_off=week.cut_off, always_open=week.always_open)
            must_be_agreed(act, hours, zone, may_end_today)
            branch = act.session.get_one(Branch, act.office.id)
            branch.hours, branch.zone = schedule.stored(hours), zone
        return told(act.history, changes)


def must_be_agreed(act: Acting, hours: Hours, zone: str, may_end_today: bool) -> None:
    """Refuse hours by which today is over already while people wait, unless somebody means it; SettingsUnusable."""
    closes = schedule.closing_time(hours, act.day)
    if may_end_today or act.history.ended_on == act.day or closes is None:
        return
    people = _waiting(act) if closes <= office_time(act.at, zone).replace(tzinfo=None) else 0
    must_be_usable({"may_end_today": Fault(Wrong.ENDS_TODAY, {"people": str(people)})} if people else {})


def _waiting(act: Acting) -> int:
    waiting = select(func.count()).where(
        Ticket.branch_id == act.office.id, Ticket.day == act.day, Ticket.state.in_(UNTIL_CLOSING)
    )
    return act.session.scalar(waiting) or 0
