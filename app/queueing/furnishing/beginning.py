"""What the city's catalogue offers, as a set that a new office begins with and follows from its first day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app import seeds
from app.models import Branch, CatalogueService, Letter, Service, ServiceStandard
from app.queueing.furnishing.following import entry, published
from app.rules import catalogue as rules
from app.rules.catalogue import RETIRED
from app.rules.standard import in_force


def catalogue_set(session: Session, today: date) -> dict[str, Any]:
    """The letters, services and needs of the catalogue, as `seeds.read_set` gives those of a ready set.

    A queue is called as in the city's first office that has its letter, else as in the ready sets, else as its first
    service. The needs are those of today's ready set: the catalogue has none.
    """
    order = (CatalogueService.letter, CatalogueService.code)
    offered = select(CatalogueService).options(selectinload(CatalogueService.standards))
    services: list[dict[str, Any]] = [
        {"code": each.code, "letter": each.letter, "name": each.name, "icon": each.icon}
        | in_force(each.standards, today)
        for each in session.scalars(offered.where(CatalogueService.is_retired.is_(False)).order_by(*order))
    ]
    ready = seeds.read_set(seeds.SETS[-1])
    known = {each["letter"]: each for each in reversed(services)} | {each["letter"]: each for each in ready["letters"]}
    for row in session.scalars(select(Letter).order_by(Letter.branch_id.desc())):
        known[row.letter] = {"name": row.name, "icon": row.icon}
    letters = [
        {"letter": letter, "name": known[letter]["name"], "icon": known[letter]["icon"]}
        for letter in sorted({each["letter"] for each in services})
    ]
    return {"letters": letters, "services": services, "needs": ready["needs"]}


def plant_catalogue(session: Session, branch: Branch, today: date) -> None:
    """Give a new office the services of the catalogue, which follow it, inside the caller's transaction."""
    seeds.plant_these(session, branch, catalogue_set(session, today))
    session.flush()
    for service in session.scalars(select(Service).where(Service.branch_id == branch.id)):
        service.follows, service.catalogue_seen = True, {RETIRED: False}
        # What the catalogue has announced for a later day is announced here, too.
        for version in rules.followed(published(service.standards), entry(session, service.code).standards, today)[1:]:
            session.add(ServiceStandard(service_id=service.id, **_kept(version)))


def _kept(version: rules.Published) -> dict[str, Any]:
    return {"counts_from": version.counts_from, "components": version.components}
