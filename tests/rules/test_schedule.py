"""When an office gives numbers: hours, breaks, holidays, cut-off, and when to come instead."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.schedule import Closed, Hours, SpecialDay, closing_time, read_spans, standing

OFFICE_HOURS = read_spans([["08:00", "12:00"], ["13:00", "16:00"]])
FRIDAY = read_spans([["08:00", "11:30"], ["13:00", "16:30"]])
HOURS = Hours(
    weekly={0: OFFICE_HOURS, 1: OFFICE_HOURS, 2: OFFICE_HOURS, 3: OFFICE_HOURS, 4: FRIDAY},
    special={
        date(2026, 12, 25): SpecialDay("Hari Raya Natal"),
        date(2026, 11, 26): SpecialDay("Rapat kota", read_spans([["08:00", "10:00"]])),
    },
    cut_off=30,
)


@pytest.mark.parametrize(
    ("moment", "why", "opens"),
    [
        ("2026-11-23 07:59", Closed.BEFORE, "2026-11-23 08:00"),
        ("2026-11-23 08:00", None, None),
        ("2026-11-23 11:29", None, None),
        ("2026-11-23 11:30", Closed.CUT_OFF, "2026-11-23 13:00"),
        ("2026-11-23 12:00", Closed.BREAK, "2026-11-23 13:00"),
        ("2026-11-23 15:30", Closed.CUT_OFF, "2026-11-24 08:00"),
        ("2026-11-23 16:00", Closed.AFTER, "2026-11-24 08:00"),
        ("2026-11-27 11:45", Closed.BREAK, "2026-11-27 13:00"),  # Friday prayer
        ("2026-11-28 09:00", Closed.DAY_OFF, "2026-11-30 08:00"),
        ("2026-12-25 09:00", Closed.HOLIDAY, "2026-12-28 08:00"),
        ("2026-11-26 09:15", None, None),
        ("2026-11-26 10:30", Closed.AFTER, "2026-11-27 08:00"),
    ],
)
def test_a_refusal_says_why_and_when_to_come(moment: str, why: Closed | None, opens: str | None) -> None:
    found = standing(HOURS, datetime.fromisoformat(moment))
    assert (found.is_open, found.why) == (why is None, why)
    assert found.opens_at == (datetime.fromisoformat(opens) if opens else None)


def test_opened_by_hand_beats_a_holiday_and_closed_by_hand_beats_the_hours() -> None:
    christmas, monday = datetime(2026, 12, 25, 9), datetime(2026, 11, 23, 9)
    assert standing(
        Hours(weekly=HOURS.weekly, special=HOURS.special, forced_open_on=christmas.date()), christmas
    ).is_open
    closed = standing(Hours(weekly=HOURS.weekly, closed_on=monday.date()), monday)
    assert (closed.why, closed.opens_at) == (Closed.BY_HAND, datetime(2026, 11, 24, 8))


def test_a_day_ends_at_its_last_closing_and_a_forced_open_one_at_midnight() -> None:
    assert closing_time(HOURS, date(2026, 11, 23)) == datetime(2026, 11, 23, 16)
    assert closing_time(HOURS, date(2026, 11, 28)) is None
    assert closing_time(Hours(weekly=HOURS.weekly, forced_open_on=date(2026, 11, 23)), date(2026, 11, 23)) is None


@given(st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31)))
def test_when_it_says_to_come_the_office_is_open(moment: datetime) -> None:
    found = standing(HOURS, moment)
    if found.opens_at:
        assert found.opens_at > moment
        assert standing(HOURS, found.opens_at).is_open


@pytest.mark.parametrize(
    "rows", [[["12:00", "08:00"]], [["08:00", "12:00"], ["11:00", "13:00"]], [["8", "nine"]], [["08:00", "08:00"]]]
)
def test_hours_that_make_no_sense_are_refused(rows: list[list[str]]) -> None:
    with pytest.raises(ValueError):
        read_spans(rows)


def test_spans_are_read_in_order() -> None:
    assert read_spans([["13:00", "16:00"], ["08:00", "12:00"]])[0] == (time(8), time(12))
