"""What an office shows of a service of the city's catalogue: its own text where it has one, else the catalogue's.

An office's versions stay what citizens read. Those that have not begun are made anew whenever the catalogue or the
office says something else; those that have begun are never written again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.rules.standard import COMPONENTS, SINCE_EVER, Components, Version, changed, in_force

FACE = ("name", "icon")
"""What citizens see of a service beside its standard; it has no versions and changes at once."""
PARTS = (*FACE, *COMPONENTS)
"""All that the catalogue says of a service. The queue is the office's, always."""

RETIRED = "retired"
"""Beside the parts, in what an office has seen: whether it was told that the catalogue offers the service no more."""

Says = Mapping[str, Any]
"""By part what is said of it; None leaves it to the catalogue."""


@dataclass(frozen=True)
class Published:
    """A version of an office's standard; `own` names the components that the office has written itself."""

    counts_from: date
    components: Components = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def own_text(self, name: str) -> Any:
        """What the office itself says of a component, perhaps nothing ({}); None leaves it to the catalogue."""
        return self.components.get(name, {}) if name in self.own else None

    def saying(self, name: str, text: Any) -> Published:
        """The same with another own text; None leaves the component to the catalogue."""
        others = {each: said for each, said in self.components.items() if each != name}
        kept = others | {name: text} if text else others
        return replace(self, components=kept, own=self.own - {name} if text is None else self.own | {name})


def at(versions: Iterable[Published], day: date) -> Published:
    """The version that counts on a day; one that says nothing before the first."""
    begun = [each for each in versions if each.counts_from <= day]
    return max(begun, key=lambda each: each.counts_from, default=Published(SINCE_EVER))


def followed(versions: Collection[Published], catalogue: Collection[Version], today: date) -> list[Published]:
    """The version that counts today and those after it, as they are to be.

    On every day from today on each component says what the office says of it, else what the catalogue says that day.
    """
    now = at(versions, today)
    said = _filled(now, catalogue, today)
    found = [replace(said, counts_from=now.counts_from if said.components == now.components else today)]
    for day in sorted({each.counts_from for each in (*versions, *catalogue) if each.counts_from > today}):
        said = replace(_filled(at(versions, day), catalogue, day), counts_from=day)
        if (said.components, said.own) != (found[-1].components, found[-1].own):
            found.append(said)
    return found


def owned(versions: Collection[Published], day: date, says: Says) -> list[Published]:
    """The versions once the office says something of its own from a day on, or leaves it to the catalogue again.

    It holds until a later version in which the office had decided otherwise.
    """
    before = at(versions, day)
    found = {each.counts_from: each for each in versions} | {day: replace(before, counts_from=day)}
    for name, text in says.items():
        for later in sorted(each for each in found if each >= day):
            if found[later].own_text(name) != before.own_text(name):
                break
            found[later] = found[later].saying(name, text)
    return list(found.values())


def written(
    versions: Collection[Published], catalogue: Collection[Version], day: date, typed: Components
) -> list[Published]:
    """The versions once an office has written a whole standard, to count from a day on.

    What it left as it was stays whose it is. What it changed is its own, unless it says what the catalogue says.
    """
    names = changed(at(versions, day).components, typed)
    return owned(versions, day, own_of(names, typed, in_force(catalogue, day)))


def decided(versions: Collection[Published], day: date) -> dict[str, Any]:
    """By component what the office itself says otherwise from a day on, each with what it said until then."""
    until, on = at([each for each in versions if each.counts_from < day], day), at(versions, day)
    return {name: until.own_text(name) for name in COMPONENTS if until.own_text(name) != on.own_text(name)}


def withdrawn(versions: Collection[Published], day: date) -> list[Published]:
    """The versions without what the office itself had decided for a day."""
    return owned(versions, day, decided(versions, day))


def joined(versions: Iterable[Published], catalogue: Collection[Version], today: date) -> list[Published]:
    """The versions of an office that begins to follow: what it says otherwise is its own, what it left empty is not."""
    return [
        replace(each, own=frozenset(_otherwise(each.components, in_force(catalogue, max(each.counts_from, today)))))
        for each in versions
    ]


def own_of(names: Iterable[str], ours: Says, theirs: Says) -> dict[str, Any]:
    """Of some parts, what an office says otherwise than the catalogue; None for those that say the same."""
    return {name: None if ours.get(name, {}) == theirs.get(name, {}) else ours.get(name, {}) for name in names}


def undecided(own: Collection[str], seen: Says, theirs: Says) -> list[str]:
    """The parts in which an office differs, and the catalogue says something else than when the office decided."""
    return [part for part in PARTS if part in own and seen.get(part) != theirs.get(part, {})]


def _otherwise(ours: Components, theirs: Components) -> list[str]:
    return [name for name, text in ours.items() if text and text != theirs.get(name)]


def _filled(version: Published, catalogue: Iterable[Version], day: date) -> Published:
    said = in_force(catalogue, day)
    own = {name: version.components[name] for name in version.own if name in version.components}
    filled = {name: text for name, text in said.items() if name not in version.own}
    return replace(version, components=own | filled)
