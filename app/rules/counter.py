"""What a counter may be called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.rules.faults import Fault, Faults, Wrong

NUMBER = re.compile(r"[A-Za-z0-9]{1,8}")
LONGEST_NAME = 60
MOST = 60


def as_called(number: str) -> str:
    """A number as it is spoken and read from afar: 03 as 3, and 3b as 3B."""
    return number.lstrip("0").upper() or "0"


def faults(number: str, name: str, others: Mapping[str, bool]) -> Faults:
    """What is wrong with a counter's number and what staff call it.

    Args:
        others: the numbers of the office's other counters, and whether each was retired.
    """
    found: Faults = {}
    same = next((each for each in others if as_called(each) == as_called(number)), None)
    if not NUMBER.fullmatch(number):
        found["number"] = Fault(Wrong.COUNTER_NUMBER)
    elif same is not None:
        found["number"] = Fault(Wrong.COUNTER_RETIRED if others[same] else Wrong.COUNTER_THERE, {"name": same})
    if len(name) > LONGEST_NAME or not name.isprintable():
        found["name"] = Fault(Wrong.TOO_LONG, {"most": str(LONGEST_NAME)})
    return found
