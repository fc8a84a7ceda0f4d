"""The city's catalogue of services: kept once, and brought to every office that follows it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, seeds
from app.changes import as_seen_at, must_be_as_seen, must_be_usable
from app.clock import WHERE_THE_CITY_IS, now, office_day
from app.db import db, transaction
from app.models import CatalogueService, CatalogueStandard, Installation, Service, Staff
from app.queueing.furnishing.errors import NoSuchCatalogueService
from app.queueing.furnishing.following import follow
from app.queueing.furnishing.pictures import faults_of_picture
from app.queueing.furnishing.services import Face
from app.rules import letters, standard
from app.rules import service as rules
from app.rules.audit import AuditAction
from app.rules.faults import Faults
from app.rules.standard import SINCE_EVER, Components
from app.rules.texts import DEFAULT_LANGUAGE

log = logging.getLogger(__name__)

Facts = Mapping[str, Any]
BeforeAndAfter = tuple[Facts, Facts]


def today() -> date:
    """The city's day: what belongs to no office has its zone."""
    return office_day(now(), WHERE_THE_CITY_IS)


def add_service(code: str, face: Face, components: Components | None = None, staff_id: int | None = None) -> int:
    """Describe one more service for all offices; each that wants it takes it from the catalogue.

    Args:
        code: as an office's own (queueing.furnishing.services).
        face: its letter is the queue that an office is offered for it.
        components: its standard, which counts from the beginning.

    Returns:
        the service's version.

    Raises:
        SettingsUnusable: the code, the face or the standard cannot be used.
    """
    with transaction() as session:
        session.get_one(Installation, 1, with_for_update=True)
        _add(session, code, face, components or {}, staff_id)
    return 1


def add_set(name: str, staff_id: int | None = None) -> int:
    """Add the services of a ready set that the catalogue does not have; returns how many there were.

    Args:
        name: one of seeds.SETS.
    """
    with transaction() as session:
        session.get_one(Installation, 1, with_for_update=True)
        known = set(session.scalars(select(CatalogueService.code)))
        new = [each for each in seeds.read_set(name)["services"] if each["code"] not in known]
        for each in new:
            face = Face(each["name"], each["code"][0], each["icon"])
            _add(session, each["code"], face, seeds.components_of(each), staff_id)
        return len(new)


def set_face(code: str, face: Face, staff_id: int | None = None) -> int:
    """Give a service of the catalogue another name, picture or queue to be offered.

    Returns:
        the service's version; 0 when it was so already.

    Raises:
        NoSuchCatalogueService: there is none of this code.
        SettingsUnusable: the face cannot be used.
        ChangedMeanwhile: somebody else changed the service after it was seen.
    """
    must_be_usable(_faults(face))

    def change(_session: Session, row: CatalogueService) -> BeforeAndAfter:
        before = {name: getattr(row, name) for name in vars(face)}
        row.name, row.letter, row.icon = face.name, face.letter, face.icon
        return before, vars(face)

    return _changed(code, change, staff_id)


def set_standard(code: str, components: Components, counts_from: date, staff_id: int | None = None) -> int:
    """Publish another standard for a service of the catalogue, from a date on.

    Args:
        components, counts_from: as for an office's own (queueing.furnishing.standards).

    Returns:
        the service's version; 0 when it is so on that date already.

    Raises:
        NoSuchCatalogueService: there is none of this code.
        SettingsUnusable: a component is too long, or the date is over or too far ahead.
        ChangedMeanwhile: somebody else changed the service after it was seen.
    """
    must_be_usable(standard.faults(components) | standard.faults_of_date(counts_from, today()))

    def change(session: Session, row: CatalogueService) -> BeforeAndAfter:
        before = standard.in_force(row.standards, counts_from)
        names = standard.changed(before, components)
        if not names:
            return {}, {}
        version = session.get(CatalogueStandard, (code, counts_from))
        if version is None:
            version = CatalogueStandard(code=code, counts_from=counts_from)
            session.add(version)
        version.components = components
        after = {name: components.get(name) for name in names}
        return {name: before.get(name) for name in names}, after | {"since": counts_from.isoformat()}

    return _changed(code, change, staff_id)


def withdraw_standard(code: str, counts_from: date, staff_id: int | None = None) -> int:
    """Take back a version of the catalogue that has not begun to count.

    Returns:
        the service's version; 0 when there is none that begins on that date.

    Raises:
        NoSuchCatalogueService: there is none of this code.
        SettingsUnusable: it counts already, and was published.
        ChangedMeanwhile: somebody else changed the service after it was seen.
    """

    def change(session: Session, row: CatalogueService) -> BeforeAndAfter:
        version = session.get(CatalogueStandard, (code, counts_from))
        if version is None:
            return {}, {}
        must_be_usable({"counts_from": standard.ALREADY_COUNTS} if counts_from <= today() else {})
        session.delete(version)
        return version.components | {"since": counts_from.isoformat()}, {}

    return _changed(code, change, staff_id)


def set_retired(code: str, is_retired: bool, staff_id: int | None = None) -> int:
    """Offer a service to no further office, or to all again; those that have it keep it, and are told.

    Returns:
        the service's version; 0 when it was so already.

    Raises:
        NoSuchCatalogueService: there is none of this code.
        ChangedMeanwhile: somebody else changed the service after it was seen.
    """

    return _changed(code, _now(is_retired=is_retired, is_withdrawn=False), staff_id)


def withdraw_service(code: str, staff_id: int | None = None) -> int:
    """Take a service out of the catalogue: each office that follows it keeps it, as its own from now on.

    Returns:
        the service's version; 0 when it was so already.

    Raises:
        NoSuchCatalogueService: there is none of this code.
        ChangedMeanwhile: somebody else changed the service after it was seen.
    """
    return _changed(code, _now(is_retired=True, is_withdrawn=True), staff_id)


def reach_offices(code: str, staff_id: int | None = None) -> None:
    """Bring a service to every office that follows it, each in a transaction of its own.

    An office that cannot be changed now keeps no other waiting; the city sees that it was not reached.
    """
    following = select(Service.branch_id).where(Service.code == code, Service.follows).order_by(Service.branch_id)
    for branch_id in db.session.scalars(following).all():
        try:
            with as_seen_at(None):  # what was seen is the catalogue's version, and no office's history
                follow(branch_id, (code,), staff_id)
        except Exception:
            log.exception("the catalogue's %s did not reach office %s", code, branch_id)


def _add(session: Session, code: str, face: Face, components: Components, staff_id: int | None) -> None:
    known = session.scalars(select(CatalogueService.code)).all()
    must_be_usable(rules.faults_of_code(code, known) | _faults(face) | standard.faults(components))
    version = CatalogueStandard(counts_from=SINCE_EVER, components=components)
    session.add(CatalogueService(code=code, changed_by=staff_id, standards=[version], **vars(face)))
    audit.record(session, AuditAction.CATALOGUE_CHANGED, _subject(code, face.name), after=vars(face) | components)


def _changed(code: str, change: Callable[[Session, CatalogueService], BeforeAndAfter], staff_id: int | None) -> int:
    with transaction() as session:
        session.get_one(Installation, 1, with_for_update=True)
        row = session.get(CatalogueService, code)
        if row is None:
            raise NoSuchCatalogueService
        before, after = change(session, row)
        if before == after:
            return 0
        by = session.scalar(select(Staff.name).where(Staff.id == row.changed_by))
        must_be_as_seen(row.version, by)
        row.version, row.changed_by = row.version + 1, staff_id
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        audit.record(
            session,
            AuditAction.CATALOGUE_CHANGED,
            _subject(code, row.name),
            before={name: before[name] for name in changed if name in before},
            after={name: after[name] for name in changed if name in after},
        )
        version = row.version
    reach_offices(code, staff_id)
    return version


def _now(**flags: bool) -> Callable[[Session, CatalogueService], BeforeAndAfter]:
    def change(_session: Session, row: CatalogueService) -> BeforeAndAfter:
        before = {name: getattr(row, name) for name in flags}
        for name, value in flags.items():
            setattr(row, name, value)
        return before, flags

    return change


def _subject(code: str, name: Mapping[str, str]) -> str:
    return f"{code} {name[DEFAULT_LANGUAGE]}"


def _faults(face: Face) -> Faults:
    # The letter is one that offices may have, not one that any has: each decides when it takes the service.
    return letters.faults(face.letter, ()) | rules.faults_of_face(face.name, "", ("",)) | faults_of_picture(face.icon)
