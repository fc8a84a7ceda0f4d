"""What bounds a service, and where its citizens go on to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.rules.faults import Bounds, Fault, Faults, Wrong

QUOTA = Bounds(1, 9999)
MOST_STEPS = 5


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
