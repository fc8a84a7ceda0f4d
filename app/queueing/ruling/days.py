"""Dates on which an office keeps other hours than its weekday, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.changes import Change, differences, must_be_usable, told
from app.errors import NoSuchDay
from app.models import SpecialDay
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
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
        return told(act.history, [Change("special_day", None, stored, day.isoformat())])


def set_special_day(
    branch_id: int,
    day: date,
    name: str,
    spans: Sequence[Span] = (),
    *,
    may_end_today: bool = False,
    staff_id: int | None = None,
) -> int:
    """Call a special date otherwise, or give it other hours.

    Args:
        name, spans, may_end_today: as for `add_special_day`.

    Returns:
        the `seq` of what was changed; 0 when its hours were so already.

    Raises:
        NoSuchBranch, NoSuchDay: there is no such office, or the date is not special there.
        SettingsUnusable: as for `add_special_day`.
    """
    with acting_in(branch_id, staff_id) as act:
        found = _special(act, day)
        others = {each: what for each, what in act.office.hours.special.items() if each != day}
        hours, name = replace(act.office.hours, special=others), name.strip()
        must_be_usable(schedule.faults_of_special_day(day, name, spans, hours, act.day))
        own = schedule.SpecialDay(name, tuple(spans))
        _must_be_agreed(act, replace(hours, special={**others, day: own}), may_end_today)
        changes = differences({"special_day": found.spans}, {"special_day": stored_spans(spans)}, of=day.isoformat())
        if name != found.name:
            act.change_setup()
        found.name, found.spans = name, stored_spans(spans)
        return told(act.history, changes)


def take_over_holidays(
    branch_id: int, days: Mapping[date, str], *, may_end_today: bool = False, staff_id: int | None = None
) -> int:
    """Close the office on several dates at once; those that are special already stay as they are.

    Args:
        days: the dates, each with what citizens read.
        may_end_today: as for `add_special_day`.

    Returns:
        the `seq` of what was changed; 0 when all of them were special already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: one of the dates is over or too far ahead, or its name cannot be used.
    """
    with acting_in(branch_id, staff_id) as act:
        hours = act.office.hours
        new = {day: name for day, name in sorted(days.items()) if day not in hours.special}
        for day, name in new.items():
            must_be_usable(schedule.faults_of_special_day(day, name, (), hours, act.day))
        special = {**hours.special, **{day: schedule.SpecialDay(name) for day, name in new.items()}}
        _must_be_agreed(act, replace(hours, special=special), may_end_today)
        for day, name in new.items():
            act.session.add(SpecialDay(branch_id=act.office.id, day=day, name=name, spans=[]))
        return told(act.history, [Change("special_day", None, [], day.isoformat()) for day in new])


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
        found = _special(act, day)
        special = {each: what for each, what in act.office.hours.special.items() if each != day}
        _must_be_agreed(act, replace(act.office.hours, special=special), may_end_today)
        act.session.delete(found)
        return told(act.history, [Change("special_day", found.spans, None, day.isoformat())])


def _special(act: Acting, day: date) -> SpecialDay:
    found = act.session.get(SpecialDay, (act.office.id, day))
    if found is None:
        raise NoSuchDay
    return found


def _must_be_agreed(act: Acting, hours: Hours, may_end_today: bool) -> None:
    must_be_agreed(act, hours, act.office.branch.zone, may_end_today)
