"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How a finding is meant. Only what is wrong makes the command exit 1.

    Wrong: citizens or data suffer, now or at the next mishap. Note: good to know, as it is on a demo or by choice.
    """

    WRONG = "wrong"
    NOTE = "note"
    WELL = "well"


@dataclass(frozen=True)
class Finding:
    """One thing a check says, in the reader's language.

    Args:
        about: what was looked at, in a word or two.
        what: how it is.
        remedy: what to do; empty when there is nothing to do.
        branch_id: the office it is about; None is the installation.
    """

    severity: Severity
    about: str
    what: str
    remedy: str = ""
    branch_id: int | None = None


@dataclass(frozen=True)
class Depth:
    """How much a look may cost.

    Args:
        events: so many of the last events of each office, and entries of the audit log, are checked; None is all.
        database_mb: a SQLite file up to this size is read through; None is any.
    """

    events: int | None
    database_mb: int | None


PAGE = Depth(events=300, database_mb=16)
"""While it looks, the server's other pages wait."""
COMMAND = Depth(events=5000, database_mb=None)
WHOLE = Depth(events=None, database_mb=None)
