"""Page: how officers who share a computer change over."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm
from app.admin.rules.names import NAMES
from app.admin.rules.saving import answer, attempt, page
from app.queueing.ruling.quick_change import set_quick_change


class QuickChangeForm(RuleForm):
    """Whether a PIN is enough."""

    quick_change = BooleanField(
        NAMES["quick_change"],
        description=_l(
            "Where several officers share a computer: whoever signed in there with a password today comes back with "
            "six digits, and the counter goes on with them. Each sets their PIN on the page My account. After five "
            "wrong ones the password is asked for. Administrators always sign in with the password."
        ),
    )


@pages.get("/<branch_code>/rules/quick-change")
@set_up_required
def quick_change_rules(branch_code: str) -> ResponseReturnValue:
    """Whether officers change over with a PIN now."""
    office = mine(branch_code)
    form = QuickChangeForm(data={"quick_change": office.branch.quick_change})
    return page("quick_change", office, {"": form})


@pages.post("/<branch_code>/rules/quick-change")
@set_up_required
def set_quick_change_rules(branch_code: str) -> ResponseReturnValue:
    """Let officers change over with a PIN, or no more."""
    office, form = mine(branch_code), QuickChangeForm()
    seq = attempt({"": form}, lambda: set_quick_change(office.id, bool(form.quick_change.data), staff().id))
    again = "admin.quick_change_rules"
    return answer(seq, lambda: page("quick_change", office, {"": form}), again, branch_code=branch_code)
