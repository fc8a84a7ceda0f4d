"""When an office gives numbers: hours, breaks, holidays, cut-off.

Forced open > holiday or date override > a season of its own (Ramadan) > weekly hours with their breaks > cut-off
before closing.
Every moment here is the office's own wall clock, without a zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.rules.faults import Bounds, Fault, Faults, Unusable, Wrong, out_of_bounds

Span = tuple[time, time]
"""From and until (exclusive) on one day; a day with a break has two."""

LOOK_AHEAD_DAYS = 60

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""The zones an Indonesian office can lie in, and what people call them."""

BOUNDS = {"cut_off": Bounds(0, 240)}
LONGEST_NAME = 80
LONGEST_SEASON = 120
"""A season is not a year: what lasts longer is the office's week."""
SPECIAL_DAYS_AHEAD = 800
"""So many days ahead the calendar is kept: next year's collective leave is known in time."""

CLOCK = r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])"
SPAN = re.compile(rf"{CLOCK}\s*[-–—]\s*{CLOCK}")


class Closed(StrEnum):
    """Why no number is given now."""

    BEFORE = "before"
    BREAK = "break"
    CUT_OFF = "cut_off"
    AFTER = "after"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class SpecialDay:
    """A date that differs from its weekday: closed, or with hours of its own (Ramadan, a holiday, collective leave)."""

    name: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Season:
    """Days in a row, both ends among them, that have a week of their own: Ramadan, a school's holidays."""

    name: str
    first: date
    last: date
    weekly: Mapping[int, Sequence[Span]] = field(default_factory=dict)

    def holds(self, day: date) -> bool:
        """Whether a day is one of its own."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Hours:
    """An office's hours.

    Args:
        weekly: spans per weekday, Monday being 0; a weekday left out is a day off.
        special: dates that differ.
        cut_off: minutes before closing (and before a break) from which on no new number is given.
        always_open: forced open, round the clock.
        forced_open_on: the one day opened by hand.
        closed_on: the one day closed by hand.
        seasons: days with a week of their own; none of them overlap.
    """

    weekly: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    cut_off: int = 0
    always_open: bool = False
    forced_open_on: date | None = None
    closed_on: date | None = None
    seasons: Sequence[Season] = ()


@dataclass(frozen=True)
class Standing:
    """Whether numbers are given at a moment; if not, why, and when to come instead."""

    is_open: bool
    why: Closed | None = None
    day_name: str = ""
    opens_at: datetime | None = None


def standing(hours: Hours, moment: datetime) -> Standing:
    """Whether an office gives numbers at a moment of its own wall clock (no zone)."""
    today = moment.date()
    if hours.forced_open_on == today:
        return Standing(True)
    if hours.closed_on == today:
        return Standing(False, Closed.BY_HAND, opens_at=next_day_opening(hours, moment))
    if hours.always_open:
        return Standing(True)
    why = _closed_because(hours, moment)
    if why is None:
        return Standing(True)
    special = hours.special.get(today)
    return Standing(False, why, special.name if special else "", _next_opening(hours, moment))


def spans_of(hours: Hours, day: date) -> tuple[Span, ...]:
    """The opening spans of a date, in order; none on a day off."""
    special = hours.special.get(day)
    season = next((each for each in hours.seasons if each.holds(day)), None)
    weekly = season.weekly if season else hours.weekly
    return tuple(sorted(special.spans if special else weekly.get(day.weekday(), ())))


def closing_time(hours: Hours, day: date) -> datetime | None:
    """When an office's day ends by itself; None when it runs until midnight (forced open) or never began."""
    spans = spans_of(hours, day)
    if hours.always_open or hours.forced_open_on == day or not spans:
        return None
    return datetime.combine(day, spans[-1][1])


def next_day_opening(hours: Hours, moment: datetime) -> datetime | None:
    """When an office opens on a later day than this moment's; None when that lies too far ahead to say."""
    return _next_opening(hours, moment, from_tomorrow=True)


def _closed_because(hours: Hours, moment: datetime) -> Closed | None:
    today, now = moment.date(), moment.time()
    spans = spans_of(hours, today)
    if not spans:
        return Closed.HOLIDAY if today in hours.special else Closed.DAY_OFF
    for opens, closes in spans:
        if opens <= now < closes:
            ends_soon = moment >= datetime.combine(today, closes) - timedelta(minutes=hours.cut_off)
            return Closed.CUT_OFF if ends_soon else None
    if now < spans[0][0]:
        return Closed.BEFORE
    return Closed.BREAK if now < spans[-1][1] else Closed.AFTER


def _next_opening(hours: Hours, moment: datetime, *, from_tomorrow: bool = False) -> datetime | None:
    for days in range(1 if from_tomorrow else 0, LOOK_AHEAD_DAYS):
        day = moment.date() + timedelta(days=days)
        if hours.always_open:
            return datetime.combine(day, time())
        for opens, _closes in spans_of(hours, day):
            if datetime.combine(day, opens) > moment:
                return datetime.combine(day, opens)
    return None


def read_spans(rows: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    """Spans as they are stored and typed: [["08:00", "12:00"], ["13:00", "16:00"]].

    Raises:
        Unusable: a span ends before it begins, or two overlap.
        ValueError: a time is none.
    """
    spans = tuple(sorted((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in rows))
    wrong = _wrong_with(spans)
    if wrong:
        raise Unusable(wrong)
    return spans


def typed_spans(text: str) -> tuple[Span, ...]:
    """Spans as people write them: "08.00–11.30, 13:00-16:00"; nothing is a day off.

    Raises:
        Unusable: this names no hours, a span ends before it begins, or two overlap.
    """
    return read_spans([_typed_row(part.strip()) for part in re.split(r"[,;\n]", text) if part.strip()])


def _typed_row(part: str) -> tuple[str, str]:
    found = SPAN.fullmatch(part)
    if found is None:
        raise Unusable(Wrong.NO_SPANS)
    return f"{found[1]:0>2}:{found[2]}", f"{found[3]:0>2}:{found[4]}"


def stored_spans(spans: Sequence[Span]) -> list[list[str]]:
    """Spans as they are stored; the inverse of `read_spans`."""
    return [[opens.isoformat("minutes"), closes.isoformat("minutes")] for opens, closes in sorted(spans)]


def settings(hours: Hours) -> dict[str, object]:
    """An office's weekly hours as a person sets them: one value each, a weekday's spans under its name."""
    week = {name: stored_spans(hours.weekly.get(day, ())) for day, name in enumerate(WEEKDAYS)}
    return {"always_open": hours.always_open, **week, "cut_off": hours.cut_off}


def stored(hours: Hours) -> dict[str, object]:
    """An office's weekly hours and seasons as they are stored."""
    kept = {"always_open": hours.always_open, "weekly": stored_week(hours.weekly), "cut_off": hours.cut_off}
    return kept | ({"seasons": [_stored_season(each) for each in hours.seasons]} if hours.seasons else {})


def stored_week(weekly: Mapping[int, Sequence[Span]]) -> dict[str, list[list[str]]]:
    """The spans of weekdays as they are stored."""
    return {str(day): stored_spans(spans) for day, spans in weekly.items() if spans}


def read_week(kept: Mapping[str, Sequence[Sequence[str]]]) -> dict[int, tuple[Span, ...]]:
    """The inverse of `stored_week`."""
    return {int(day): read_spans(spans) for day, spans in kept.items()}


def _stored_season(season: Season) -> dict[str, object]:
    ends = {"first": season.first.isoformat(), "last": season.last.isoformat()}
    return {"name": season.name, **ends, "weekly": stored_week(season.weekly)}


def read_seasons(kept: Sequence[Mapping[str, Any]]) -> tuple[Season, ...]:
    """Seasons as they were stored, in their order."""
    seasons = (
        Season(
            each["name"],
            date.fromisoformat(each["first"]),
            date.fromisoformat(each["last"]),
            read_week(each["weekly"]),
        )
        for each in kept
    )
    return tuple(sorted(seasons, key=lambda each: each.first))


def faults(hours: Hours, zone: str) -> Faults:
    """What of its hours no office can keep."""
    found = out_of_bounds(settings(hours), BOUNDS)
    for day, spans in hours.weekly.items():
        wrong = _wrong_with(tuple(sorted(spans)))
        if wrong:
            found[WEEKDAYS[day]] = Fault(wrong)
    if not hours.always_open and not any(hours.weekly.values()):
        found["always_open"] = Fault(Wrong.NEVER_OPEN)
    if zone not in ZONES:
        found["zone"] = Fault(Wrong.NOT_KNOWN, {"name": zone})
    return found


def faults_of_special_day(day: date, name: str, spans: Sequence[Span], hours: Hours, today: date) -> Faults:
    """What keeps a date from becoming one of an office's special days."""
    found: Faults = {}
    if day < today:
        found["day"] = Fault(Wrong.DAY_OVER)
    elif day in hours.special:
        found["day"] = Fault(Wrong.DAY_TAKEN, {"name": hours.special[day].name})
    elif (day - today).days > SPECIAL_DAYS_AHEAD:
        found["day"] = Fault(Wrong.DAY_TOO_FAR)
    if not (name.isprintable() and 0 < len(name.strip()) <= LONGEST_NAME):
        found["name"] = Fault(Wrong.NO_NAME, {"most": str(LONGEST_NAME)})
    wrong = _wrong_with(tuple(sorted(spans)))
    return found | ({"spans": Fault(wrong)} if wrong else {})


def faults_of_season(season: Season, others: Sequence[Season], today: date) -> Faults:
    """What keeps days in a row from having a week of their own, among the office's other seasons."""
    found: Faults = {}
    if season.last < today:
        found["last"] = Fault(Wrong.DAY_OVER)
    elif season.last < season.first:
        found["last"] = Fault(Wrong.ENDS_BEFORE_IT_BEGINS)
    elif (season.last - season.first).days >= LONGEST_SEASON:
        found["last"] = Fault(Wrong.SEASON_TOO_LONG, {"most": str(LONGEST_SEASON)})
    elif (season.last - today).days > SPECIAL_DAYS_AHEAD:
        found["last"] = Fault(Wrong.DAY_TOO_FAR)
    overlapped = next((each for each in others if each.first <= season.last and season.first <= each.last), None)
    if overlapped:
        found["first"] = Fault(Wrong.SEASON_THERE, {"name": overlapped.name})
    if not (season.name.isprintable() and 0 < len(season.name.strip()) <= LONGEST_NAME):
        found["name"] = Fault(Wrong.NO_NAME, {"most": str(LONGEST_NAME)})
    for day, spans in season.weekly.items():
        wrong = _wrong_with(tuple(sorted(spans)))
        if wrong:
            found[WEEKDAYS[day]] = Fault(wrong)
    return found


def _wrong_with(spans: Sequence[Span]) -> Wrong | None:
    if any(opens >= closes for opens, closes in spans):
        return Wrong.ENDS_BEFORE
    return Wrong.OVERLAP if any(before[1] > after[0] for before, after in pairwise(spans)) else None
