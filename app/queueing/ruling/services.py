"""A service's daily quota, and where its citizens go on to."""

from __future__ import annotations

from collections.abc import Sequence

from app.changes import differences, must_be_usable, told
from app.models import Service
from app.queueing.locking import acting_in
from app.rules import service as rules


def set_service(
    branch_id: int, code: str, quota: int | None, journey: Sequence[str], staff_id: int | None = None
) -> int:
    """Bound a service's numbers of a day, and name the services that follow it for numbers given from now on.

    Args:
        quota: numbers a day; None is without bound.
        journey: codes of this office's services, in order.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
        SettingsUnusable: the quota is out of bounds, or the journey goes nowhere, in a circle, or too far.
    """
    with acting_in(branch_id, staff_id) as act:
        known = act.service(code)
        must_be_usable(rules.faults(code, quota, journey, act.office.services))
        before, after = {"quota": known.quota, "journey": known.journey}, {"quota": quota, "journey": list(journey)}
        changes = differences(before, after, of=code)
        if changes:
            row = act.session.get_one(Service, known.id)
            row.quota, row.journey = quota, list(journey)
        return told(act.history, changes)
