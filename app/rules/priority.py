"""Who may be called before others.

Groups: PermenPANRB 11/2024 (services for vulnerable groups).
"""

from __future__ import annotations

from enum import StrEnum


class Priority(StrEnum):
    """Priority classes (the words of CONTRACT: Priorities)."""

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    TODDLER = "toddler"


CLASSES = tuple(each for each in Priority if each is not Priority.NONE)
"""Those who may be called before others."""

HEAD_START_MINUTES = 30
"""How much earlier a priority class counts as arrived, unless the office says otherwise."""
