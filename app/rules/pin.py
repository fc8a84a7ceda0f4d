"""The PIN of a kiosk's service menu: what may be one, and how long whoever guesses has to wait."""

from __future__ import annotations

import re
from datetime import timedelta

from app.rules.faults import Fault, Faults, Wrong

SHAPE = re.compile(r"[0-9]{6,8}")
RUNS = ("01234567890", "98765432109")
FREE_TRIES = 5
LONGEST_REST = timedelta(minutes=16)


def faults(pin: str) -> Faults:
    """Why these digits can be no PIN: too few, or those that everybody tries first."""
    if not SHAPE.fullmatch(pin):
        return {"service_pin": Fault(Wrong.PIN_UNUSABLE)}
    easy = len(set(pin)) < 3 or any(pin in run for run in RUNS)
    return {"service_pin": Fault(Wrong.PIN_TOO_EASY)} if easy else {}


def rest_after(wrong_tries: int) -> timedelta:
    """How long after the last wrong try none is taken: a minute after the fifth, then twice as long each time."""
    if wrong_tries < FREE_TRIES:
        return timedelta()
    return min(timedelta(minutes=2 ** min(wrong_tries - FREE_TRIES, 10)), LONGEST_REST)
