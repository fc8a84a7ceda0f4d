"""Rekap harian: an office's day as a page, as a table for Excel, and as a closing slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from math import ceil
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_decimal, format_percent, get_locale, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import Headers

from app.access import MAY_LOOK, SETS_UP, my_office, roles_required, staff
from app.admin.routes import pages
from app.admin.spreadsheet import Row, as_csv
from app.errors import GiliranError
from app.office import Office
from app.queueing import reading, reporting
from app.queueing.figures import DayFigures, Spread, Tally, Times
from app.rules.texts import DEFAULT_LANGUAGE, said_in


class DayUnknown(GiliranError):
    """The address names no day that can be shown."""

    code, status = "day-unknown", 400
    message = _l("This day cannot be shown. Choose today or an earlier day, written as 2026-11-23.")


@pages.get("/<branch_code>/recap")
@roles_required(*MAY_LOOK)
def recap(branch_code: str) -> ResponseReturnValue:
    """An office's day in numbers."""
    office, day, today = _asked_for(branch_code)
    may_set_up = staff().holds_in(office.id, *SETS_UP)
    return render_template(
        "admin/recap.html",
        office=office,
        branch=office.branch,
        figures=reporting.day_figures(office, day),
        day=day,
        day_before=day - timedelta(days=1) if day > date.min else None,
        day_after=day + timedelta(days=1) if day < today else None,
        today=today,
        tables=TABLES,
        may_print=bool(office.printers) and may_set_up,
        may_set_up=may_set_up,
        was_put="printed" in request.args,
        said_day=said_day,
        minutes=minutes,
        whole_minutes=lambda seconds: format_decimal(ceil(seconds / 60)),
        percent=lambda share: format_percent(share, "#,##0%"),
        decimal=lambda number: format_decimal(number, "#,##0.0"),
    )


@pages.get("/<branch_code>/recap.csv")
@roles_required(*MAY_LOOK)
def recap_table(branch_code: str) -> ResponseReturnValue:
    """One table of an office's day as CSV, as Indonesian Excel opens it by a double click."""
    office, day, _today = _asked_for(branch_code)
    name = request.args.get("table", "services")
    if name not in TABLES:
        name = "services"
    rows = TABLES[name][1](office, reporting.day_figures(office, day))
    headers = Headers({"Content-Type": "text/csv; charset=utf-8"})
    file = f"rekap-{office.branch.code}-{day.isoformat()}-{name}.csv"
    headers.set("Content-Disposition", "attachment", filename=file)
    return Response(as_csv(rows), headers=headers)


@pages.post("/<branch_code>/recap/print")
@roles_required(*SETS_UP)
def print_recap(branch_code: str) -> ResponseReturnValue:
    """Put the closing slip of a day into the spool."""
    office, day, _today = _asked_for(branch_code)
    reporting.print_recap(office.id, day, staff().id)
    return redirect(url_for("admin.recap", branch_code=branch_code, day=day.isoformat(), printed=1), 303)


def _asked_for(branch_code: str) -> tuple[Office, date, date]:
    office = reading.office(branch_code)
    my_office(office.branch)
    today = reading.today(office.branch)
    asked = request.values.get("day")
    try:
        day = date.fromisoformat(asked) if asked else today
    except ValueError:
        raise DayUnknown from None
    if day > today:
        raise DayUnknown
    return office, day, today


def said_day(day: date) -> str:
    """A day as people say it: "Senin, 23 November 2026"."""
    return str(format_date(day, "EEEE, d MMMM y"))


def minutes(seconds: int | float | None) -> str:
    """Seconds as minutes with one decimal, in the reader's way to write it; a dash for nothing."""
    return "–" if seconds is None else str(format_decimal(seconds / 60, "#,##0.0"))


def _service_rows(office: Office, figures: DayFigures) -> Iterator[Row]:
    yield [*_first_titles(), gettext("Queue"), gettext("Code"), gettext("Service"), *_tally_titles(), *_time_titles()]
    first, language = _first(office, figures), str(get_locale() or DEFAULT_LANGUAGE)
    for each in figures.services:
        name = said_in(each.service.name, language)
        yield [
            *first,
            each.service.letter,
            each.service.code,
            name,
            *_tally_cells(each.tally),
            *_times_cells(each.times),
        ]
    total = gettext("All services")
    yield [*first, "", "", total, *_tally_cells(figures.tally), *_times_cells(figures.times)]


def _counter_rows(office: Office, figures: DayFigures) -> Iterator[Row]:
    titles = [
        gettext("Open"),
        gettext("Serving citizens"),
        gettext("Calling citizens"),
        gettext("Paused"),
        gettext("Idle"),
    ]
    seconds = [gettext("%(what)s (seconds)", what=title) for title in titles]
    yield [*_first_titles(), gettext("Counter"), gettext("Served"), gettext("Sent on"), *seconds]
    for each in figures.counters:
        time = each.time
        spent = [time.open, time.serving, time.calling, time.paused, time.idle]
        yield [*_first(office, figures), each.counter.number, each.served, time.sent_on, *spent]


def _hour_rows(office: Office, figures: DayFigures) -> Iterator[Row]:
    yield [*_first_titles(), gettext("Hour (from)"), gettext("Numbers given"), gettext("Served")]
    for each in figures.hours:
        yield [*_first(office, figures), f"{each.hour:02d}:00", each.arrived, each.served]


Table = Callable[[Office, DayFigures], Iterator[Row]]
TABLES: dict[str, tuple[Any, Table]] = {
    "services": (_l("Services"), _service_rows),
    "counters": (_l("Counters"), _counter_rows),
    "hours": (_l("Hours"), _hour_rows),
}


def _first_titles() -> Row:
    # In every row, so that the files of several days and offices can be put under each other.
    return [gettext("Office"), gettext("Day")]


def _first(office: Office, figures: DayFigures) -> Row:
    return [office.branch.name, figures.day.isoformat()]


def _tally_titles() -> Row:
    return [
        gettext("Numbers given"),
        gettext("Served"),
        gettext("Did not come"),
        gettext("Cancelled"),
        gettext("Not served by closing"),
        gettext("Not ended yet"),
    ]


def _tally_cells(tally: Tally) -> Row:
    return [tally.issued, tally.served, tally.no_show, tally.cancelled, tally.expired, tally.still_open]


def _time_titles() -> Row:
    return [
        title
        for what in (gettext("Waiting"), gettext("Walking"), gettext("At the counter"), gettext("Set aside"))
        for title in (
            gettext("%(what)s (citizens)", what=what),
            gettext("%(what)s, mean (seconds)", what=what),
            gettext("%(what)s, median (seconds)", what=what),
            gettext("%(what)s, 9 of 10 within (seconds)", what=what),
            gettext("%(what)s, longest (seconds)", what=what),
        )
    ]


def _times_cells(times: Times) -> Row:
    return [cell for each in (times.wait, times.walk, times.service, times.hold) for cell in _spread_cells(each)]


def _spread_cells(spread: Spread | None) -> Row:
    if spread is None:
        return [0, "", "", "", ""]
    return [spread.count, spread.mean, spread.median, spread.p90, spread.longest]
