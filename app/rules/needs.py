"""What happened to a citizen, in their words: what an office may write there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.rules.faults import Fault, Faults, Wrong
from app.rules.texts import DEFAULT_LANGUAGE, Texts

MOST = 24
"""Three screens of tiles; nobody reads on."""
LONGEST = 60


def faults(name: Texts, services: Sequence[str], known: Collection[str]) -> Faults:
    """What of a need no office can keep, apart from its picture."""
    found: Faults = {}
    if not name.get(DEFAULT_LANGUAGE) or max(map(len, name.values())) > LONGEST:
        found["name_id"] = Fault(Wrong.NEED_NO_NAME, {"most": str(LONGEST)})
    unknown = next((each for each in services if each not in known), None)
    if unknown is not None:
        found["services"] = Fault(Wrong.NOT_KNOWN, {"name": unknown})
    elif not services:
        found["services"] = Fault(Wrong.NEED_NO_SERVICE)
    return found
