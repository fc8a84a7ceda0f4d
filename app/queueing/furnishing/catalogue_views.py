"""What pages show of the city's catalogue, and of how its offices follow it. Queries only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.clock import now, office_day
from app.db import db
from app.models import CatalogueService, Service
from app.office import Office
from app.queueing.furnishing.errors import NoSuchCatalogueService
from app.queueing.furnishing.following import own_parts, parts_of, published, undecided
from app.queueing.furnishing.taking import mark_of, mark_of_both
from app.rules import catalogue as rules
from app.rules.catalogue import FACE, PARTS
from app.rules.standard import in_force


@dataclass(frozen=True)
class Standing:
    """How an office stands to a service of the catalogue.

    Args:
        own: the parts that are its own; new: those of them in which the catalogue says something it has not decided on.
        is_behind: whether the last change has not reached it.
    """

    office: Office
    service: Service
    own: Sequence[str]
    new: Sequence[str]
    is_behind: bool


@dataclass(frozen=True)
class OwnPart:
    """A part that is an office's own, beside what the catalogue says of it, and said when the office decided."""

    name: str
    ours: Any
    said: Any
    says: Any
    is_new: bool
    mark: str


@dataclass(frozen=True)
class Joining:
    """What comes of it when an office's service begins to follow.

    Args:
        own, filled: by part what the office says and what the catalogue says: what would become the office's own, and
            what it has left empty, which the catalogue would fill.
        mark: of what both say now.
    """

    office: Office
    service: Service
    own: Mapping[str, tuple[Any, Any]]
    filled: Mapping[str, tuple[Any, Any]]
    mark: str


def every_service() -> Sequence[CatalogueService]:
    """The catalogue in the order of its queues; those that are offered no more are among them."""
    order = (CatalogueService.letter, CatalogueService.code)
    return db.session.scalars(
        select(CatalogueService).options(selectinload(CatalogueService.standards)).order_by(*order)
    ).all()


def service(code: str) -> CatalogueService:
    """A service of the catalogue; raises NoSuchCatalogueService."""
    found = db.session.get(CatalogueService, code)
    if found is None:
        raise NoSuchCatalogueService
    return found


def offered(office: Office) -> dict[str, CatalogueService]:
    """What an office may take from the catalogue, by code: what it never had, as far as the city offers it."""
    return {
        each.code: each for each in every_service() if not each.is_retired and each.code not in office.every_service
    }


def standings(theirs: CatalogueService, offices: Iterable[Office]) -> list[Standing]:
    """The offices that follow a service of the catalogue, and how."""
    having = [(office, office.every_service.get(theirs.code)) for office in offices]
    return [_standing(office, each, theirs) for office, each in having if each and each.follows]


def joinings(theirs: CatalogueService, offices: Iterable[Office]) -> list[Joining]:
    """The offices that have a service of this code which does not follow, and what would come of it."""
    having = [(office, office.every_service.get(theirs.code)) for office in offices]
    return [_joining(office, each, theirs) for office, each in having if each and not each.follows]


def own_texts(service: Service, theirs: CatalogueService) -> list[OwnPart]:
    """The parts of a service that are its office's own; those first in which the catalogue says something new."""
    new, says, ours = undecided(service, theirs), parts_of(theirs), _last_of(service)
    own = [part for part in PARTS if part in own_parts(service)]
    parts = [
        OwnPart(
            name,
            ours.get(name, {}),
            service.catalogue_seen.get(name, {}),
            says.get(name, {}),
            name in new,
            mark_of(says.get(name, {})),
        )
        for name in own
    ]
    return sorted(parts, key=lambda part: not part.is_new)


def followed_by(office: Office) -> Iterator[tuple[Service, CatalogueService]]:
    """The services of an office that follow the catalogue, each with the catalogue's."""
    known = {each.code: each for each in every_service()}
    for each in office.services.values():
        if each.follows:
            yield each, known[each.code]


def alone(office: Office) -> list[tuple[Service, CatalogueService | None, Joining | None]]:
    """The services of an office that do not follow, each with the catalogue's of its code and what linking would do."""
    known = {each.code: each for each in every_service()}
    found: list[tuple[Service, CatalogueService | None, Joining | None]] = []
    for each in office.services.values():
        theirs = known.get(each.code)
        if not each.follows:
            can_join = theirs is not None and not theirs.is_retired
            found.append((each, theirs, _joining(office, each, theirs) if theirs and can_join else None))
    return found


def how_many_new(office: Office) -> int:
    """In how many of an office's services the catalogue says something that it has not decided on."""
    if not any(each.follows for each in office.services.values()):
        return 0
    return sum(1 for each, theirs in followed_by(office) if undecided(each, theirs))


def _standing(office: Office, service: Service, theirs: CatalogueService) -> Standing:
    own = [part for part in PARTS if part in own_parts(service)]
    today = office_day(now(), office.branch.zone)
    versions = published(service.standards)
    coming = rules.followed(versions, theirs.standards, today)
    days = {each.counts_from for each in (*versions, *coming) if each.counts_from > today} | {today}
    is_behind = (
        theirs.is_withdrawn
        or any(in_force(versions, day) != in_force(coming, day) for day in days)
        or any(name not in own and getattr(service, name) != getattr(theirs, name) for name in FACE)
    )
    new = [] if service.is_retired else undecided(service, theirs)  # nobody reads it there
    return Standing(office, service, own, new, is_behind)


def _joining(office: Office, service: Service, theirs: CatalogueService) -> Joining:
    today = office_day(now(), office.branch.zone)
    ours, says = (
        {"name": each.name, "icon": each.icon} | in_force(each.standards, today) for each in (service, theirs)
    )
    differing = {name: (ours.get(name, {}), says.get(name, {})) for name in PARTS if ours.get(name) != says.get(name)}
    own = {name: texts for name, texts in differing.items() if texts[0]}
    filled = {name: texts for name, texts in differing.items() if not texts[0]}
    return Joining(office, service, own, filled, mark_of_both(service, theirs))


def _last_of(service: Service) -> dict[str, Any]:
    last = service.standards[-1].components if service.standards else {}
    return {"name": service.name, "icon": service.icon, **last}
