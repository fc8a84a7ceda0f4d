"""An office's own colour on its screens."""

from __future__ import annotations

from app.changes import differences, must_be_usable, told
from app.models import Branch
from app.queueing.locking import acting_in
from app.rules import contrast


def set_accent(branch_id: int, accent: str, staff_id: int | None = None) -> int:
    """Let an office's screens have its own colour, from the next page they load.

    Args:
        accent: as "#0f766e"; none goes back to Giliran's own.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: it is no colour, or words in it could not be read (WCAG 2.2, 1.4.3).
    """
    accent = accent.strip().lower()
    if accent:
        must_be_usable(contrast.faults(accent))
    with acting_in(branch_id, staff_id) as act:
        changes = differences({"accent": act.office.branch.accent}, {"accent": accent})
        if changes:
            act.session.get_one(Branch, act.office.id).accent = accent
        return told(act.history, changes)
