"""Page: citizens who do not come when they are called, and steps taken back."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import Choice, RuleForm, WholeNumber
from app.admin.rules.names import NAMES, PLACES
from app.admin.rules.saving import answer, attempt, page
from app.queueing.ruling.missed import set_missed
from app.rules import no_show
from app.rules.no_show import BOUNDS, NoShowPolicy, Place
from app.rules.states import UNDO_SECONDS

WHY = {
    Place.KEEP: _l("They have their old place again and are usually called very soon."),
    Place.HEAD: _l("They are called next; those who were in time wait for them."),
    Place.TAIL: _l("They wait again from the beginning, behind everybody."),
    Place.AFTER: _l("They wait a little, behind as many people as stand below."),
}


class MissedForm(RuleForm):
    """When somebody counts as not come, and how they come back."""

    calls = WholeNumber(
        NAMES["calls"],
        BOUNDS["calls"],
        description=_l(
            "So often a number is shown and spoken before an officer may go on without its citizen. More calls forgive "
            "more; everybody else waits a little longer."
        ),
    )
    seconds_apart = WholeNumber(
        NAMES["seconds_apart"],
        BOUNDS["seconds_apart"],
        description=_l("So long a citizen has to walk to the counter before the officer may go on without them."),
    )
    window = WholeNumber(
        NAMES["window"],
        BOUNDS["window"],
        description=_l(
            "A citizen who was at prayer or outside shows their number to an officer and waits on with it. "
            "Afterwards they take a new number. 0: nobody comes back."
        ),
    )
    place = Choice(NAMES["place"], {place.value: (PLACES[place], WHY[place]) for place in Place})
    after = WholeNumber(NAMES["after"], BOUNDS["after"])
    undo_seconds = WholeNumber(
        NAMES["undo_seconds"],
        UNDO_SECONDS,
        description=_l(
            "An officer who pressed the wrong button can take it back for so long, and the citizen stands as before. "
            "0: never."
        ),
    )

    @property
    def policy(self) -> NoShowPolicy:
        """What was typed, once it could be read."""
        return NoShowPolicy(
            calls=self.calls.data or 0,
            seconds_apart=self.seconds_apart.data or 0,
            window=self.window.data or 0,
            place=Place(self.place.data),
            after=self.after.data or 0,
        )


@pages.get("/<branch_code>/rules/missed")
@set_up_required
def missed_rules(branch_code: str) -> ResponseReturnValue:
    """What happens now to those who do not come."""
    office = mine(branch_code)
    now = no_show.settings(office.no_show) | {"undo_seconds": office.branch.undo_seconds}
    return page("missed", office, {"": MissedForm(data=now)})


@pages.post("/<branch_code>/rules/missed")
@set_up_required
def set_missed_rules(branch_code: str) -> ResponseReturnValue:
    """Decide otherwise about those who do not come."""
    office, form = mine(branch_code), MissedForm()
    seq = attempt({"": form}, lambda: set_missed(office.id, form.policy, form.undo_seconds.data or 0, staff().id))
    return answer(seq, lambda: page("missed", office, {"": form}), "admin.missed_rules", branch_code=branch_code)
