"""Page: why officers pause."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm
from app.admin.rules.names import NAMES
from app.admin.rules.saving import answer, attempt, page
from app.queueing.ruling.pauses import set_pause_reasons
from app.rules.pauses import as_typed


class PausesForm(RuleForm):
    """The reasons officers choose from."""

    pause_reasons = TextAreaField(
        NAMES["pause_reasons"],
        description=_l(
            "One a line, at most nine: an officer presses its number. Staff alone read it; citizens see that the "
            "counter pauses. Empty: break, prayer, meeting, something is broken."
        ),
    )


@pages.get("/<branch_code>/rules/pauses")
@set_up_required
def rest_rules(branch_code: str) -> ResponseReturnValue:
    """The reasons officers choose from now."""
    office = mine(branch_code)
    return page("pauses", office, {"": PausesForm(data={"pause_reasons": "\n".join(office.branch.pause_reasons)})})


@pages.post("/<branch_code>/rules/pauses")
@set_up_required
def set_rest_rules(branch_code: str) -> ResponseReturnValue:
    """Give officers other reasons."""
    office, form = mine(branch_code), PausesForm()
    seq = attempt({"": form}, lambda: set_pause_reasons(office.id, as_typed(form.pause_reasons.data or ""), staff().id))
    return answer(seq, lambda: page("pauses", office, {"": form}), "admin.rest_rules", branch_code=branch_code)
