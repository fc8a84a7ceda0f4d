"""Pages: the services of an office, added from a ready list or of its own, changed, retired and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from app import seeds
from app.access import staff
from app.admin.furnishing.letters import warnings
from app.admin.furnishing.pictures import PICTURES, TileForm, tile_data
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import Option
from app.admin.rules.names import said_parts
from app.admin.rules.saving import answer, attempt, page
from app.errors import NoSuchService
from app.models import CatalogueService, Service
from app.office import Office
from app.queueing.furnishing import catalogue_views
from app.queueing.furnishing import services as verbs
from app.queueing.furnishing.services import Face
from app.queueing.furnishing.taking import take_service
from app.rules.texts import DEFAULT_LANGUAGE, said_in


class ServiceForm(TileForm):
    """A service: its code, once and for all, and what citizens see."""

    code = StringField(
        _l("Code"),
        description=_l(
            "Capital letters, digits, hyphens: A-KTPR. History and programs know the service by it for ever."
        ),
    )
    letter = SelectField(
        _l("Queue"),
        validate_choice=False,
        description=_l("Its numbers begin with this letter; services of one queue share one row of numbers."),
    )

    @property
    def face(self) -> Face:
        """How citizens see it, as typed."""
        return Face(self.words, self.letter.data or "", self.chosen_icon)


@pages.get("/<branch_code>/offer")
@set_up_required
def hall_services(branch_code: str) -> ResponseReturnValue:
    """The services in their queues, and those that were retired."""
    office = mine(branch_code)
    retired = [each for each in office.every_service.values() if each.is_retired]
    return page(
        "services",
        office,
        folder="furnishing",
        retired=retired,
        warnings=warnings(office),
        new_in_catalogue=catalogue_views.how_many_new(office),
    )


@pages.get("/<branch_code>/offer/new")
@set_up_required
def new_service(branch_code: str) -> ResponseReturnValue:
    """A service to be made; `?from=` begins with one of the ready ones."""
    office = mine(branch_code)
    code = request.args.get("from", "")
    theirs, ready = catalogue_views.offered(office).get(code), _ready(office).get(code)
    data = {"picture": "file-text"}
    if theirs:
        data = tile_data(theirs.name, theirs.icon) | {"code": theirs.code, "letter": theirs.letter}
    elif ready:
        data = tile_data(ready["name"], ready["icon"]) | {"code": ready["code"], "letter": ready["code"][0]}
    return _page(office, ServiceForm(data=data))


@pages.post("/<branch_code>/offer/new")
@set_up_required
def add_a_service(branch_code: str) -> ResponseReturnValue:
    """One more service; a ready one brings its papers, time and fee, one of the catalogue follows it."""
    office, form = mine(branch_code), ServiceForm()
    code = (form.code.data or "").strip().upper()

    def add() -> int:
        if request.form.get("catalogue"):
            return take_service(office.id, code, form.face, staff().id)
        components = seeds.components_of(_ready(office).get(code, {}))
        return verbs.add_service(office.id, code, form.face, components, staff_id=staff().id)

    seq = attempt({"": form}, add)
    return answer(seq, lambda: _page(office, form), "admin.hall_services", branch_code=branch_code)


@pages.get("/<branch_code>/offer/<code>")
@set_up_required
def hall_service(branch_code: str, code: str) -> ResponseReturnValue:
    """One service as citizens see it."""
    office = mine(branch_code)
    service = service_of(office, code)
    data = tile_data(service.name, service.icon) | {"letter": service.letter}
    return _page(office, ServiceForm(data=data), service)


@pages.post("/<branch_code>/offer/<code>")
@set_up_required
def set_a_service(branch_code: str, code: str) -> ResponseReturnValue:
    """Another name, queue or picture for a service."""
    office, form = mine(branch_code), ServiceForm()
    service = service_of(office, code)
    seq = attempt({"": form}, lambda: verbs.set_service_face(office.id, code, form.face, staff().id))
    return answer(seq, lambda: _page(office, form, service), "admin.hall_service", branch_code=branch_code, code=code)


@pages.post("/<branch_code>/offer/<code>/move")
@set_up_required
def move_a_service(branch_code: str, code: str) -> ResponseReturnValue:
    """Let a service stand earlier or later in its queue."""
    office = mine(branch_code)
    seq = verbs.move_service(office.id, code, 1 if request.form.get("way") == "down" else -1, staff().id)
    return answer(seq, str, "admin.hall_services", branch_code=branch_code)


@pages.post("/<branch_code>/offer/<code>/retire")
@set_up_required
def retire_a_service(branch_code: str, code: str) -> ResponseReturnValue:
    """Let citizens come for it no more; the page has asked first."""
    office = mine(branch_code)
    return answer(
        verbs.retire_service(office.id, code, staff().id), str, "admin.hall_services", branch_code=branch_code
    )


@pages.post("/<branch_code>/offer/<code>/back")
@set_up_required
def bring_a_service_back(branch_code: str, code: str) -> ResponseReturnValue:
    """Let citizens come for a retired service again."""
    office = mine(branch_code)
    return answer(
        verbs.bring_service_back(office.id, code, staff().id), str, "admin.hall_services", branch_code=branch_code
    )


def service_of(office: Office, code: str) -> Service:
    """A service of an office that citizens may come for; raises NoSuchService."""
    found = office.services.get(code)
    if found is None:
        raise NoSuchService
    return found


def _ready(office: Office) -> dict[str, dict[str, Any]]:
    return {each["code"]: each for each in seeds.every_service() if each["code"] not in office.every_service}


def _not_in(catalogue: Mapping[str, CatalogueService], office: Office) -> list[dict[str, Any]]:
    return [each for code, each in _ready(office).items() if code not in catalogue]


def _page(office: Office, form: ServiceForm, service: Service | None = None) -> str:
    language = str(get_locale() or DEFAULT_LANGUAGE)
    form.letter.choices = [
        Option(each.letter, f"{each.letter} · {said_in(each.name, language)}") for each in office.letters.values()
    ]
    offered = {} if service else catalogue_views.offered(office)
    chosen = (form.code.data or "").strip().upper()
    return page(
        "service",
        office,
        {"": form},
        folder="furnishing",
        service=service,
        pictures=PICTURES,
        ready=[] if service else _not_in(offered, office),
        offered=list(offered.values()),
        said_parts=said_parts,
        chosen=offered.get(chosen) if chosen in (request.args.get("from"), request.form.get("catalogue")) else None,
    )
