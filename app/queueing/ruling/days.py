"""Dates on which an office keeps other hours than its weekday, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.errors import NoSuchDay
from app.models import SpecialDay
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.queueing.ruling.changes import Change, must_be_usable, told
from app.queueing.ruling.hours import must_be_agreed
from app.rules import schedule
from app.rules.schedule import Hours, Span, stored_spans


def add_special_day(
    branch_id: int,
    day: date,
    name: str,
    spans: Sequence[Span] = (),
    *,
    may_end_today: bool = False,
    staff_id: int | None = None,
) -> int:
    """Let a date differ from its weekday.

    Args:
        name: what citizens read when the office is closed then: "Hari Raya Natal".
        spans: its own hours; none closes the office for that day.
        may_end_today: agrees that the office day ends, when it is over by these hours.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: the date is over, too far ahead or special already, or its name or hours mean nothing.
    """
    with acting_in(branch_id, staff_id) as act:
        hours, name = act.office.hours, name.strip()
        must_be_usable(schedule.faults_of_special_day(day, name, spans, hours, act.day))
        special = {**hours.special, day: schedule.SpecialDay(name, tuple(spans))}
        _must_be_agreed(act, replace(hours, special=special), may_end_today)
        stored = stored_spans(spans)
        act.session.add(SpecialDay(branch_id=act.office.id, day=day, name=name, spans=stored))
        # Its name stays out of the history, where no word could be taken back.
        return told(act, [Change("special_day", None, stored, day.isoformat())])


def remove_special_day(branch_id: int, day: date, *, may_end_today: bool = False, staff_id: int | None = None) -> int:
    """Let a date be like its weekday again.

    Args:
        may_end_today: agrees that the office day ends, when it is over by the hours of the weekday.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchDay: there is no such office, or the date is not special there.
        SettingsUnusable: today would end by the weekday's hours, and nobody agreed.
    """
    with acting_in(branch_id, staff_id) as act:
        found = act.session.get(SpecialDay, (act.office.id, day))
        if found is None:
            raise NoSuchDay
        special = {each: what for each, what in act.office.hours.special.items() if each != day}
        _must_be_agreed(act, replace(act.office.hours, special=special), may_end_today)
        act.session.delete(found)
        return told(act, [Change("special_day", found.spans, None, day.isoformat())])


def _must_be_agreed(act: Acting, hours: Hours, may_end_today: bool) -> None:
    must_be_agreed(act, hours, act.office.branch.zone, may_end_today)
