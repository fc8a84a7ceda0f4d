"""After how long without use somebody is signed out, who may hold roles in several offices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.rules.authority import IDLES, Role
from app.rules.faults import Bounds

BOUNDS = Bounds(5, 720)
"""In minutes."""


class Limits(NamedTuple):
    """In minutes; None is never.

    Args:
        anywhere: counts wherever somebody sits.
        away: counts only for whoever sits at no counter: citizens wait there, and the desk is in sight.
    """

    anywhere: int | None
    away: int | None


def limits(held: Iterable[tuple[Role, int | None]], usual: int) -> Limits:
    """The shortest of what counts for somebody.

    An office's own minutes count for all its people, at counters too. Where an office has none, and for roles in all
    offices, the installation's do: they spare officers and counters.

    Args:
        held: each role with the minutes of its office.
        usual: the installation's minutes.
    """
    held = list(held)
    own = [minutes for _role, minutes in held if minutes is not None]
    is_usual = any(minutes is None and role in IDLES for role, minutes in held)
    return Limits(min(own, default=None), usual if is_usual else None)
