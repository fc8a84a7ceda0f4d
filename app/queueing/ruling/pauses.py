"""Why officers of an office pause."""

from __future__ import annotations

from collections.abc import Sequence

from app.changes import differences, must_be_usable, told
from app.models import Branch
from app.queueing.locking import acting_in
from app.rules import pauses


def set_pause_reasons(branch_id: int, reasons: Sequence[str], staff_id: int | None = None) -> int:
    """Let officers choose from these reasons when they pause; they may always write another one.

    Args:
        reasons: in their order; none of them brings the usual ones back.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: no office can keep these.
    """
    must_be_usable(pauses.faults(reasons))
    with acting_in(branch_id, staff_id) as act:
        before = {"pause_reasons": list(act.office.branch.pause_reasons)}
        changes = differences(before, {"pause_reasons": list(reasons)})
        if changes:
            act.session.get_one(Branch, act.office.id).pause_reasons = list(reasons)
        return told(act.history, changes)
