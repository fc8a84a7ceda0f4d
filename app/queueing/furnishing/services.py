"""The services of an office: what citizens come for, added, changed, retired and brought back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from app.changes import Change, differences, must_be_usable, told
from app.errors import NoSuchService
from app.models import Service, ServiceStandard, Ticket
from app.queueing.acting import Acting
from app.queueing.furnishing.errors import CitizensComeForIt, LeadsOnToIt, OnlyWorkOf
from app.queueing.furnishing.following import entry, settled
from app.queueing.furnishing.pictures import faults_of_picture
from app.queueing.locking import acting_in
from app.rules import catalogue, standard
from app.rules import service as rules
from app.rules.faults import Faults
from app.rules.standard import SINCE_EVER, Components
from app.rules.states import State
from app.rules.texts import DEFAULT_LANGUAGE, Texts, said_in

HERE = (State.WAITING, State.CALLED, State.SERVING, State.HELD)


@dataclass(frozen=True)
class Face:
    """How citizens see a service.

    Args:
        name: by language; Indonesian is needed.
        letter: the queue it belongs to, under whose tile it stands.
        icon: one of the lucide set.
    """

    name: Texts
    letter: str
    icon: str


def add_service(
    branch_id: int, code: str, face: Face, components: Components | None = None, staff_id: int | None = None
) -> int:
    """Let citizens come for one more service; it comes last in its queue.

    Args:
        code: 2-20 capital letters, digits or hyphens, by which history and programs know it for ever.
        components: its standard (rules.standard), which counts from the beginning.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: the code, the face or the standard cannot be used.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, adding(act, code, face, components or {}))


def adding(act: Acting, code: str, face: Face, components: Components) -> list[Change]:
    """`add_service`, as part of a larger change."""
    faults = rules.faults_of_code(code, act.office.every_service) | standard.faults(components)
    must_be_usable(faults | _faults(act, face))
    around = {"position": _last(act, face.letter), "standards": [_first_version(components)]}
    act.session.add(Service(branch_id=act.office.id, code=code, **around, **vars(face)))
    return [Change("service", None, face.name[DEFAULT_LANGUAGE], of=code)]


def _first_version(components: Components) -> ServiceStandard:
    return ServiceStandard(counts_from=SINCE_EVER, components=components)


def set_service_face(branch_id: int, code: str, face: Face, staff_id: int | None = None) -> int:
    """Let citizens see a service otherwise; in another queue, it counts for numbers given from now on.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
        SettingsUnusable: the name, the queue or the picture cannot be used.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, facing(act, code, face))


def facing(act: Acting, code: str, face: Face) -> list[Change]:
    """`set_service_face`, as part of a larger change."""
    known = act.service(code)
    must_be_usable(_faults(act, face))
    before = {f"service_{name}": getattr(known, name) for name in vars(face)}
    row = act.session.get_one(Service, known.id)
    if face.letter != known.letter:
        row.position = _last(act, face.letter)
    row.name, row.letter, row.icon = face.name, face.letter, face.icon
    changes = differences(before, {f"service_{name}": value for name, value in vars(face).items()}, of=code)
    return changes + (settled(act, known, own=_own_face(act, known, face)) if known.follows else [])


def _own_face(act: Acting, service: Service, face: Face) -> set[str]:
    """What of its face is the office's own: as it was where it says the same, else by what the catalogue says."""
    theirs = entry(act.session, service.code)
    changed = [name for name in catalogue.FACE if getattr(service, name) != getattr(face, name)]
    said = catalogue.own_of(changed, vars(face), {name: getattr(theirs, name) for name in catalogue.FACE})
    return set(service.own) - said.keys() | {name for name, text in said.items() if text is not None}


def move_service(branch_id: int, code: str, places: int, staff_id: int | None = None) -> int:
    """Let a service stand so many places later in its queue on the kiosk.

    Returns:
        the `seq` of what was changed; 0 when it stands there already.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
    """
    with acting_in(branch_id, staff_id) as act:
        letter = act.service(code).letter
        before = [each for each, one in act.office.services.items() if one.letter == letter]
        after = [each for each in before if each != code]
        after.insert(max(0, before.index(code) + places), code)
        for position, each in enumerate(after):
            act.session.get_one(Service, act.service(each).id).position = position
        return told(act.history, differences({"services_order": before}, {"services_order": after}, of=letter))


def retire_service(branch_id: int, code: str, staff_id: int | None = None) -> int:
    """Let citizens come for a service no more; its history stays, and it may come back as it was.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
        CitizensComeForIt: citizens are here for it today, or go on to it with the number they have.
        LeadsOnToIt: another service leads on to it.
        OnlyWorkOf: a counter does nothing else.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, retiring(act, code))


def retiring(act: Acting, code: str) -> list[Change]:
    """`retire_service`, as part of a larger change."""
    service = act.service(code)
    _nobody_here_for(act, service)
    _nothing_leans_on(act, service)
    act.session.get_one(Service, service.id).is_retired = True
    return [Change("service_retired", False, True, of=code)]


def removing(act: Acting, code: str) -> list[Change]:
    """Take away a service that nobody ever came for (exchange.unused), as part of taking an import back."""
    row = act.session.get_one(Service, act.office.every_service[code].id)
    act.session.execute(delete(ServiceStandard).where(ServiceStandard.service_id == row.id))
    act.session.execute(delete(Service).where(Service.id == row.id))
    return [Change("service", row.name[DEFAULT_LANGUAGE], None, of=code)]


def bring_service_back(branch_id: int, code: str, staff_id: int | None = None) -> int:
    """Let citizens come for a retired service again.

    Returns:
        the `seq` of what was changed; 0 when it was never gone.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
    """
    with acting_in(branch_id, staff_id) as act:
        service = act.office.every_service.get(code)
        if service is None:
            raise NoSuchService
        return told(act.history, returning(act, service))


def returning(act: Acting, service: Service) -> list[Change]:
    """`bring_service_back`, as part of a larger change."""
    act.session.get_one(Service, service.id).is_retired = False
    return differences({"service_retired": service.is_retired}, {"service_retired": False}, of=service.code)


def _faults(act: Acting, face: Face) -> Faults:
    return rules.faults_of_face(face.name, face.letter, act.office.letters) | faults_of_picture(face.icon)


def _last(act: Acting, letter: str) -> int:
    places = [each.position for each in act.office.every_service.values() if each.letter == letter]
    return max(places, default=-1) + 1


def _nobody_here_for(act: Acting, service: Service) -> None:
    here = select(Ticket.service_id, Ticket.journey, Ticket.step).where(
        Ticket.branch_id == act.office.id,
        Ticket.day == act.day,
        Ticket.state.in_(HERE),
    )
    for service_id, journey, step in act.session.execute(here):
        if service_id == service.id or service.code in journey[step:]:
            raise CitizensComeForIt(service=said_in(service.name, DEFAULT_LANGUAGE))


def _nothing_leans_on(act: Acting, service: Service) -> None:
    named = said_in(service.name, DEFAULT_LANGUAGE)
    for other in act.office.services.values():
        if service.code in other.journey:
            raise LeadsOnToIt(other=said_in(other.name, DEFAULT_LANGUAGE), service=named)
    for counter in act.office.counters.values():
        if [each for each in counter.services if each in act.office.services] == [service.code]:
            raise OnlyWorkOf(counter=counter.number, what=named)
