"""What may be a password, as far as it can be said without a list of common ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

SHORTEST, LONGEST = 10, 200
LEAST_OF_ITS_OWN = 6
"""So many characters must be left when the names around somebody are taken out."""


class Weak(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    A_NAME = "a_name"
    TOO_COMMON = "too_common"


def weakness(password: str, names: Iterable[str]) -> Weak | None:
    """Why this can be no password: its length, or that it is made of names; None when it can.

    Args:
        names: whatever somebody would try who knows the person: their name, their offices.
    """
    if len(password) < SHORTEST:
        return Weak.TOO_SHORT
    if len(password) > LONGEST:
        return Weak.TOO_LONG
    left = password.casefold()
    for word in sorted(words_of(names), key=len, reverse=True):
        left = left.replace(word, "")
    return Weak.A_NAME if len(re.sub(r"[\W_]", "", left)) < LEAST_OF_ITS_OWN and left != password.casefold() else None


def words_of(names: Iterable[str]) -> set[str]:
    """The words of names that are long enough to be looked for."""
    return {word for name in names for word in re.findall(r"\w{3,}", name.casefold())}
