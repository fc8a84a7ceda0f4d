"""How an office follows the city's catalogue: what is not its own is brought to what the catalogue says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.changes import Change, differences, told
from app.models import CatalogueService, Service, ServiceStandard
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.rules import catalogue as rules
from app.rules import standard
from app.rules.catalogue import FACE, RETIRED, Published


def follow(branch_id: int, codes: Collection[str], staff_id: int | None = None) -> int:
    """Bring services of an office to what the catalogue says, but for what is the office's own.

    Args:
        codes: of the services, as far as the office has them and they follow.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id, staff_id) as act:
        known = [each for code, each in act.office.every_service.items() if code in codes and each.follows]
        return told(act.history, [change for each in known for change in _brought_and_told(act, each)])


def left(act: Acting, service: Service) -> list[Change]:
    """Let a service be its office's alone: all that citizens read stays, also what is announced for a later day."""
    row = act.session.get_one(Service, service.id)
    row.follows, row.own, row.catalogue_seen = False, [], {}
    act.session.execute(update(ServiceStandard).where(ServiceStandard.service_id == service.id).values(own=[]))
    return [Change("follows", True, False, of=service.code)]


def brought(
    act: Acting, service: Service, versions: Collection[Published] | None = None, own: Collection[str] | None = None
) -> list[Change]:
    """`settled`, said as what came from the catalogue."""
    changes = settled(act, service, versions, own)
    parts = [each.what.partition("_")[2] for each in changes if not each.what.startswith("own_")]
    return ([Change("from_catalogue", None, parts, of=service.code)] if parts else []) + changes


def settled(
    act: Acting, service: Service, versions: Collection[Published] | None = None, own: Collection[str] | None = None
) -> list[Change]:
    """Write a service that follows as its office and the catalogue say together, from today on.

    Args:
        versions: of the standard, when the office says something else than until now.
        own: which of its face is the office's own, when that changes.
    """
    theirs, row = entry(act.session, service.code), act.session.get_one(Service, service.id)
    before, face = own_parts(service), {f"service_{name}": getattr(row, name) for name in FACE}
    row.own = sorted(row.own if own is None else own)
    for name in FACE:
        if name not in row.own:
            setattr(row, name, getattr(theirs, name))
    coming = rules.followed(versions or published(service.standards), theirs.standards, act.day)
    after = [*row.own, *sorted(coming[-1].own)]
    said = parts_of(theirs)
    seen = {part: row.catalogue_seen.get(part, said.get(part, {})) for part in after}
    row.catalogue_seen = seen | {RETIRED: row.catalogue_seen.get(RETIRED, theirs.is_retired)}
    return [
        *differences(_marked(before), _marked(after), of=service.code),
        *differences(face, {f"service_{name}": getattr(row, name) for name in FACE}, of=service.code),
        *_published(act, service, coming),
    ]


def entry(session: Session, code: str) -> CatalogueService:
    """The catalogue's own row of a service that is followed."""
    return session.get_one(CatalogueService, code)


def published(rows: Iterable[Any]) -> list[Published]:
    """A service's versions as the rules take them."""
    return [Published(each.counts_from, each.components, frozenset(each.own)) for each in rows]


def parts_of(service: CatalogueService) -> dict[str, Any]:
    """All that the catalogue says of a service at last: its face, and its last version's standard."""
    return {"name": service.name, "icon": service.icon} | (
        service.standards[-1].components if service.standards else {}
    )


def own_parts(service: Service) -> list[str]:
    """The parts that are an office's own, as of its last version."""
    return [*service.own, *(service.standards[-1].own if service.standards else [])]


def undecided(service: Service, theirs: CatalogueService) -> list[str]:
    """The own parts of a service in which the catalogue says something new to its office."""
    return rules.undecided(own_parts(service), service.catalogue_seen, parts_of(theirs))


def _marked(own: Collection[str]) -> dict[str, bool]:
    return {f"own_{part}": part in own for part in rules.PARTS}


def _brought_and_told(act: Acting, service: Service) -> list[Change]:
    theirs = entry(act.session, service.code)
    if theirs.is_withdrawn:
        return [Change("catalogue_withdrawn", False, True, of=service.code), *left(act, service)]
    changes, row = brought(act, service), act.session.get_one(Service, service.id)
    before, is_retired = row.catalogue_seen[RETIRED], theirs.is_retired
    row.catalogue_seen = row.catalogue_seen | {RETIRED: is_retired}
    return changes + differences({"catalogue_retired": before}, {"catalogue_retired": is_retired}, of=service.code)


def _published(act: Acting, service: Service, coming: Collection[Published]) -> list[Change]:
    act.session.flush()
    of_service = select(ServiceStandard).where(ServiceStandard.service_id == service.id)
    rows = {each.counts_from: each for each in act.session.scalars(of_service)}
    days = {each.counts_from for each in coming}
    for day, row in rows.items():
        if day > act.day and day not in days:
            act.session.delete(row)
    for version in coming:
        row = rows.get(version.counts_from) or ServiceStandard(service_id=service.id, counts_from=version.counts_from)
        row.components, row.own = version.components, sorted(version.own)
        act.session.add(row)
    return _said(act, service, coming)


def _said(act: Acting, service: Service, coming: Collection[Published]) -> list[Change]:
    # The texts stand in their versions: the history, which every screen hears, names what changed, and from when on.
    before, found = published(service.standards), dict[str, Change]()
    for day in sorted({act.day} | {each.counts_from for each in (*before, *coming) if each.counts_from > act.day}):
        for name in standard.changed(standard.in_force(before, day), standard.in_force(coming, day)):
            found.setdefault(name, Change(f"standard_{name}", None, day.isoformat(), of=service.code))
    return list(found.values())
