"""Page: what an office's slips say, with a picture of both papers drawn from the printer's own bytes."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import TextAreaField
from wtforms.validators import StopValidation

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import ChosenFile, RuleForm
from app.admin.rules.names import LANGUAGE_NAMES
from app.admin.rules.saving import answer, attempt, page
from app.aside import aside
from app.fault_words import fault_words
from app.office import Office
from app.printing.logo import LARGEST_FILE, logo_of, logo_on_screen
from app.printing.slips import example_slip
from app.queueing.ruling import history
from app.queueing.ruling.slip import set_logo, set_template
from app.refusals import http_error
from app.rules import slip as rules
from app.rules.faults import Fault, Unusable, Wrong
from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES
from printers import picture
from printers.layout import layout
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.roll import millimetres
from printers.slip import Slip

FACTS = {
    "number": _l("the number, as large as it fits"),
    "title": _l("the words “Queue number”"),
    "office": _l("the office's name"),
    "address": _l("its address"),
    "service": _l("what the citizen came for"),
    "time": _l("day and time"),
    "ahead": _l("how many are before them"),
    "estimate": _l("about how long it takes"),
    "requirements": _l("the papers to have ready"),
    "qr": _l("the QR code of the ticket's page"),
    "logo": _l("the logo, if there is one"),
    "footer": _l("the office's closing words"),
    "line": _l("a line across the paper"),
}
"""What a template can name."""

MARKS = {"^": _l("Centred"), "*": _l("Bold"), "#": _l("Large")}
AROUND_A_FILE = 64 * 1024
"""What a form needs besides the file in it."""


class SlipForm(RuleForm):
    """What the slip says, line by line."""

    text = TextAreaField(_l("What the slip says"))

    @property
    def typed(self) -> str:
        """The template as it is kept."""
        return rules.tidy(self.text.data or "")

    def validate_text(self, field: TextAreaField) -> None:
        """Say every mistake, with its line."""
        wrong = rules.faults(self.typed, has_address=_has_address()) if self.typed else {}
        if wrong:
            field.errors = [fault_words(each) for each in wrong.values()]
            raise StopValidation


class LogoForm(RuleForm):
    """A picture to choose."""

    file = ChosenFile(_l("Picture file"))

    def validate_file(self, field: ChosenFile) -> None:
        """Make a logo of it, or say why it cannot be one."""
        try:
            file = field.data.read() if field.data else b""
            self.logo, self.coloured = logo_of(file), logo_on_screen(file)
        except Unusable as unusable:
            raise StopValidation(fault_words(unusable.fault)) from None


@dataclass(frozen=True)
class Drawn:
    """The example on one paper: a PNG for the page, and the paper it takes."""

    width_mm: int
    source: str
    length_mm: int


@pages.url_value_preprocessor
def let_a_logo_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A picture may be larger than other forms; set before anybody reads the form."""
    if endpoint == "admin.choose_logo":
        request.max_content_length = LARGEST_FILE + AROUND_A_FILE


@pages.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A file that was not even read: said at its field, on the page it was sent from."""
    back = {"admin.choose_logo": ("admin.slip", "logo"), "admin.add_a_medium": ("admin.media", "file")}
    back |= {"admin.try_a_file": ("admin.exchange", "file"), "admin.try_staff_file": ("admin.exchange", "staff_file")}
    if request.endpoint not in back:
        return http_error(error)
    page_of, anchor = back[request.endpoint]
    return redirect(url_for(page_of, **(request.view_args or {}), too_large=anchor) + f"#{anchor}", 303)


@pages.get("/<branch_code>/slip", defaults={"language": DEFAULT_LANGUAGE})
@pages.get("/<branch_code>/slip/<language>")
@set_up_required
def slip(branch_code: str, language: str) -> ResponseReturnValue:
    """What the slips of a language say; `?version=` shows an earlier text, which counts once it is saved."""
    office = mine(branch_code)
    version = request.args.get("version", "")
    text = _version(office, _known(language), version)
    logo_form = LogoForm()
    if request.args.get("too_large"):
        logo_form.file.errors = [fault_words(Fault(Wrong.LOGO_TOO_LARGE, {"most": str(LARGEST_FILE // 1024 // 1024)}))]
    return _page(office, language, SlipForm(data={"text": text}), logo_form, version=version)


@pages.post("/<branch_code>/slip", defaults={"language": DEFAULT_LANGUAGE})
@pages.post("/<branch_code>/slip/<language>")
@set_up_required
def set_slip(branch_code: str, language: str) -> ResponseReturnValue:
    """Let the slips of a language say something else."""
    office, form = mine(branch_code), SlipForm()
    seq = attempt({"": form}, lambda: set_template(office.id, _known(language), form.typed, staff().id))
    wrong = partial(_page, office, language, form, LogoForm(formdata=None))
    return answer(seq, wrong, "admin.slip", branch_code=branch_code, language=language)


@pages.post("/<branch_code>/slip/<language>/preview")
@set_up_required
def slip_preview(branch_code: str, language: str) -> ResponseReturnValue:
    """The picture of what is being typed, or what is wrong with it; keeps nothing."""
    office, form = mine(branch_code), SlipForm()
    if not form.validate_on_submit():
        shown = render_template("admin/rules/_slip_wrong.html", errors=form.text.errors)
        return shown, {"HX-Retarget": "#text-errors", "HX-Reswap": "innerHTML"}
    return render_template("admin/rules/_slip_drawn.html", drawn=_drawn(office, _known(language), form.typed))


@pages.post("/<branch_code>/slip/logo")
@set_up_required
def choose_logo(branch_code: str) -> ResponseReturnValue:
    """Print a logo from now on."""
    office, form = mine(branch_code), LogoForm()
    seq = attempt({"": form}, lambda: set_logo(office.id, form.logo, form.coloured, staff().id))
    wrong = partial(_page, office, DEFAULT_LANGUAGE, _kept_form(office, DEFAULT_LANGUAGE), form)
    return answer(seq, wrong, "admin.slip", branch_code=branch_code)


@pages.post("/<branch_code>/slip/logo/remove")
@set_up_required
def remove_logo(branch_code: str) -> ResponseReturnValue:
    """Print no logo any more."""
    seq = set_logo(mine(branch_code).id, None, staff_id=staff().id)
    return redirect(url_for("admin.slip", branch_code=branch_code, saved=seq), 303)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        abort(404)
    return language


def _has_address() -> bool:
    return bool(current_app.config["PUBLIC_URL"])


def _standard() -> str:
    return rules.standard(has_address=_has_address())


def _kept_form(office: Office, language: str) -> SlipForm:
    return SlipForm(formdata=None, data={"text": office.branch.slip_templates.get(language) or _standard()})


def _version(office: Office, language: str, version: str) -> str:
    if version == "standard":
        return _standard()
    told = history.change(office.id, int(version)) if version.isdecimal() and len(version) < 10 else None
    if told is None:
        return office.branch.slip_templates.get(language) or _standard()
    said = [each.after for each in told.changes if (each.what, each.of) == ("slip_template", language)]
    return str((said or [""])[0]) or _standard()


def _page(office: Office, language: str, form: SlipForm, logo_form: LogoForm, version: str = "") -> str:
    shown = _kept_form(office, language) if form.text.errors else form
    return page(
        "slip",
        office,
        {"": form, "logo": logo_form},
        language_shown=language,
        languages_of_slips=LANGUAGE_NAMES,
        own=language in office.branch.slip_templates,
        version=version,
        facts=FACTS,
        marks=MARKS,
        drawn=_drawn(office, language, shown.typed),
        versions=history.last_changes_of(office.id, "slip_template", language),
        standard_words=gettext("the standard slip"),
    )


def _drawn(office: Office, language: str, text: str) -> list[Drawn]:
    work = partial(_pictures, example_slip(office, language, text or _standard()))
    return aside(work)


def _pictures(slip: Slip) -> list[Drawn]:
    return [_on(slip, paper) for paper in (PAPER_80, PAPER_58)]


def _on(slip: Slip, paper: Paper) -> Drawn:
    data = layout(slip, paper)
    png = b64encode(picture.draw(data, paper)).decode()
    return Drawn(paper.width_mm, f"data:image/png;base64,{png}", millimetres(data, paper))
