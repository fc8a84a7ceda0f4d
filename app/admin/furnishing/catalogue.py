"""Page: an office and the city's catalogue: what is the office's own, what is new, and what it decides on that."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.access import LOOKS_BACK, roles_required, staff
from app.admin.routes import mine, pages
from app.admin.rules.fields import RuleForm
from app.admin.rules.names import said_parts
from app.admin.rules.saving import answer, attempt, page
from app.admin.rules.special_days import Day
from app.models import Role
from app.office import Office
from app.queueing import reading
from app.queueing.furnishing import catalogue_views
from app.queueing.furnishing.errors import CatalogueChanged
from app.queueing.furnishing.taking import Part, join, keep_own, leave, take_over
from app.rules.catalogue import PARTS
from app.standard_words import PARTS as WORDS


class DecisionForm(RuleForm):
    """From when what is taken over counts."""

    counts_from = Day(
        _l("Taken over from"),
        description=_l("Until that day citizens read the office's own text. Name and picture change at once."),
    )


@pages.get("/<branch_code>/catalogue")
@roles_required(*LOOKS_BACK)
def office_catalogue(branch_code: str) -> ResponseReturnValue:
    """The services that follow the catalogue, and where they differ from it."""
    office = mine(branch_code)
    return _page(office, DecisionForm(data={"counts_from": reading.today(office.branch).isoformat()}))


@pages.post("/<branch_code>/catalogue")
@roles_required(Role.ADMIN)
def decide_on_catalogue(branch_code: str) -> ResponseReturnValue:
    """Take parts over from the catalogue, or keep the office's own."""
    office, form = mine(branch_code), DecisionForm()
    parts = [_part(value) for value in request.form.getlist("part")]

    def decide() -> int:
        if request.form.get("do") == "take":
            return take_over(office.id, parts, form.counts_from.day, staff().id)
        return keep_own(office.id, parts, staff().id)

    seq = attempt({"": form}, decide) if parts else None
    if not parts:
        form.form_errors.append(gettext("Nothing is ticked. Tick what you decide on first."))
    return answer(seq, lambda: _page(office, form), "admin.office_catalogue", branch_code=branch_code)


@pages.post("/<branch_code>/catalogue/<code>/leave")
@roles_required(Role.ADMIN)
def leave_catalogue(branch_code: str, code: str) -> ResponseReturnValue:
    """Let a service be the office's alone; the page has asked first."""
    seq = leave(mine(branch_code).id, code, staff().id)
    return answer(seq, str, "admin.office_catalogue", branch_code=branch_code)


@pages.post("/<branch_code>/catalogue/<code>/join")
@roles_required(Role.ADMIN)
def join_catalogue(branch_code: str, code: str) -> ResponseReturnValue:
    """Let a service follow again, as the page has shown what comes of it."""
    seq = join(mine(branch_code).id, code, request.form.get("mark", ""), staff().id)
    return answer(seq, str, "admin.office_catalogue", branch_code=branch_code)


def _part(value: str) -> Part:
    code, _line, rest = value.partition("/")
    name, _line, mark = rest.partition("/")
    if name not in PARTS:
        raise CatalogueChanged
    return Part(code, name, mark)


def _page(office: Office, form: DecisionForm) -> str:
    followed = list(catalogue_views.followed_by(office))
    differing = [(each, catalogue_views.own_texts(each, theirs)) for each, theirs in followed]
    return page(
        "catalogue",
        office,
        {"": form},
        folder="furnishing",
        followed=followed,
        new=[(each, [part for part in parts if part.is_new]) for each, parts in differing],
        kept=[(each, [part for part in parts if not part.is_new]) for each, parts in differing],
        ended=[each for each, theirs in followed if theirs.is_retired],
        alone=catalogue_views.alone(office),
        said_parts=said_parts,
        words=WORDS,
        today=reading.today(office.branch),
        may_decide=staff().holds_in(office.id, Role.ADMIN),
    )
