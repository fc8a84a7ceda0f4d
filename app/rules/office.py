"""What a new office needs to be told before it can work: the five questions."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from app.rules import schedule
from app.rules.faults import Bounds, Fault, Faults, Wrong, out_of_bounds
from app.rules.schedule import Hours

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,38}[a-z0-9]")
KINDS_OF_OFFICE = re.compile(r"^(kantor|kecamatan|kelurahan|desa|dinas|mal pelayanan publik|mpp)\s+", re.IGNORECASE)
LONGEST_NAME = 120
LONGEST_ADDRESS = 240
BOUNDS = {"counters": Bounds(1, 60)}
EMPTY = "empty"
"""Of the service sets the one that has nothing in it."""
CATALOGUE = "catalogue"
"""Of the service sets what the city's catalogue offers; its services follow it from the first day."""

_MORNING, _NOON, _AFTERNOON, _EVENING = time(8), time(12), time(13), time(16)
USUAL_WEEK = Hours(
    weekly={
        **dict.fromkeys(range(4), ((_MORNING, _NOON), (_AFTERNOON, _EVENING))),
        4: ((_MORNING, time(11, 30)), (_AFTERNOON, time(16, 30))),
    },
    cut_off=15,
)
"""Monday to Thursday with a break at noon, Friday with time for prayer: what most offices keep, to be changed."""


@dataclass(frozen=True)
class Founding:
    """An office that is to be.

    Args:
        name: as citizens read it.
        code: in its addresses, for ever.
        zone: one of `schedule.ZONES`.
        hours: its week.
        counters: so many, numbered from 1.
        services: the name of a set (app.seeds), CATALOGUE or EMPTY.
    """

    name: str
    code: str
    zone: str = "Asia/Jakarta"
    hours: Hours = USUAL_WEEK
    counters: int = 4
    services: str = EMPTY
    address: str = ""


def code_of(name: str) -> str:
    """A code for an office of this name: "Kecamatan Karang Tengah" is "karang-tengah"."""
    rest = KINDS_OF_OFFICE.sub("", name.strip()).lower()
    return re.sub(r"[^a-z0-9]+", "-", rest).strip("-")[:40].strip("-")


def faults(wanted: Founding, sets: Collection[str], taken: Collection[str]) -> Faults:
    """What of an office cannot be made.

    Args:
        sets: the names of the service sets that there are.
        taken: codes that others have: offices, and addresses beside theirs.
    """
    found = schedule.faults(wanted.hours, wanted.zone) | out_of_bounds({"counters": wanted.counters}, BOUNDS)
    if not (0 < len(wanted.name) <= LONGEST_NAME and wanted.name.isprintable()):
        found["name"] = Fault(Wrong.OFFICE_NO_NAME, {"most": str(LONGEST_NAME)})
    if len(wanted.address) > LONGEST_ADDRESS or not wanted.address.isprintable():
        found["address"] = Fault(Wrong.TOO_LONG, {"most": str(LONGEST_ADDRESS)})
    if wanted.code in taken:
        found["code"] = Fault(Wrong.OFFICE_THERE, {"name": wanted.code})
    elif not CODE.fullmatch(wanted.code) and (wanted.code or wanted.name):  # a name left out makes no code either
        found["code"] = Fault(Wrong.OFFICE_CODE)
    if wanted.services not in (*sets, EMPTY):
        found["services"] = Fault(Wrong.NOT_KNOWN, {"name": wanted.services[:40] or "–"})
    return found
