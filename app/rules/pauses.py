"""The reasons an office lets its officers choose from when they pause."""

from __future__ import annotations

from collections.abc import Sequence

from app.rules.faults import Fault, Faults, Wrong

MOST = 9
"""One for each key from 1 to 9."""
LONGEST = 40


def as_typed(lines: str) -> list[str]:
    """One reason a line; empty lines and second ones of a kind are left out."""
    return list(dict.fromkeys(said for line in lines.splitlines() if (said := " ".join(line.split()))))


def faults(reasons: Sequence[str]) -> Faults:
    """What of these reasons no office can keep."""
    if len(reasons) > MOST:
        return {"pause_reasons": Fault(Wrong.TOO_MANY_REASONS, {"most": str(MOST)})}
    too_long = next((each for each in reasons if len(each) > LONGEST), None)
    return {"pause_reasons": Fault(Wrong.REASON_TOO_LONG, {"name": too_long, "most": str(LONGEST)})} if too_long else {}
