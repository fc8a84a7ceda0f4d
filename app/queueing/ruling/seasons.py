"""Days in a row that have a week of their own, such as Ramadan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.changes import Change, must_be_usable, told
from app.errors import NoSuchDay
from app.models import Branch
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.queueing.ruling.hours import must_be_agreed
from app.rules import schedule
from app.rules.schedule import Season, stored_week


def add_season(branch_id: int, season: Season, *, may_end_today: bool = False, staff_id: int | None = None) -> int:
    """Let days in a row have other hours than the office's week; special days among them stay special.

    Args:
        may_end_today: agrees that the office day ends, when it is over by these hours.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: its days are over, too many or another season's, or its name or hours mean nothing.
    """
    with acting_in(branch_id, staff_id) as act:
        seasons = act.office.hours.seasons
        must_be_usable(schedule.faults_of_season(season, seasons, act.day))
        _keep(act, (*seasons, season), may_end_today)
        return told(act.history, [Change("season", None, _said(season), of=season.first.isoformat())])


def remove_season(branch_id: int, first: date, *, may_end_today: bool = False, staff_id: int | None = None) -> int:
    """Let the office keep its week again.

    Args:
        first: the season's first day.
        may_end_today: as for `add_season`.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchDay: there is no such office, or no season begins on that day.
        SettingsUnusable: today would end by the week's hours, and nobody agreed.
    """
    with acting_in(branch_id, staff_id) as act:
        gone = next((each for each in act.office.hours.seasons if each.first == first), None)
        if gone is None:
            raise NoSuchDay
        _keep(act, tuple(each for each in act.office.hours.seasons if each is not gone), may_end_today)
        return told(act.history, [Change("season", _said(gone), None, of=first.isoformat())])


def _keep(act: Acting, seasons: tuple[Season, ...], may_end_today: bool) -> None:
    hours = replace(act.office.hours, seasons=sorted(seasons, key=lambda each: each.first))
    must_be_agreed(act, hours, act.office.branch.zone, may_end_today)
    act.session.get_one(Branch, act.office.id).hours = schedule.stored(hours)


def _said(season: Season) -> dict[str, object]:
    # Its name stays out of the history, where no word could be taken back.
    return {"last": season.last.isoformat(), "weekly": stored_week(season.weekly)}
