"""Page: dates that differ from their weekday."""

from __future__ import annotations

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm, Spans
from app.admin.rules.hours import AGREES
from app.admin.rules.saving import answer, attempt, page
from app.errors import NoSuchDay
from app.office import Office
from app.queueing import reading
from app.queueing.ruling.days import add_special_day, remove_special_day, set_special_day


class Day(StringField):
    """A date; `day` is what it means."""

    day: date = date.min

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = valuelist[0] if valuelist else ""
        try:
            self.day = date.fromisoformat(self.data)
        except ValueError:
            raise ValueError(_l("Choose a date.")) from None


class WhatDayForm(RuleForm):
    """What a date is, and its own hours."""

    name = StringField(
        _l("What day it is"),
        description=_l("Citizens read it at the kiosk when the office is closed: Hari Raya Natal."),
    )
    spans = Spans(
        _l("Its own hours"),
        description=_l("For example 08:00–11:30, 13:00–15:00. Left empty, the office gives no numbers on that day."),
    )
    may_end_today = BooleanField(AGREES)


class SpecialDayForm(WhatDayForm):
    """One more date."""

    day = Day(_l("Date"))


@pages.get("/<branch_code>/rules/days")
@set_up_required
def special_days(branch_code: str) -> ResponseReturnValue:
    """The dates that differ, from today on."""
    return _page(mine(branch_code), SpecialDayForm())


@pages.post("/<branch_code>/rules/days")
@set_up_required
def add_a_special_day(branch_code: str) -> ResponseReturnValue:
    """Let one more date differ."""
    office, form = mine(branch_code), SpecialDayForm()

    def add() -> int:
        named, agreed = (form.day.day, form.name.data or "", form.spans.spans), form.may_end_today.data
        return add_special_day(office.id, *named, may_end_today=agreed, staff_id=staff().id)

    return answer(attempt({"": form}, add), lambda: _page(office, form), "admin.special_days", branch_code=branch_code)


@pages.get("/<branch_code>/rules/days/on/<day>")
@set_up_required
def special_day(branch_code: str, day: str) -> ResponseReturnValue:
    """One date as it is now."""
    office = mine(branch_code)
    found = office.hours.special.get(_date(day))
    if found is None:  # somebody removed it meanwhile, as the list tells
        return redirect(url_for("admin.special_days", branch_code=branch_code))
    return _day_page(office, day, WhatDayForm(data={"name": found.name, "spans": found.spans}))


@pages.post("/<branch_code>/rules/days/on/<day>")
@set_up_required
def set_a_special_day(branch_code: str, day: str) -> ResponseReturnValue:
    """Another name or other hours for a date."""
    office, form = mine(branch_code), WhatDayForm()

    def keep() -> int:
        agreed, name = form.may_end_today.data, form.name.data or ""
        return set_special_day(office.id, _date(day), name, form.spans.spans, may_end_today=agreed, staff_id=staff().id)

    return answer(
        attempt({"": form}, keep), lambda: _day_page(office, day, form), "admin.special_days", branch_code=branch_code
    )


@pages.post("/<branch_code>/rules/days/remove")
@set_up_required
def remove_a_special_day(branch_code: str) -> ResponseReturnValue:
    """Let a date be like its weekday again; the page has asked first, and said what it does to today."""
    office = mine(branch_code)
    day = _date(request.form.get("day", ""))
    seq = remove_special_day(office.id, day, may_end_today=True, staff_id=staff().id)
    return answer(seq, str, "admin.special_days", branch_code=branch_code)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay from None


def _day_page(office: Office, day: str, form: WhatDayForm) -> str:
    return page("special_day", office, {"": form}, said_day=format_date(_date(day), "EEEE, d MMMM y"))


def _page(office: Office, form: SpecialDayForm) -> str:
    today = reading.today(office.branch)
    coming = [each for each in office.special_days if each.day >= today]
    return page(
        "special_days",
        office,
        {"": form},
        coming=coming,
        today=today,
        said_day=lambda day: format_date(day, "EEEE, d MMMM y"),
    )
