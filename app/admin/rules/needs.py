"""Pages: what citizens find their service by, when they do not know what it is called."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm
from app.admin.rules.saving import answer, attempt, page
from app.errors import NoSuchNeed
from app.models import Need
from app.office import Office
from app.queueing.ruling.needs import add_need, move_need, remove_need, set_need
from app.rules.names import as_typed
from app.rules.texts import LANGUAGES, Texts

PICTURES = (
    "id-card", "file-search", "gem", "heart", "baby", "truck", "house", "flower-2", "store", "hammer", "hand-heart",
    "graduation-cap", "briefcase", "plane", "car", "stethoscope", "users", "user-x", "map-pin", "landmark", "scale",
    "shield", "book-open", "sprout", "phone", "circle-help",
)  # fmt: skip
"""Lucide pictures for what happens in a life; any other can be named."""


class NeedForm(RuleForm):
    """What happened, its picture, and what helps then."""

    name_id = StringField(_l("In Indonesian"), description=_l("In the citizens' words: KTP hilang, Menikah, Pindah."))
    name_en = StringField(_l("In English"))
    name_su = StringField(_l("In Sundanese"))
    name_jv = StringField(_l("In Javanese"), description=_l("A language left empty reads it in Indonesian."))
    picture = StringField()
    icon = StringField(
        _l("Or another picture, by its name"), description=_l("All pictures stand on lucide.dev, such as tent.")
    )
    services = SelectMultipleField(_l("Services that help then"), validate_choice=False)

    @property
    def words(self) -> Texts:
        """What was typed in each language."""
        return as_typed({language: self[f"name_{language}"].data for language in LANGUAGES})

    @property
    def chosen_icon(self) -> str:
        """The picture by its name, if one was typed, else the one touched."""
        return (self.icon.data or self.picture.data or "").strip()


@pages.get("/<branch_code>/rules/needs")
@set_up_required
def needs_rules(branch_code: str) -> ResponseReturnValue:
    """The needs in the order of the kiosk."""
    return page("needs", mine(branch_code))


@pages.get("/<branch_code>/rules/needs/new")
@set_up_required
def new_need(branch_code: str) -> ResponseReturnValue:
    """A need to be written."""
    return _page(mine(branch_code), NeedForm())


@pages.post("/<branch_code>/rules/needs/new")
@set_up_required
def add_a_need(branch_code: str) -> ResponseReturnValue:
    """One more need."""
    office, form = mine(branch_code), NeedForm()
    return _kept(office, form, lambda: add_need(office.id, *_typed(form), staff_id=staff().id))


@pages.get("/<branch_code>/rules/needs/<int:need_id>")
@set_up_required
def need_rules(branch_code: str, need_id: int) -> ResponseReturnValue:
    """One need as it is now."""
    office = mine(branch_code)
    need = _need(office, need_id)
    names = {f"name_{language}": need.name.get(language, "") for language in LANGUAGES}
    listed = {"picture": need.icon} if need.icon in PICTURES else {"icon": need.icon}
    return _page(office, NeedForm(data={**names, **listed, "services": need.services}), need)


@pages.post("/<branch_code>/rules/needs/<int:need_id>")
@set_up_required
def set_a_need(branch_code: str, need_id: int) -> ResponseReturnValue:
    """Other words, picture or services for a need."""
    office, form = mine(branch_code), NeedForm()
    need = _need(office, need_id)
    return _kept(office, form, lambda: set_need(office.id, need_id, *_typed(form, need), staff_id=staff().id), need)


@pages.post("/<branch_code>/rules/needs/<int:need_id>/move")
@set_up_required
def move_a_need(branch_code: str, need_id: int) -> ResponseReturnValue:
    """Let a need stand earlier or later."""
    office = mine(branch_code)
    places = 1 if request.form.get("way") == "down" else -1
    seq = move_need(office.id, need_id, places, staff().id)
    return answer(seq, str, "admin.needs_rules", branch_code=branch_code)


@pages.post("/<branch_code>/rules/needs/<int:need_id>/remove")
@set_up_required
def remove_a_need(branch_code: str, need_id: int) -> ResponseReturnValue:
    """Take a need off the kiosk; the page has asked first."""
    office = mine(branch_code)
    return answer(remove_need(office.id, need_id, staff().id), str, "admin.needs_rules", branch_code=branch_code)


def _typed(form: NeedForm, need: Need | None = None) -> tuple[Texts, str, list[str]]:
    # Ticks come in the order of the office: those that helped before keep theirs, the likeliest first.
    before = {code: at for at, code in enumerate(need.services)} if need else {}
    services = sorted(form.services.data or (), key=lambda code: before.get(code, len(before)))
    return form.words, form.chosen_icon, services


def _kept(office: Office, form: NeedForm, verb: Callable[[], int], need: Need | None = None) -> ResponseReturnValue:
    seq = attempt({"": form}, verb)
    return answer(seq, lambda: _page(office, form, need), "admin.needs_rules", branch_code=office.branch.code)


def _need(office: Office, need_id: int) -> Need:
    found = next((each for each in office.needs if each.id == need_id), None)
    if found is None:
        raise NoSuchNeed
    return found


def _page(office: Office, form: NeedForm, need: Need | None = None) -> str:
    return page("need", office, {"": form}, need=need, pictures=PICTURES)
