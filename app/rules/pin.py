"""A PIN, of a kiosk's service menu or of an officer: what may be one."""

from __future__ import annotations

import re

from app.rules.faults import Fault, Faults, Wrong

SHAPE = re.compile(r"[0-9]{6,8}")
OFFICERS = re.compile(r"[0-9]{6}")
TRIES = 5
"""So many wrong ones, and an officer's PIN opens nothing before the next password."""
RUNS = ("01234567890", "98765432109")


def faults(pin: str) -> Faults:
    """Why these digits can be no PIN of a menu: too few, or those that everybody tries first."""
    if not SHAPE.fullmatch(pin):
        return {"service_pin": Fault(Wrong.PIN_UNUSABLE)}
    return {"service_pin": Fault(Wrong.PIN_TOO_EASY)} if is_too_easy(pin) else {}


def is_too_easy(pin: str) -> bool:
    """Whether everybody would try these digits first."""
    return len(set(pin)) < 3 or any(pin in run for run in RUNS)


def may_be_officers(pin: str) -> bool:
    """Whether an officer may change over with these digits: six, and not those that everybody tries first."""
    return bool(OFFICERS.fullmatch(pin)) and not is_too_easy(pin)
