"""Page: the standard of a service, its fourteen components, and its versions by date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.access import staff
from app.admin.furnishing.services import service_of
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm
from app.admin.rules.saving import answer, attempt, page
from app.admin.rules.special_days import Day
from app.errors import NoSuchDay
from app.models import Service
from app.office import Office
from app.queueing import reading
from app.queueing.furnishing import catalogue_views
from app.queueing.furnishing.following import published
from app.queueing.furnishing.standards import set_standard, withdraw_standard
from app.rules import standard as rules
from app.rules.catalogue import at, decided
from app.rules.standard import BEHIND, COMPONENTS, DELIVERY, LISTED, SINCE_EVER, Components, Version, in_force
from app.rules.texts import STAFF_LANGUAGES
from app.standard_words import STANDARD

SAYS = {
    "requirements": _l("One paper a line: citizens tick them at the kiosk, and the slip lists them."),
    "duration": _l("With complete papers, as citizens read it at the kiosk: 15 menit, 1 hari kerja."),
    "fee": _l("What citizens pay, as they read it at the kiosk: Gratis."),
    "complaints": _l("Where complaints, suggestions and praise go, and who answers within how long."),
    "legal_basis": _l("The laws and decrees the service rests on."),
    "procedure": _l("The steps from the application to the document."),
}
"""What a component is for, where its name alone does not say it."""


class StandardForm(RuleForm):
    """From when it counts; the components are fields of their own, two languages each."""

    counts_from = Day(
        _l("Counts from"),
        description=_l("Until that day citizens read the version before. Earlier versions stay and can be read below."),
    )


for _name in COMPONENTS:
    for _language in STAFF_LANGUAGES:
        setattr(StandardForm, f"{_name}_{_language}", StringField(STANDARD[_name]))


@pages.get("/<branch_code>/offer/<code>/standard")
@set_up_required
def standard(branch_code: str, code: str) -> ResponseReturnValue:
    """The standard as it counts today; `?on=` shows how it was or will be on another day."""
    office = mine(branch_code)
    service, today = service_of(office, code), reading.today(office.branch)
    on = date_in(request.args["on"]) if "on" in request.args else today
    return _page(office, service, filled_form(service.standards, on, today), on)


@pages.post("/<branch_code>/offer/<code>/standard")
@set_up_required
def set_a_standard(branch_code: str, code: str) -> ResponseReturnValue:
    """Publish a version."""
    office, form = mine(branch_code), StandardForm()
    service = service_of(office, code)

    def keep() -> int:
        day = form.counts_from.day
        return set_standard(office.id, code, meant(form, in_force(service.standards, day)), day, staff().id)

    seq = attempt({"": form}, keep)
    today = reading.today(office.branch)
    around = {"on": form.counts_from.data} if form.counts_from.day > today else {}
    return answer(
        seq, lambda: _page(office, service, form, today), "admin.standard", branch_code=branch_code, code=code, **around
    )


@pages.post("/<branch_code>/offer/<code>/standard/withdraw")
@set_up_required
def withdraw_a_standard(branch_code: str, code: str) -> ResponseReturnValue:
    """Take back a version that has not begun to count; the page has asked first."""
    office = mine(branch_code)
    seq = withdraw_standard(office.id, code, date_in(request.form.get("counts_from", "")), staff().id)
    return answer(seq, str, "admin.standard", branch_code=branch_code, code=code)


def date_in(text: str) -> date:
    """A date of an address or a form; raises NoSuchDay."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay from None


def filled_form(versions: Sequence[Version], on: date, today: date) -> StandardForm:
    """The form as a version fills it that counts on a day; what is written into it counts from then, or from today."""
    data: dict[str, Any] = _as_lines(in_force(versions, on)) | {"counts_from": max(on, today).isoformat()}
    return StandardForm(data=data)


def _as_lines(components: Components) -> dict[str, str]:
    return {
        f"{name}_{language}": "\n".join(text) if name in LISTED else text
        for name, texts in components.items()
        for language, text in texts.items()
        if language in STAFF_LANGUAGES
    }


def meant(form: StandardForm, before: Components) -> Components:
    """The standard that somebody wrote; what citizens read in their own language is not asked for, and stays."""
    typed = {name: {each: form[f"{name}_{each}"].data for each in STAFF_LANGUAGES} for name in COMPONENTS}
    others = {
        name: {each: text for each, text in texts.items() if each not in STAFF_LANGUAGES}
        for name, texts in before.items()
    }
    said = rules.as_typed(typed)
    return {
        name: {**said.get(name, {}), **others.get(name, {})} for name in COMPONENTS if name in said or others.get(name)
    }


def around_form(versions: Sequence[Version], on: date, today: date) -> dict[str, Any]:
    """What a page of a standard shows around its fields: its parts in order, and its versions."""
    begins = [each.counts_from for each in versions]
    return {
        "parts": ((gettext("What citizens meet"), DELIVERY), (gettext("What stands behind it"), BEHIND)),
        "says": SAYS,
        "short": rules.SHORT,
        "versions": [(day, said_begin(day)) for day in reversed(begins)],
        "shown": max((day for day in begins if day <= on), default=None),
        "counting": max((day for day in begins if day <= today), default=None),
        "today": today,
        "filled": len([name for name in COMPONENTS if in_force(versions, today).get(name)]),
    }


def _page(office: Office, service: Service, form: StandardForm, on: date) -> str:
    today = reading.today(office.branch)
    theirs = catalogue_views.service(service.code) if service.follows else None
    versions = published(service.standards)
    days = [each.counts_from for each in versions]
    return page(
        "standard",
        office,
        {"": form},
        folder="furnishing",
        service=service,
        theirs=in_force(theirs.standards, on) if theirs else None,
        brought=[day for day in days if day > today and not decided(versions, day)] if theirs else (),
        own=at(versions, on).own,
        **around_form(service.standards, on, today),
    )


def said_begin(day: date) -> str:
    """From when a version counts, in words."""
    return str(gettext("from the beginning") if day == SINCE_EVER else format_date(day, "d MMMM y"))
