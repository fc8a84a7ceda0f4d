"""Pages: what a board shows when it has room, its pictures and videos."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import StopValidation

from app.access import SETS_UP, signed_in, staff
from app.admin.boards.pages import named
from app.admin.boards.uploads import medium_of
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import ChosenFile, Option, RuleForm, Spans, WholeNumber
from app.admin.rules.names import NAMES
from app.admin.rules.saving import answer, attempt, page
from app.errors import NoSuchBoard, NoSuchMedium
from app.fault_words import fault_words
from app.office import Office
from app.queueing import reading
from app.queueing.ruling.media import add_medium, move_medium, remove_medium, set_medium
from app.rules.faults import Fault, Unusable, Wrong
from app.rules.medium import BOUNDS, Medium
from app.rules.schedule import WEEKDAYS

UPLOAD = "admin.add_a_medium"
AROUND_A_FILE = 64 * 1024


class UploadForm(RuleForm):
    """A picture or video to show."""

    file = ChosenFile(_l("Picture or video"))

    def validate_file(self, field: ChosenFile) -> None:
        """Keep the file, or say why no board could show it."""
        try:
            self.medium = medium_of(mine((request.view_args or {})["branch_code"]).id, field.data)
        except Unusable as unusable:
            raise StopValidation(fault_words(unusable.fault)) from None


class MediumForm(RuleForm):
    """When one of them is shown, and for how long."""

    is_on = BooleanField(_l("Shown"))
    seconds = WholeNumber(
        _l("Seconds"), BOUNDS["seconds"], description=_l("A video is shown to its end, but no longer than this.")
    )
    days = SelectMultipleField(
        _l("Only on these days"), description=_l("Without a tick: every day."), coerce=int, validate_choice=False
    )
    hours = Spans(_l("Only at these hours"), description=_l("Left empty: all day. For example 08:00–10:00."))


@pages.url_value_preprocessor
def let_a_medium_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A video is large: only who sets an office up may send so much. Set before anybody reads the form."""
    person = signed_in() if endpoint == UPLOAD else None
    if person is not None and person.holds_in(reading.office((values or {})["branch_code"]).id, *SETS_UP):
        request.max_content_length = current_app.config["LARGEST_VIDEO"] + AROUND_A_FILE


@pages.get("/<branch_code>/boards/<code>/media")
@set_up_required
def media(branch_code: str, code: str) -> ResponseReturnValue:
    """What a board shows in turn."""
    upload = UploadForm(formdata=None)
    if request.args.get("too_large"):
        upload.file.errors = [fault_words(Fault(Wrong.MEDIUM_TOO_LARGE, {"most": _most_mb()}))]
    return _page(mine(branch_code), code, upload)


@pages.post("/<branch_code>/boards/<code>/media")
@set_up_required
def add_a_medium(branch_code: str, code: str) -> ResponseReturnValue:
    """Show one more picture or video."""
    office = mine(branch_code)
    _media(office, code)
    form = UploadForm()
    seq = attempt({"": form}, lambda: add_medium(office.id, code, form.medium, staff().id))
    return answer(seq, lambda: _page(office, code, form), "admin.media", branch_code=branch_code, code=code)


@pages.post("/<branch_code>/boards/<code>/media/<seal>")
@set_up_required
def set_a_medium(branch_code: str, code: str, seal: str) -> ResponseReturnValue:
    """Show it at other times."""
    office = mine(branch_code)
    medium = next((each for each in _media(office, code) if each.seal == seal), None)
    if medium is None:
        raise NoSuchMedium
    form = _form(medium)
    seq = attempt({"": form}, lambda: set_medium(office.id, code, _meant(medium, form), staff().id))
    wrong = lambda: _page(office, code, UploadForm(formdata=None), {seal: form})  # noqa: E731 - as short as the others
    return answer(seq, wrong, "admin.media", branch_code=branch_code, code=code)


@pages.post("/<branch_code>/boards/<code>/media/<seal>/move")
@set_up_required
def move_a_medium(branch_code: str, code: str, seal: str) -> ResponseReturnValue:
    """Show it one place earlier or later."""
    by = -1 if request.form.get("to") == "earlier" else 1
    move_medium(mine(branch_code).id, code, seal, by, staff().id)
    return redirect(url_for("admin.media", branch_code=branch_code, code=code) + f"#medium-{seal}", 303)


@pages.post("/<branch_code>/boards/<code>/media/<seal>/remove")
@set_up_required
def remove_a_medium(branch_code: str, code: str, seal: str) -> ResponseReturnValue:
    """Take it from the board; the page has asked first."""
    seq = remove_medium(mine(branch_code).id, code, seal, staff().id)
    return answer(seq, str, "admin.media", branch_code=branch_code, code=code)


def _media(office: Office, code: str) -> tuple[Medium, ...]:
    if code not in office.boards:
        raise NoSuchBoard
    return office.boards[code].media


def _form(medium: Medium) -> MediumForm:
    form = MediumForm(prefix=f"{medium.seal}-", data=vars(medium))
    form.days.choices = [Option(str(day), NAMES[name]) for day, name in enumerate(WEEKDAYS)]
    return form


def _meant(medium: Medium, form: MediumForm) -> Medium:
    return replace(
        medium,
        is_on=form.is_on.data,
        seconds=form.seconds.data or 0,
        days=tuple(form.days.data or ()),
        hours=form.hours.spans,
    )


def _page(office: Office, code: str, upload: UploadForm, refused: dict[str, MediumForm] | None = None) -> str:
    shown = {each.seal: each for each in _media(office, code)}
    forms = {seal: _form(each) for seal, each in shown.items()} | (refused or {})
    return page(
        "media",
        office,
        {"": upload} | forms,
        code=code,
        board_name=named(code, office.boards[code]),
        shown=[(each, forms[seal], _source(office, each)) for seal, each in shown.items()],
        most_mb=_most_mb(),
    )


def _source(office: Office, medium: Medium) -> str:
    return url_for(
        "queue_display.medium", branch_code=office.branch.code, seal=medium.seal, ending=medium.ending, lang=None
    )


def _most_mb() -> str:
    return str(current_app.config["LARGEST_VIDEO"] // 1024 // 1024)
