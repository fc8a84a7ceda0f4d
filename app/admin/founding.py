"""Pages: five questions, what will be made of the answers, and a new office.

The answers travel in the address of each step, so that going back loses nothing and a GET keeps nothing; only the
last button makes something.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from app import seeds
from app.access import reaches_all, roles_required, staff
from app.admin.furnishing.letters import said_likeness
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import Choice, WholeNumber
from app.admin.rules.hours import ZONES
from app.admin.rules.names import ALWAYS_OPEN, NAMES
from app.admin.rules.week import WeekForm, as_typed
from app.clock import now, office_day
from app.db import db
from app.errors import NotYours, SettingsUnusable
from app.fault_words import fault_words
from app.models import Role
from app.queueing import reading
from app.queueing.furnishing.beginning import catalogue_set
from app.queueing.furnishing.founding import found_office as make
from app.queueing.furnishing.founding import service_sets
from app.rules import office as rules
from app.rules.faults import Faults
from app.rules.letters import unclear
from app.rules.office import CATALOGUE, EMPTY, USUAL_WEEK, Founding
from app.rules.schedule import BOUNDS, WEEKDAYS, Hours

YES, NO = "yes", "no"
QUESTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_l("Which office is it?"), ("name", "code", "address")),
    (_l("Which clock does it follow?"), ("zone",)),
    (_l("When does it give numbers?"), ("always_open", *WEEKDAYS, "cut_off")),
    (_l("How many counters does it have?"), ("counters",)),
    (_l("Which services does it begin with?"), ("services",)),
)
PREVIEW = len(QUESTIONS) + 1

admin_required = roles_required(Role.ADMIN)


class OfficeForm(WeekForm):
    """The answers."""

    name = StringField(_l("Name"), description=_l("As citizens know it: Kecamatan Karang Tengah."))
    code = StringField(
        _l("Code"),
        description=_l("In its addresses, for ever: /kiosk/karang-tengah. Left empty, it is made from the name."),
    )
    address = StringField(_l("Address"), description=_l("Stands on the slip. May be empty."))
    zone = Choice(NAMES["zone"], ZONES)
    always_open = Choice(NAMES["always_open"], {NO: (ALWAYS_OPEN[False], ""), YES: (ALWAYS_OPEN[True], "")})
    cut_off = WholeNumber(
        NAMES["cut_off"],
        BOUNDS["cut_off"],
        description=_l("So long before closing and before each break no new number is given."),
    )
    counters = WholeNumber(
        _l("Counters"),
        rules.BOUNDS["counters"],
        description=_l("Numbered from 1; each serves every queue at first. All of that can be changed later."),
    )
    services = Choice(
        _l("Service set"),
        {
            CATALOGUE: (
                _l("The city's catalogue"),
                _l(
                    "The services that the city describes for all offices. They follow it: what it changes counts here."
                ),
            ),
            "sekarang": (_l("Today's services of a kecamatan"), _l("With the names that superseded older permits.")),
            "paten-2016": (_l("PATEN 2016"), _l("The services of a kecamatan as they were in 2016.")),
            EMPTY: (_l("None yet"), _l("For another kind of office: you add queues and services yourself.")),
        },
    )

    @property
    def wanted(self) -> Founding:
        """The office as typed, once it could be read."""
        name = " ".join((self.name.data or "").split())
        return Founding(
            name=name,
            code=(self.code.data or "").strip() or rules.code_of(name),
            zone=self.zone.data or "",
            hours=Hours(
                weekly=self.weekly,
                cut_off=self.cut_off.data or 0,
                always_open=self.always_open.data == YES,
            ),
            counters=self.counters.data or 0,
            services=self.services.data or "",
            address=" ".join((self.address.data or "").split()),
        )


@pages.get("/new-office")
@admin_required
def new_office() -> ResponseReturnValue:
    """One question, or what will be made of the answers."""
    _must_reach_all()
    asked = min(max(request.args.get("step", 1, type=int), 1), PREVIEW)
    form = _form()
    # Whoever comes to a step has answered those before it: the first that does not hold is asked again.
    wrong = next((at for at in range(1, asked) if not _holds(form, at)), None) if asked > 1 else None
    return _page(form, wrong or asked, bool(wrong)), 422 if wrong else 200


@pages.post("/new-office")
@admin_required
def found_office() -> ResponseReturnValue:
    """Make the office of the answers."""
    _must_reach_all()
    form = _form()
    wrong = next((at for at in range(1, PREVIEW) if not _holds(form, at)), None)
    if wrong:
        return _page(form, wrong, True), 422
    try:
        code = make(form.wanted, _pages_at(), staff().id)
    except SettingsUnusable as unusable:
        _tell(form, unusable.faults)
        return _page(form, _step_of(next(iter(unusable.faults))), True), 422
    return redirect(url_for("admin.begun", branch_code=code), 303)


@pages.get("/<branch_code>/begun")
@set_up_required
def begun(branch_code: str) -> ResponseReturnValue:
    """An office that was just made: what can be done now, and what comes next."""
    office = mine(branch_code)
    is_open = reading.standing(office).is_open
    return render_template("admin/founding/begun.html", office=office, branch=office.branch, is_open=is_open)


def _chosen(wanted: Founding) -> dict[str, Any]:
    if wanted.services == CATALOGUE:
        return catalogue_set(db.session(), office_day(now(), wanted.zone))
    return seeds.read_set(wanted.services) if wanted.services in seeds.SETS else {"letters": [], "services": []}


def _must_reach_all() -> None:
    if not reaches_all():
        raise NotYours


def _form() -> OfficeForm:
    usual = OfficeForm(
        formdata=None,
        data={
            **as_typed(USUAL_WEEK.weekly),
            "always_open": NO,
            "cut_off": USUAL_WEEK.cut_off,
            "zone": "Asia/Jakarta",
            "counters": 4,
        },
    )
    sets = service_sets(db.session())
    begins_with = CATALOGUE if CATALOGUE in sets else seeds.SETS[-1]
    answers = {name: str(field.data or "") for name, field in usual._fields.items()} | {"services": begins_with}
    given = {name: value for name, value in request.values.items() if name in answers}
    form = OfficeForm(formdata=MultiDict(answers | given))
    form.services.leave((*sets, EMPTY))
    return form


def _holds(form: OfficeForm, step: int) -> bool:
    readable = [form[name].validate(form) for name in QUESTIONS[step - 1][1]]
    if all(readable):
        taken = {branch.code for branch in reading.branches()} | _pages_at()
        faults = rules.faults(form.wanted, service_sets(db.session()), taken)
        _tell(form, {name: fault for name, fault in faults.items() if name in QUESTIONS[step - 1][1]})
    return not any(form[name].errors for name in QUESTIONS[step - 1][1])


def _tell(form: OfficeForm, faults: Faults) -> None:
    for name, fault in faults.items():
        form[name].errors = [fault_words(fault)]


def _step_of(name: str) -> int:
    return next(at for at, (_words, names) in enumerate(QUESTIONS, 1) if name in names)


def _pages_at() -> set[str]:
    """The first words of addresses that are pages of their own, where an office's code would stand."""
    places = ("/admin/", "/kiosk/", "/display/")
    rests = (rule.rule.removeprefix(place) for rule in current_app.url_map.iter_rules() for place in places)
    return {rest.partition("/")[0] for rest in rests if rest and not rest.startswith(("/", "<"))}


def _page(form: OfficeForm, step: int, wrong: bool) -> str:
    wanted = form.wanted
    chosen = _chosen(wanted) if step == PREVIEW else {"letters": [], "services": []}
    return render_template(
        "admin/founding/question.html",
        form=form,
        step=step,
        steps=len(QUESTIONS),
        question=QUESTIONS[step - 1][0] if step < PREVIEW else "",
        asked=QUESTIONS[step - 1][1] if step < PREVIEW else (),
        week=form.week,
        wrong=wrong,
        wanted=wanted,
        chosen=chosen,
        warnings=[said_likeness(each) for each in unclear([each["letter"] for each in chosen["letters"]])],
        follows=wanted.services == CATALOGUE,
        zone_words=dict(ZONES).get(wanted.zone, (wanted.zone,))[0],
        is_first=not reading.branches(),
    )
