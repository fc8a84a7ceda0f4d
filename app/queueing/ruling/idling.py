"""After how long without use an office's people are signed out."""

from __future__ import annotations

from app.changes import differences, must_be_usable, told
from app.models import Branch
from app.queueing.locking import acting_in
from app.rules.idling import BOUNDS


def set_idle_minutes(branch_id: int, minutes: int | None, staff_id: int | None = None) -> int:
    """Sign the people of an office out after so long without use, from their next request on.

    Args:
        minutes: None is as the installation has it.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: out of bounds.
    """
    must_be_usable({} if minutes is None or BOUNDS.hold(minutes) else {"idle_minutes": BOUNDS.fault})
    with acting_in(branch_id, staff_id) as act:
        row = act.session.get_one(Branch, act.office.id)
        changes = differences({"idle_minutes": row.idle_minutes}, {"idle_minutes": minutes})
        row.idle_minutes = minutes
        return told(act.history, changes)
