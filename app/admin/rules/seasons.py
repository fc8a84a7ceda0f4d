"""Page: days in a row with a week of their own, such as Ramadan."""

from __future__ import annotations

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.hours import AGREES
from app.admin.rules.saving import answer, attempt, page
from app.admin.rules.special_days import Day
from app.admin.rules.week import WeekForm, as_typed
from app.errors import NoSuchDay
from app.office import Office
from app.queueing import reading
from app.queueing.ruling.seasons import add_season, remove_season
from app.rules.schedule import Season, stored_spans


class SeasonForm(WeekForm):
    """Its days, and its week."""

    name = StringField(_l("What it is"), description=_l("Ramadan 1448 H, for example."))
    first = Day(_l("First day"))
    last = Day(_l("Last day"), description=_l("At most 120 days in a row. Special days among them stay special."))
    may_end_today = BooleanField(AGREES)

    @property
    def season(self) -> Season:
        """What was typed, once it could be read."""
        return Season(" ".join((self.name.data or "").split()), self.first.day, self.last.day, self.weekly)


@pages.get("/<branch_code>/rules/seasons")
@set_up_required
def seasons(branch_code: str) -> ResponseReturnValue:
    """The seasons that have not passed; the form begins with the office's own week."""
    office = mine(branch_code)
    return _page(office, SeasonForm(data=as_typed(office.hours.weekly)))


@pages.post("/<branch_code>/rules/seasons")
@set_up_required
def add_a_season(branch_code: str) -> ResponseReturnValue:
    """One more season."""
    office, form = mine(branch_code), SeasonForm()

    def add() -> int:
        return add_season(office.id, form.season, may_end_today=form.may_end_today.data, staff_id=staff().id)

    return answer(attempt({"": form}, add), lambda: _page(office, form), "admin.seasons", branch_code=branch_code)


@pages.post("/<branch_code>/rules/seasons/remove")
@set_up_required
def remove_a_season(branch_code: str) -> ResponseReturnValue:
    """Let the office keep its week again; the page has asked first, and said what it does to today."""
    office = mine(branch_code)
    try:
        first = date.fromisoformat(request.form.get("first", ""))
    except ValueError:
        raise NoSuchDay from None
    seq = remove_season(office.id, first, may_end_today=True, staff_id=staff().id)
    return answer(seq, str, "admin.seasons", branch_code=branch_code)


def _page(office: Office, form: SeasonForm) -> str:
    today = reading.today(office.branch)
    return page(
        "seasons",
        office,
        {"": form},
        coming=[each for each in office.hours.seasons if each.last >= today],
        today=today,
        week=form.week,
        weekdays=list(enumerate(field.label.text for field in form.week)),
        said_day=lambda day: format_date(day, "d MMMM y"),
        stored_spans=stored_spans,
    )
