"""Page: after how long without use people are signed out."""

from __future__ import annotations

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm, WholeNumber
from app.admin.rules.names import NAMES
from app.admin.rules.saving import answer, attempt, page
from app.office import Office
from app.queueing.ruling.idling import set_idle_minutes
from app.rules.idling import BOUNDS


class IdlingForm(RuleForm):
    """After how many minutes."""

    idle_minutes = WholeNumber(
        NAMES["idle_minutes"],
        BOUNDS,
        may_be_empty=True,
        description=_l(
            "Whoever works in this office and opens or presses nothing for so long has to sign in again, at counter "
            "computers too: so nobody goes on under a name left open. From 5 to 720. Where somebody works in several "
            "offices, the shortest time counts."
        ),
    )


@pages.get("/<branch_code>/rules/idling")
@set_up_required
def idling_rules(branch_code: str) -> ResponseReturnValue:
    """After how long they are signed out now."""
    office = mine(branch_code)
    return _page(office, IdlingForm(data={"idle_minutes": office.branch.idle_minutes}))


@pages.post("/<branch_code>/rules/idling")
@set_up_required
def set_idling_rules(branch_code: str) -> ResponseReturnValue:
    """Sign them out after another time."""
    office, form = mine(branch_code), IdlingForm()
    seq = attempt({"": form}, lambda: set_idle_minutes(office.id, form.idle_minutes.data, staff().id))
    return answer(seq, lambda: _page(office, form), "admin.idling_rules", branch_code=branch_code)


def _page(office: Office, form: IdlingForm) -> str:
    return page("idling", office, {"": form}, usual=current_app.config["IDLE_MINUTES"])
