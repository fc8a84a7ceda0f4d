"""Page: the office's own colour on its screens."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm
from app.admin.rules.names import NAMES
from app.admin.rules.saving import answer, attempt, page
from app.queueing.ruling.look import set_accent
from app.rules import contrast


class LookForm(RuleForm):
    """A colour; empty is Giliran's own."""

    accent = StringField(
        NAMES["accent"],
        description=_l("Buttons, marks and signs of this office's screens have it. Empty: the green of Giliran."),
    )


@pages.get("/<branch_code>/look")
@set_up_required
def look(branch_code: str) -> ResponseReturnValue:
    """The office's colour now."""
    office = mine(branch_code)
    return _page(office.branch.accent, branch_code, LookForm(data={"accent": office.branch.accent}))


@pages.post("/<branch_code>/look")
@set_up_required
def set_look(branch_code: str) -> ResponseReturnValue:
    """Give the office another colour, or none of its own."""
    office, form = mine(branch_code), LookForm()
    seq = attempt({"": form}, lambda: set_accent(office.id, form.accent.data or "", staff().id))
    return answer(seq, lambda: _page(office.branch.accent, branch_code, form), "admin.look", branch_code=branch_code)


def _page(accent: str, branch_code: str, form: LookForm) -> str:
    reads = f"{contrast.least_contrast(accent):.1f}" if accent else None
    return page("look", mine(branch_code), {"": form}, reads=reads, enough=contrast.ENOUGH)
