"""Budi keeps the calendar: the holidays of the year, a day called otherwise, Ramadan with a week of its own."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import holidays
from app.db import db
from app.errors import SettingsUnusable
from app.office import Office
from app.queueing import reading
from app.queueing.ruling.days import take_over_holidays
from app.queueing.ruling.hours import set_hours
from app.queueing.ruling.seasons import add_season, remove_season
from app.rules.office import USUAL_WEEK
from app.rules.schedule import Hours, Season, read_seasons, spans_of, standing, stored
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

ROOT = Path(__file__).resolve().parents[2]
DAYS = "/admin/karawaci/rules/days"
SEASONS = "/admin/karawaci/rules/seasons"
SHORT = {day: ((clock(8), clock(14)),) for day in range(5)}
RAMADAN = Season("Ramadan", date(2027, 2, 8), date(2027, 3, 9), SHORT)


def office(hall: Hall) -> Office:
    db.session.rollback()
    return reading.office_of(hall.branch_id)


def test_ticked_holidays_are_taken_over_and_no_others(budi: Browser, hall: Hall) -> None:
    set_hours(hall.branch_id, USUAL_WEEK, "Asia/Jakarta")
    page = budi.get(f"{DAYS}/holidays?year=2026&lang=en")
    assert 'value="2026-12-25" checked' in page
    assert "2026-08-17" not in page  # it is over
    budi.post(f"{DAYS}/holidays", 303, day="2026-12-25")
    days = office(hall).hours.special
    assert list(days) == [date(2026, 12, 25)]
    assert days[date(2026, 12, 25)].name == "Hari Raya Natal"
    assert "is among the special days" in budi.get(f"{DAYS}/holidays?year=2026&lang=en")


def test_a_day_that_is_special_already_stays_as_it_is(hall: Hall, time: TurnableClock) -> None:
    christmas = date(2026, 12, 25)
    take_over_holidays(hall.branch_id, {christmas: "Natal"})
    assert take_over_holidays(hall.branch_id, {christmas: "Hari Raya Natal"}) == 0
    assert office(hall).hours.special[christmas].name == "Natal"


def test_only_days_the_library_names_are_taken_over(budi: Browser, hall: Hall) -> None:
    budi.get(f"{DAYS}/holidays")
    budi.post(f"{DAYS}/holidays", 303, day="2026-12-07")
    assert not office(hall).hours.special


def test_a_special_day_is_called_otherwise_and_gets_hours(budi: Browser, hall: Hall) -> None:
    take_over_holidays(hall.branch_id, {date(2026, 12, 24): "Cuti Bersama"})
    budi.get(f"{DAYS}/on/2026-12-24")
    budi.post(f"{DAYS}/on/2026-12-24", 303, name="Malam Natal", spans="08.00-11.00")
    assert "Malam Natal" in budi.get(DAYS)
    budi.post(f"{DAYS}/on/2026-12-24?lang=en", 422, name="", spans="11-8")
    budi.get(f"{DAYS}/on/2026-12-23", 302)


def test_a_server_starts_without_what_is_needed_twice_a_year() -> None:
    look = "import sys; from app import create_app; create_app(); print({'holidays', 'openpyxl'} & set(sys.modules))"
    started = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert started.stdout.strip() == "set()"
    assert holidays.of_year(2026)[date(2026, 8, 17)].startswith("Hari Kemerdekaan")


def test_ramadan_has_its_own_week_and_ends_by_itself(budi: Browser, hall: Hall) -> None:
    set_hours(hall.branch_id, USUAL_WEEK, "Asia/Jakarta")
    budi.get(SEASONS)
    form = {"name": "Ramadan 1448 H", "first": "2027-02-08", "last": "2027-03-09", "monday": "08:00-14:00"}
    budi.post(SEASONS, 303, **form)
    assert "Ramadan 1448 H" in budi.get(SEASONS)
    hours = office(hall).hours
    assert standing(hours, datetime(2027, 2, 8, 14, 30)).is_open is False
    assert standing(hours, datetime(2027, 3, 15, 14, 30)).is_open is True
    set_hours(hall.branch_id, USUAL_WEEK, "Asia/Makassar")
    assert office(hall).hours.seasons == hours.seasons
    budi.post(f"{SEASONS}/remove", 303, first="2027-02-08")
    assert not office(hall).hours.seasons


def test_what_a_season_cannot_be_is_said_at_its_field(budi: Browser, hall: Hall) -> None:
    budi.get(SEASONS)
    page = budi.post(f"{SEASONS}?lang=en", 422, name="", first="2027-02-08", last="2027-02-01", friday="x")
    assert "Write hours as" in page
    page = budi.post(f"{SEASONS}?lang=en", 422, name="", first="2027-02-08", last="2027-02-01")
    assert "lies before the first" in page and "citizens read it" in page
    add_season(hall.branch_id, RAMADAN)
    with pytest.raises(SettingsUnusable) as refused:
        add_season(hall.branch_id, RAMADAN)
    assert list(refused.value.faults) == ["first"]
    remove_season(hall.branch_id, RAMADAN.first)


@given(st.dates(date(2027, 1, 1), date(2027, 4, 30)))
def test_a_season_rules_its_own_days_alone(day: date) -> None:
    hours = Hours(weekly=USUAL_WEEK.weekly, seasons=(RAMADAN,))
    week = SHORT if RAMADAN.holds(day) else USUAL_WEEK.weekly
    assert spans_of(hours, day) == tuple(week.get(day.weekday(), ()))


@given(st.dates(date(2027, 1, 1), date(2030, 1, 1)), st.integers(0, 119))
def test_seasons_are_read_as_they_were_stored(first: date, more: int) -> None:
    season = Season("Ramadan", first, first + timedelta(days=more), SHORT)
    kept = stored(Hours(seasons=(season,)))["seasons"]
    assert read_seasons(kept) == (season,)  # type: ignore[arg-type]
