"""When somebody counts as not come, and whether they may come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.rules.faults import Bounds, Faults, out_of_bounds

BOUNDS = {
    "calls": Bounds(1, 9),
    "seconds_apart": Bounds(0, 600),
    "window": Bounds(0, 600),
    "after": Bounds(0, 999),
}


class Place(StrEnum):
    """Where somebody goes who returns to the line (CONTRACT: `return {to}`)."""

    KEEP = "keep"
    HEAD = "head"
    TAIL = "tail"
    AFTER = "after"


@dataclass(frozen=True)
class NoShowPolicy:
    """So many calls, so far apart; then a window to come back.

    Args:
        calls: how often a citizen must have been called.
        seconds_apart: between two calls, and after the last one.
        window: minutes after the no-show in which they may return; 0 lets nobody return.
        place, after: where they return to; `after` people with Place.AFTER.
    """

    calls: int = 1
    seconds_apart: int = 0
    window: int = 60
    place: Place = Place.AFTER
    after: int = 2


def settings(policy: NoShowPolicy) -> dict[str, object]:
    """A policy as a person sets it: one value each."""
    return {
        "calls": policy.calls,
        "seconds_apart": policy.seconds_apart,
        "window": policy.window,
        "place": policy.place.value,
        "after": policy.after,
    }


def faults(policy: NoShowPolicy) -> Faults:
    """What of a policy no office can keep."""
    return out_of_bounds(settings(policy), BOUNDS)


def may_give_up_at(policy: NoShowPolicy, calls: int, called_at: datetime) -> datetime | None:
    """From when on a called citizen may be marked as not come; None when they must be called again first."""
    return called_at + timedelta(seconds=policy.seconds_apart) if calls >= policy.calls else None


def may_return(policy: NoShowPolicy, missed_at: datetime, at: datetime) -> bool:
    """Whether somebody who missed their call may still come back."""
    return at - missed_at <= timedelta(minutes=policy.window)
