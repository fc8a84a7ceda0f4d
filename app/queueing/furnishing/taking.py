"""An office and the city's catalogue: services taken from it, what it takes over, what it keeps as its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from app import audit
from app.changes import Change, must_be_usable, told
from app.errors import NoSuchService
from app.events import canonical
from app.models import CatalogueService, Service
from app.queueing.acting import Acting
from app.queueing.furnishing.errors import CatalogueChanged, NoLongerInCatalogue, NoSuchCatalogueService
from app.queueing.furnishing.following import brought, entry, left, own_parts, parts_of, published, settled
from app.queueing.furnishing.services import Face, adding
from app.queueing.locking import acting_in
from app.rules import catalogue as rules
from app.rules import standard
from app.rules.audit import AuditAction
from app.rules.catalogue import FACE
from app.rules.texts import DEFAULT_LANGUAGE


class Part(NamedTuple):
    """A part of a service as somebody saw it.

    Args:
        code: of the service.
        name: one of rules.catalogue.PARTS.
        mark: of what the catalogue said of it then (`mark_of`).
    """

    code: str
    name: str
    mark: str


def mark_of(said: Any) -> str:
    """What the catalogue says of a part, in short: whoever decides later decides on just that."""
    return sha256(canonical({"said": said}).encode()).hexdigest()[:12]


def take_service(branch_id: int, code: str, face: Face, staff_id: int | None = None) -> int:
    """Let citizens come for a service of the city's catalogue; what its name or picture says otherwise is own.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchCatalogueService: there is no such office or service.
        NoLongerInCatalogue: the city offers it to no further office.
        SettingsUnusable: the office has the code already, or the face cannot be used.
    """
    with acting_in(branch_id, staff_id) as act:
        theirs = _offered(act, code)
        changes = adding(act, code, face, standard.in_force(theirs.standards, act.day))
        act.session.flush()
        act.change_setup()
        act.read_setup_again()
        return told(act.history, changes + _joined(act, act.service(code), theirs))


def join(branch_id: int, code: str, mark: str, staff_id: int | None = None) -> int:
    """Let a service that an office has already follow the catalogue; what it says otherwise becomes its own.

    Args:
        mark: of all that the catalogue and the office said when it was shown what would become own.

    Returns:
        the `seq` of what was changed; 0 when it followed already.

    Raises:
        NoSuchBranch, NoSuchService, NoSuchCatalogueService: there is no such office or service.
        NoLongerInCatalogue: the city offers it to no further office.
        CatalogueChanged: one of the two said something else when it was shown.
    """
    with acting_in(branch_id, staff_id) as act:
        theirs, service = _offered(act, code), act.office.every_service.get(code)
        if service is None:
            raise NoSuchService
        if service.follows:
            return 0
        if mark_of_both(service, theirs) != mark:
            raise CatalogueChanged
        return told(act.history, _joined(act, service, theirs))


def leave(branch_id: int, code: str, staff_id: int | None = None) -> int:
    """Let a service follow the catalogue no more: what citizens read of it stays, and is the office's alone.

    `join` takes it back.

    Returns:
        the `seq` of what was changed; 0 when it did not follow.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
    """
    with acting_in(branch_id, staff_id) as act:
        service = act.service(code)
        if not service.follows:
            return 0
        subject, before = f"{code} {service.name[DEFAULT_LANGUAGE]}", {"follows": True}
        action, after = AuditAction.CATALOGUE_LEFT, {"follows": False}
        audit.record(act.session, action, subject, before=before, after=after, branch_id=branch_id, staff_id=staff_id)
        return told(act.history, left(act, service))


def mark_of_both(service: Service, theirs: CatalogueService) -> str:
    """What an office and the catalogue say of a service, in short."""
    versions: list[Any] = [*service.standards, *theirs.standards]
    texts = [[each.counts_from.isoformat(), each.components] for each in versions]
    return mark_of([service.name, service.icon, theirs.name, theirs.icon, texts])


def take_over(branch_id: int, parts: Collection[Part], counts_from: date, staff_id: int | None = None) -> int:
    """Leave own parts of services to the catalogue again, from a day on; a name or picture at once.

    Returns:
        the `seq` of what was changed; 0 when all of it was the catalogue's already.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
        SettingsUnusable: the day is over, or too far ahead.
        CatalogueChanged: the catalogue said something else of one of them when it was shown.
    """
    with acting_in(branch_id, staff_id) as act:
        must_be_usable(standard.faults_of_date(counts_from, act.day))
        changes: list[Change] = []
        for service, names in _as_shown(act, parts):
            left = {name: None for name in names if name not in FACE}
            versions = rules.owned(published(service.standards), counts_from, left)
            changes += brought(act, service, versions, set(service.own) - set(names))
        return told(act.history, changes)


def keep_own(branch_id: int, parts: Collection[Part], staff_id: int | None = None) -> int:
    """Keep own parts of services although the catalogue says something new: it is asked again once that changes.

    Returns:
        the `seq` of what was decided; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
        CatalogueChanged: the catalogue said something else of one of them when it was shown.
    """
    with acting_in(branch_id, staff_id) as act:
        changes: list[Change] = []
        for service, names in _as_shown(act, parts):
            said, row = parts_of(entry(act.session, service.code)), act.session.get_one(Service, service.id)
            seen = row.catalogue_seen | {name: said.get(name, {}) for name in names}
            if seen != row.catalogue_seen:
                row.catalogue_seen = seen
                changes.append(Change("kept_own", None, names, of=service.code))
        return told(act.history, changes)


def _offered(act: Acting, code: str) -> CatalogueService:
    found = act.session.get(CatalogueService, code)
    if found is None:
        raise NoSuchCatalogueService
    if found.is_retired:
        raise NoLongerInCatalogue
    return found


def _joined(act: Acting, service: Service, theirs: CatalogueService) -> list[Change]:
    act.session.get_one(Service, service.id).follows = True
    own = [name for name in FACE if getattr(service, name) != getattr(theirs, name)]
    versions = rules.joined(published(service.standards), theirs.standards, act.day)
    return [Change("follows", False, True, of=service.code), *settled(act, service, versions, own)]


def _as_shown(act: Acting, parts: Collection[Part]) -> list[tuple[Service, list[str]]]:
    found = []
    for code in dict.fromkeys(part.code for part in parts):
        service, of_service = act.service(code), [part for part in parts if part.code == code]
        if not service.follows:
            raise NoSuchService
        said = parts_of(entry(act.session, code))
        if any(part.mark != mark_of(said.get(part.name, {})) for part in of_service):
            raise CatalogueChanged
        own = own_parts(service)
        found.append((service, [part.name for part in of_service if part.name in own]))
    return found
