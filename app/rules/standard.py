"""The standard of a service: the fourteen components every public service publishes, with versions by date.

The components and their names are those of Law 25/2009 on public services, Article 21; PermenPANRB 15/2014 divides
them into those of the delivery and those of the office behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from app.rules.faults import Fault, Faults, Wrong

DELIVERY = ("requirements", "procedure", "duration", "fee", "product", "complaints")
"""What the citizen meets: published at the place of the service."""
BEHIND = (
    "legal_basis", "facilities", "competence", "supervision", "staff", "guarantee", "safety", "evaluation",
)  # fmt: skip
"""What the office keeps to behind it."""
COMPONENTS = (*DELIVERY, *BEHIND)
LISTED = ("requirements",)
"""Components of several items, each a line: a citizen ticks what they brought."""
SHORT = {"duration": 80, "fee": 80}
"""Those that stand in one line on kiosk and slip, and how long they may be."""
LONGEST = 1000
MOST_ITEMS = 30
LONGEST_ITEM = 160
DAYS_AHEAD = 800

SINCE_EVER = date(2000, 1, 1)
"""Where the first version of a service counts from."""

Components = dict[str, dict[str, Any]]
"""By component and language its text; of those that are listed, a list of them."""


ALREADY_COUNTS = Fault(Wrong.DAY_OVER)
"""What is said to whoever takes back what was published."""


class Version(Protocol):
    """A standard as it was published."""

    @property
    def counts_from(self) -> Any: ...
    @property
    def components(self) -> Any: ...


def in_force(versions: Iterable[Version], day: date) -> Components:
    """The components that count on a day: those of the last version that has begun; nothing before the first."""
    begun = [each for each in versions if each.counts_from <= day]
    found: Components = max(begun, key=lambda each: each.counts_from).components if begun else {}
    return found


def as_typed(typed: Mapping[str, Mapping[str, str | None]]) -> Components:
    """What somebody wrote, by component and language, without what is empty and the space around it."""
    said = {
        name: {language: _meant(name, text or "") for language, text in texts.items()} for name, texts in typed.items()
    }
    kept = {name: {language: text for language, text in texts.items() if text} for name, texts in said.items()}
    return {name: texts for name, texts in kept.items() if texts}


def _meant(name: str, text: str) -> Any:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    if name in LISTED:
        return [line for line in lines if line]
    return " ".join(lines).strip() if name in SHORT else "\n".join(lines).strip()


def faults(components: Components) -> Faults:
    """What of a standard no service can have; named "fee_en" by component and language."""
    found: Faults = {}
    for name, texts in components.items():
        for language, text in texts.items():
            fault = Fault(Wrong.NOT_KNOWN, {"name": name}) if name not in COMPONENTS else _wrong_with(name, text)
            if fault:
                found[f"{name}_{language}"] = fault
    return found


def faults_of_date(counts_from: date, today: date) -> Faults:
    """What keeps a version from counting from a date on: what was published is never written anew."""
    if counts_from < today:
        return {"counts_from": Fault(Wrong.DAY_OVER)}
    return {"counts_from": Fault(Wrong.DAY_TOO_FAR)} if (counts_from - today).days > DAYS_AHEAD else {}


def changed(before: Components, after: Components) -> list[str]:
    """The components that differ, in their order."""
    return [name for name in COMPONENTS if before.get(name, {}) != after.get(name, {})]


def _wrong_with(name: str, text: Any) -> Fault | None:
    if name in LISTED:
        too_much = len(text) > MOST_ITEMS or max(map(len, text), default=0) > LONGEST_ITEM
        return Fault(Wrong.TOO_MANY_ITEMS, {"most": str(MOST_ITEMS), "long": str(LONGEST_ITEM)}) if too_much else None
    most = SHORT.get(name, LONGEST)
    return Fault(Wrong.TOO_LONG, {"most": str(most)}) if len(text) > most else None
