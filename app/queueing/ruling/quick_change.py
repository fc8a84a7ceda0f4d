"""Whether officers who share a computer change over with a PIN."""

from __future__ import annotations

from app.changes import differences, told
from app.models import Branch
from app.queueing.locking import acting_in


def set_quick_change(branch_id: int, allowed: bool, staff_id: int | None = None) -> int:
    """Let officers who signed in on a computer today change over there with a PIN, or no more.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id, staff_id) as act:
        changes = differences({"quick_change": act.office.branch.quick_change}, {"quick_change": allowed})
        if changes:
            act.session.get_one(Branch, act.office.id).quick_change = allowed
        return told(act.history, changes)
