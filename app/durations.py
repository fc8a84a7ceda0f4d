"""How long this process took to answer: a histogram of its own, so that nobody loads a library to count."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds."""


@dataclass
class Durations:
    """How many answers took how long; `counts` has one more than BOUNDS, for the longest."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0


_known: dict[tuple[str, str], Durations] = {}


def note(surface: str, status: int, seconds: float) -> None:
    """Count an answer; by the part of the program that gave it, and its hundred."""
    of = _known.setdefault((surface, f"{status // 100}xx"), Durations())
    of.counts[bisect_left(BOUNDS, seconds)] += 1
    of.seconds += seconds


def known() -> dict[tuple[str, str], Durations]:
    """What was counted since this process began."""
    return dict(_known)
