"""Page: the order of the line."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import Choice, RuleForm, WholeNumber
from app.admin.rules.names import KINDS, NAMES
from app.admin.rules.saving import answer, attempt, page
from app.office import Office
from app.queueing.ruling.line import set_line
from app.rules import order
from app.rules.order import BOUNDS, Kind, Policy
from app.rules.priority import CLASSES

WHY = {
    Kind.FIRST_COME: _l("Everybody is called in the order they took their number; priority changes nothing."),
    Kind.HEAD_START: _l(
        "A priority citizen counts as having come some minutes earlier. Whoever has waited longer than that still goes "
        "first."
    ),
    Kind.INTERLEAVE: _l(
        "A few priority citizens are called, then a few others, and so on. Nobody waits until all the others are "
        "through."
    ),
}


class LineForm(RuleForm):
    """Who is called next."""

    kind = Choice(NAMES["kind"], {kind.value: (KINDS[kind], WHY[kind]) for kind in Kind})
    elderly = WholeNumber(NAMES["elderly"], BOUNDS["elderly"])
    disabled = WholeNumber(NAMES["disabled"], BOUNDS["disabled"])
    pregnant = WholeNumber(NAMES["pregnant"], BOUNDS["pregnant"])
    toddler = WholeNumber(NAMES["toddler"], BOUNDS["toddler"])
    priority = WholeNumber(NAMES["priority"], BOUNDS["priority"])
    ordinary = WholeNumber(NAMES["ordinary"], BOUNDS["ordinary"])
    largest_wait = WholeNumber(
        NAMES["largest_wait"],
        BOUNDS["largest_wait"],
        description=_l(
            "Whoever has waited this long is called next, whatever the order, so that nobody is forgotten. 0: no limit."
        ),
    )
    long_wait = WholeNumber(NAMES["long_wait"], BOUNDS["long_wait"])
    too_long_wait = WholeNumber(
        NAMES["too_long_wait"],
        BOUNDS["too_long_wait"],
        description=_l(
            "From then on officers see the wait marked at their desk, with a word and a sign. It changes nothing in "
            "the order."
        ),
    )
    officers_may_choose = BooleanField(
        NAMES["officers_may_choose"],
        description=_l(
            "An officer may call somebody from further back and must write why; the others wait a little longer. "
            "Without the tick, everybody is called in their order."
        ),
    )

    @property
    def policy(self) -> Policy:
        """What was typed, once it could be read."""
        return Policy(
            kind=Kind(self.kind.data),
            head_start={each.value: self[each.value].data for each in CLASSES},
            ordinary=self.ordinary.data or 0,
            priority=self.priority.data or 0,
            largest_wait=self.largest_wait.data or 0,
            long_wait=self.long_wait.data or 0,
            too_long_wait=self.too_long_wait.data or 0,
        )


@pages.get("/<branch_code>/rules/line")
@set_up_required
def line_rules(branch_code: str) -> ResponseReturnValue:
    """How the line is ordered now."""
    office = mine(branch_code)
    now = order.settings(office.policy) | {"officers_may_choose": office.branch.officers_may_choose}
    return _page(office, LineForm(data=now))


@pages.post("/<branch_code>/rules/line")
@set_up_required
def set_line_rules(branch_code: str) -> ResponseReturnValue:
    """Order the line otherwise."""
    office, form = mine(branch_code), LineForm()
    seq = attempt({"": form}, lambda: set_line(office.id, form.policy, form.officers_may_choose.data, staff().id))
    return answer(seq, lambda: _page(office, form), "admin.line_rules", branch_code=branch_code)


def _page(office: Office, form: LineForm) -> str:
    head_starts = [form[each.value] for each in CLASSES]
    return page("line", office, {"": form}, head_starts=head_starts, turns=[form.priority, form.ordinary])
