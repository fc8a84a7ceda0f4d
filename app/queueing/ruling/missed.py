"""When somebody counts as not come and how they come back; and how long a step can be undone."""

from __future__ import annotations

from dataclasses import asdict

from app.changes import differences, must_be_usable, told
from app.models import Branch
from app.queueing.locking import acting_in
from app.rules import no_show
from app.rules.faults import out_of_bounds
from app.rules.no_show import NoShowPolicy
from app.rules.states import UNDO_SECONDS


def set_missed(branch_id: int, policy: NoShowPolicy, undo_seconds: int, staff_id: int | None = None) -> int:
    """Decide about citizens who do not come, and about steps taken back; it counts from now on.

    Args:
        undo_seconds: within which an officer may undo the last step; 0 lets nobody.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: no office can keep this.
    """
    undo = {"undo_seconds": undo_seconds}
    must_be_usable(no_show.faults(policy) | out_of_bounds(undo, {"undo_seconds": UNDO_SECONDS}))
    with acting_in(branch_id, staff_id) as act:
        before = no_show.settings(act.office.no_show) | {"undo_seconds": act.office.branch.undo_seconds}
        changes = differences(before, no_show.settings(policy) | undo)
        if changes:
            branch = act.session.get_one(Branch, act.office.id)
            branch.no_show_policy, branch.undo_seconds = asdict(policy), undo_seconds
        return told(act.history, changes)
