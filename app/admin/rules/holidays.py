"""Page: the coming holidays to tick and take over as special days."""

from __future__ import annotations

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from app import holidays
from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.saving import page
from app.office import Office
from app.queueing import reading
from app.queueing.ruling.days import take_over_holidays
from app.rules.schedule import spans_of


@pages.get("/<branch_code>/rules/days/holidays")
@set_up_required
def coming_holidays(branch_code: str) -> ResponseReturnValue:
    """What the law and the joint decree name for a year, those on working days ticked."""
    office = mine(branch_code)
    today = reading.today(office.branch)
    years = [today.year + ahead for ahead in range(holidays.KNOWN_AHEAD + 1)]
    year = request.args.get("year", type=int)
    year = year if year in years else years[-1] if today.month > 9 else years[0]
    return page(
        "holidays",
        office,
        year=year,
        years=years,
        offered=_offered(office, year, today),
        said_day=lambda day: format_date(day, "EEEE, d MMMM"),
    )


@pages.post("/<branch_code>/rules/days/holidays")
@set_up_required
def take_holidays(branch_code: str) -> ResponseReturnValue:
    """Close the office on the ticked days."""
    office = mine(branch_code)
    ticked = set(request.form.getlist("day")[:100])
    today = reading.today(office.branch)
    days = {
        day: name
        for year in range(today.year, today.year + holidays.KNOWN_AHEAD + 1)
        for day, name in holidays.of_year(year).items()
        if day.isoformat() in ticked
    }
    # Today itself is never among the ticks of a working day by chance: the page says so beside it.
    seq = take_over_holidays(office.id, days, may_end_today=today in days, staff_id=staff().id)
    return redirect(url_for("admin.special_days", branch_code=branch_code, saved=seq), 303)


def _offered(office: Office, year: int, today: date) -> list[tuple[date, str, str]]:
    """The days from today on: each with its name and how it stands, "there", "off" or "new"."""
    hours = office.hours
    coming = [(day, name) for day, name in holidays.of_year(year).items() if day >= today]
    return [
        (day, name, "there" if day in hours.special else "new" if spans_of(hours, day) or hours.always_open else "off")
        for day, name in coming
    ]
