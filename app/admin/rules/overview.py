"""All rules of an office at a glance, and who changed them last."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.admin.furnishing.letters import warnings
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.counters import unserved
from app.admin.rules.names import ALWAYS_OPEN, KINDS, PLACES, said_change
from app.admin.rules.saving import page
from app.queueing import reading
from app.queueing.ruling import history
from app.rules.schedule import ZONES


@pages.get("/<branch_code>/rules")
@set_up_required
def rules(branch_code: str) -> ResponseReturnValue:
    """What an office has decided, and the way to each rule."""
    office = mine(branch_code)
    today = reading.today(office.branch)
    return page(
        "overview",
        office,
        kind=KINDS[office.policy.kind],
        place=PLACES[office.no_show.place],
        opening=ALWAYS_OPEN[office.hours.always_open],
        zone=ZONES.get(office.branch.zone, office.branch.zone),
        next_days=[each for each in office.special_days if each.day >= today],
        bounded=[each for each in office.services.values() if each.quota is not None],
        going_on=[each for each in office.services.values() if each.journey],
        unserved=unserved(office),
        warnings=warnings(office),
        last_changes=history.last_changes(office.id),
        said_change=said_change,
    )
