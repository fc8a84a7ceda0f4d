"""How long whoever guesses has to wait: a few tries are free, then each wrong one costs twice as long."""

from __future__ import annotations

from datetime import timedelta

LONGEST_REST = timedelta(minutes=16)
FORGOTTEN_AFTER = timedelta(hours=1)
"""Wrong tries older than this do not count any more."""
FREE_OF_AN_ACCOUNT = 5
FREE_OF_AN_ADDRESS = 20
"""Behind one address may sit a whole office."""


def rest_after(wrong_tries: int, free: int = FREE_OF_AN_ACCOUNT) -> timedelta:
    """How long after the last wrong try none is taken: a minute after the last free one, then twice as long each time.

    Args:
        wrong_tries: in a row.
        free: so many of them cost nothing.
    """
    if wrong_tries < free:
        return timedelta()
    return min(timedelta(minutes=2 ** min(wrong_tries - free, 10)), LONGEST_REST)
