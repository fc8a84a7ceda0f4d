"""What a counter may be called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.rules.faults import Fault, Faults, Wrong

NUMBER = re.compile(r"[A-Za-z0-9]{1,8}")
LONGEST_NAME = 60
MOST = 60


def faults(number: str, name: str, others: Mapping[str, bool]) -> Faults:
    """What is wrong with a counter's number and what staff call it.

    Args:
        others: the numbers of the office's other counters, and whether each was retired.
    """
    found: Faults = {}
    if not NUMBER.fullmatch(number):
        found["number"] = Fault(Wrong.COUNTER_NUMBER)
    elif number in others:
        found["number"] = Fault(Wrong.COUNTER_RETIRED if others[number] else Wrong.COUNTER_THERE, {"name": number})
    if len(name) > LONGEST_NAME or not name.isprintable():
        found["name"] = Fault(Wrong.TOO_LONG, {"most": str(LONGEST_NAME)})
    return found
