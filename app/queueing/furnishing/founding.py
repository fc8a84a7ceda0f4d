"""A new office, made whole in one step: from its answers to five questions it works at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, seeds
from app.changes import Change, must_be_usable, told
from app.clock import now, office_day
from app.db import transaction
from app.events import history_of
from app.models import Branch, CatalogueService, Counter, Installation, Letter
from app.queueing.furnishing.beginning import plant_catalogue
from app.rules import office as rules
from app.rules import schedule
from app.rules.audit import AuditAction
from app.rules.office import CATALOGUE, EMPTY, Founding


def found_office(wanted: Founding, taken: Collection[str] = (), staff_id: int | None = None) -> str:
    """Make an office with its queues, services, needs and counters; it gives numbers by its hours from now on.

    Args:
        taken: further codes that cannot be used, since pages stand at their addresses.

    Returns:
        its code.

    Raises:
        SettingsUnusable: something of it cannot be, or the code is taken.
    """
    with transaction() as session:
        session.get_one(Installation, 1, with_for_update=True)
        known = set(session.scalars(select(Branch.code)))
        must_be_usable(rules.faults(wanted, service_sets(session), known | set(taken)))
        branch = _furnished(session, wanted)
        with history_of(session, branch.id, staff_id) as history:
            # The first row of its history: who made it, and with how much.
            told(history, [Change("office", None, wanted.name)])
        audit.record(session, AuditAction.OFFICE_CREATED, wanted.name, after=_said(wanted), branch_id=branch.id)
    return wanted.code


def service_sets(session: Session) -> tuple[str, ...]:
    """The names of the sets that an office can begin with: the ready ones, and the city's catalogue if it has one."""
    has_any = select(CatalogueService.code).where(CatalogueService.is_retired.is_(False)).limit(1)
    return (CATALOGUE, *seeds.SETS) if session.scalar(has_any) else seeds.SETS


def _furnished(session: Session, wanted: Founding) -> Branch:
    branch = Branch(
        code=wanted.code,
        name=wanted.name,
        address=wanted.address,
        zone=wanted.zone,
        hours=schedule.stored(wanted.hours),
    )
    session.add(branch)
    session.flush()
    if wanted.services == CATALOGUE:
        plant_catalogue(session, branch, office_day(now(), wanted.zone))
    elif wanted.services != EMPTY:
        seeds.plant(session, branch, wanted.services)
    session.flush()
    letters = list(session.scalars(select(Letter.letter).where(Letter.branch_id == branch.id)))
    for number in range(1, wanted.counters + 1):
        session.add(Counter(branch_id=branch.id, number=str(number), position=number, letters=letters))
    session.flush()
    return branch


def _said(wanted: Founding) -> dict[str, Any]:
    return {
        "code": wanted.code,
        "zone": wanted.zone,
        "hours": schedule.stored(wanted.hours),
        "counters": wanted.counters,
        "services": wanted.services,
    }
