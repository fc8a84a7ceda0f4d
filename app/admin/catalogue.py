"""Pages: the city's catalogue of services, and how each office follows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app import seeds
from app.access import reaches_all, roles_required, staff
from app.admin.furnishing.pictures import PICTURES, TileForm, tile_data
from app.admin.furnishing.standard import StandardForm, around_form, date_in, filled_form, meant
from app.admin.routes import pages
from app.admin.rules.fields import RuleForm
from app.admin.rules.names import said_parts
from app.admin.rules.saving import answer, attempt, seen_at
from app.errors import NoSuchBranch, NotYours
from app.models import CatalogueService, Role
from app.office import Office
from app.queueing import reading
from app.queueing.furnishing import catalogue as verbs
from app.queueing.furnishing import catalogue_views
from app.queueing.furnishing.errors import CatalogueChanged
from app.queueing.furnishing.services import Face
from app.queueing.furnishing.taking import join
from app.rules.standard import in_force

P = ParamSpec("P")
R = TypeVar("R")

sees_catalogue = roles_required(Role.CITY, Role.AUDITOR)


def keeps_catalogue(page: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever acts for the whole city: the catalogue is of all of its offices."""

    @wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not reaches_all():
            raise NotYours
        return page(*args, **kwargs)

    return roles_required(Role.CITY)(guarded)


class CatalogueForm(TileForm):
    """A service of the catalogue: its code, once and for all, and what citizens see."""

    code = StringField(
        _l("Code"),
        description=_l("Capital letters, digits, hyphens: A-KTPR. An office's service of this code can follow it."),
    )
    letter = StringField(
        _l("Usual queue"),
        description=_l("The letter an office is offered for it. Each office decides in which queue it stands."),
    )

    @property
    def face(self) -> Face:
        """How citizens see it, as typed."""
        return Face(self.words, (self.letter.data or "").strip().upper(), self.chosen_icon)


@pages.get("/catalogue")
@sees_catalogue
def catalogue() -> ResponseReturnValue:
    """All services of the catalogue, and how many offices follow each."""
    offices, services = _offices(), catalogue_views.every_service()
    rows = [
        (each, catalogue_views.standings(each, offices), catalogue_views.joinings(each, offices)) for each in services
    ]
    known = {each.code for each in services}
    ready = {name: len([each for each in _set(name) if each["code"] not in known]) for name in seeds.SETS}
    return _page("list", rows=rows, ready=ready)


@pages.post("/catalogue/begin")
@keeps_catalogue
def begin_catalogue() -> ResponseReturnValue:
    """Add all services of a ready set that are not there."""
    name = request.form.get("set", "")
    added = verbs.add_set(name, staff().id) if name in seeds.SETS else 0
    return redirect(url_for("admin.catalogue", saved=added), 303)


@pages.get("/catalogue/new")
@keeps_catalogue
def new_catalogue_service() -> ResponseReturnValue:
    """A service to be described; `?from=` begins with one of the ready ones."""
    ready = _ready_by_code().get(request.args.get("from", ""))
    data = {"picture": "file-text"}
    if ready:
        data = tile_data(ready["name"], ready["icon"]) | {"code": ready["code"], "letter": ready["code"][0]}
    return _service_page(CatalogueForm(data=data))


@pages.post("/catalogue/new")
@keeps_catalogue
def add_catalogue_service() -> ResponseReturnValue:
    """One more service; a ready one brings its standard."""
    form = CatalogueForm()
    code = (form.code.data or "").strip().upper()
    components = seeds.components_of(_ready_by_code().get(code, {}))
    version = attempt({"": form}, lambda: verbs.add_service(code, form.face, components, staff().id))
    return answer(version, lambda: _service_page(form), "admin.catalogue_service", code=code)


@pages.get("/catalogue/<code>")
@sees_catalogue
def catalogue_service(code: str) -> ResponseReturnValue:
    """A service as the catalogue has it, and how each office stands to it."""
    service = catalogue_views.service(code)
    form = CatalogueForm(data=tile_data(service.name, service.icon) | {"letter": service.letter})
    return _service_page(form, service)


@pages.post("/catalogue/<code>")
@keeps_catalogue
def set_catalogue_service(code: str) -> ResponseReturnValue:
    """Another name, picture or usual queue."""
    form, service = CatalogueForm(), catalogue_views.service(code)
    version = attempt({"": form}, lambda: verbs.set_face(code, form.face, staff().id))
    return answer(version, lambda: _service_page(form, service), "admin.catalogue_service", code=code)


@pages.post("/catalogue/<code>/retire")
@keeps_catalogue
def retire_catalogue_service(code: str) -> ResponseReturnValue:
    """Offer a service to no further office; the page has asked first."""
    verbs.set_retired(code, True, staff().id)
    return redirect(url_for("admin.catalogue_service", code=code), 303)


@pages.post("/catalogue/<code>/withdraw-service")
@keeps_catalogue
def withdraw_catalogue_service(code: str) -> ResponseReturnValue:
    """Take a service out of the catalogue; offices keep it as their own. The page has asked first."""
    verbs.withdraw_service(code, staff().id)
    return redirect(url_for("admin.catalogue_service", code=code), 303)


@pages.post("/catalogue/<code>/back")
@keeps_catalogue
def offer_catalogue_service_again(code: str) -> ResponseReturnValue:
    """Offer a retired service to all offices again."""
    verbs.set_retired(code, False, staff().id)
    return redirect(url_for("admin.catalogue_service", code=code), 303)


@pages.post("/catalogue/<code>/reach")
@keeps_catalogue
def reach_offices(code: str) -> ResponseReturnValue:
    """Bring a service once more to offices that the last change did not reach."""
    verbs.reach_offices(catalogue_views.service(code).code, staff().id)
    return redirect(url_for("admin.catalogue_service", code=code), 303)


@pages.get("/catalogue/<code>/standard")
@sees_catalogue
def catalogue_standard(code: str) -> ResponseReturnValue:
    """The standard as it counts today; `?on=` shows how it was or will be on another day."""
    service, today = catalogue_views.service(code), verbs.today()
    on = date_in(request.args["on"]) if "on" in request.args else today
    return _standard_page(service, filled_form(service.standards, on, today), on)


@pages.post("/catalogue/<code>/standard")
@keeps_catalogue
def set_catalogue_standard(code: str) -> ResponseReturnValue:
    """Publish a version for all offices that follow."""
    service, form = catalogue_views.service(code), StandardForm()

    def keep() -> int:
        day = form.counts_from.day
        return verbs.set_standard(code, meant(form, in_force(service.standards, day)), day, staff().id)

    version = attempt({"": form}, keep)
    around = {"on": form.counts_from.data} if form.counts_from.day > verbs.today() else {}
    return answer(
        version,
        lambda: _standard_page(service, form, verbs.today()),
        "admin.catalogue_standard",
        code=code,
        **around,
    )


@pages.post("/catalogue/<code>/standard/withdraw")
@keeps_catalogue
def withdraw_catalogue_standard(code: str) -> ResponseReturnValue:
    """Take back a version that has not begun to count; the page has asked first."""
    version = verbs.withdraw_standard(code, date_in(request.form.get("counts_from", "")), staff().id)
    return answer(version, str, "admin.catalogue_standard", code=code)


@pages.get("/catalogue/link")
@keeps_catalogue
def link_offices() -> ResponseReturnValue:
    """The offices that have services of the catalogue on their own, and what of each would become theirs.

    `?service=` shows one service alone.
    """
    return _link_page(RuleForm(), request.args.get("service", ""))


@pages.post("/catalogue/link")
@keeps_catalogue
def link_these_offices() -> ResponseReturnValue:
    """Let services that were ticked follow; what was changed meanwhile is shown again instead."""
    offices, form, is_left = {office.branch.code: office for office in _offices()}, RuleForm(), False
    for value in request.form.getlist("link"):
        code, branch_code, mark = (*value.split("/"), "", "")[:3]
        if branch_code not in offices:
            raise NoSuchBranch
        try:
            join(offices[branch_code].id, code, mark, staff().id)
        except CatalogueChanged:
            is_left = True
    if is_left:
        form.form_errors.append(
            gettext("Some were changed meanwhile and are not linked yet. Look at them again below.")
        )
        return _link_page(form), 409
    return redirect(url_for("admin.catalogue"), 303)


def _offices() -> list[Office]:
    return [reading.office(branch.code) for branch in reading.branches() if staff().works_in(branch.id)]


def _set(name: str) -> list[dict[str, Any]]:
    services: list[dict[str, Any]] = seeds.read_set(name)["services"]
    return services


def _ready_by_code() -> dict[str, dict[str, Any]]:
    known = {each.code for each in catalogue_views.every_service()}
    return {each["code"]: each for each in seeds.every_service() if each["code"] not in known}


def _service_page(form: CatalogueForm, service: CatalogueService | None = None) -> str:
    offices = _offices()
    return _page(
        "service",
        form,
        service,
        pictures=PICTURES,
        ready=[] if service else list(_ready_by_code().values()),
        standings=catalogue_views.standings(service, offices) if service else [],
        joinings=catalogue_views.joinings(service, offices) if service else [],
        without=[each for each in offices if service and service.code not in each.every_service],
    )


def _standard_page(service: CatalogueService, form: StandardForm, on: Any) -> str:
    return _page("standard", form, service, **around_form(service.standards, on, verbs.today()))


def _link_page(form: RuleForm, code: str = "") -> str:
    offices = _offices()
    known = [each for each in catalogue_views.every_service() if not each.is_retired and code in ("", each.code)]
    linkable = [(each, catalogue_views.joinings(each, offices)) for each in known]
    return _page("link", form, linkable=[(each, joinings) for each, joinings in linkable if joinings])


def _page(template: str, form: RuleForm | None = None, service: CatalogueService | None = None, **values: Any) -> str:
    return render_template(
        f"admin/catalogue/{template}.html",
        form=form,
        forms={"": form} if form else {},
        service=service,
        wrong=bool(form and form.errors),
        may_keep=staff().roles.include_in(None, Role.CITY),
        said_parts=said_parts,
        saved=_saved() if request.method == "GET" else None,
        here=url_for("admin.catalogue", lang=None),
        **values | ({"as_of": seen_at(service.version)} if service else {}),
    )


def _saved() -> list[str] | None:
    version = request.args.get("saved", type=int)
    if version is None:
        return None
    if version == 0:
        return [gettext("It was so already: nothing was changed.")]
    return [gettext("Every office that follows has it, but for what is its own.")]
