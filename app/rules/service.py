"""What bounds a service, and where its citizens go on to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from app.rules import names
from app.rules.faults import Bounds, Fault, Faults, Wrong

QUOTA = Bounds(1, 9999)
MOST_STEPS = 5
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
LONGEST_NAME = 80
MOST = 120


def faults(code: str, quota: int | None, journey: Sequence[str], known: Collection[str]) -> Faults:
    """What of a daily quota and a journey a service cannot keep.

    Args:
        quota: numbers a day; None is without bound.
        journey: the codes of the services after this one, in order.
        known: the codes of the office's services.
    """
    found: Faults = {}
    if quota is not None and not QUOTA.hold(quota):
        found["quota"] = QUOTA.fault
    wrong = _wrong_with(code, journey, known)
    return found | ({"journey": wrong} if wrong else {})


def faults_of_code(code: str, known: Collection[str]) -> Faults:
    """What is wrong with the code of a new service, among those there ever were."""
    if not CODE.fullmatch(code):
        return {"code": Fault(Wrong.SERVICE_CODE)}
    if code in known:
        return {"code": Fault(Wrong.SERVICE_THERE, {"name": code})}
    return {"": Fault(Wrong.TOO_MANY, {"most": str(MOST)})} if len(known) >= MOST else {}


def faults_of_face(name: Mapping[str, str], letter: str, letters: Collection[str]) -> Faults:
    """What of a service's name and queue no kiosk can show."""
    strange = {} if letter in letters else {"letter": Fault(Wrong.NOT_KNOWN, {"name": letter or "–"})}
    return names.faults(name, LONGEST_NAME) | strange


def _wrong_with(code: str, journey: Sequence[str], known: Collection[str]) -> Fault | None:
    unknown = next((each for each in journey if each not in known), None)
    if unknown is not None:
        return Fault(Wrong.NOT_KNOWN, {"name": unknown})
    if code in journey:
        return Fault(Wrong.GOES_TO_ITSELF)
    twice = next((each for each in journey if journey.count(each) > 1), None)
    if twice is not None:
        return Fault(Wrong.TWICE, {"name": twice})
    return Fault(Wrong.TOO_MANY_STEPS, {"most": str(MOST_STEPS)}) if len(journey) > MOST_STEPS else None
