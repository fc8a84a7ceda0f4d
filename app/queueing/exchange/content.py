"""What an office has, as the rows of tables; and what the cells of a row mean."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from app.clock import now, office_day
from app.models import Counter, Letter, Service, Staff, StaffRole
from app.office import Office
from app.queueing.furnishing.services import Face
from app.rules.authority import HIGHEST_FIRST, Held
from app.rules.names import as_typed
from app.rules.standard import COMPONENTS, LISTED, Components, in_force
from app.rules.standard import as_typed as standard_typed
from app.rules.tables import NO, YES
from app.rules.texts import LANGUAGES, STAFF_LANGUAGES, Texts

Cells = dict[str, str]
Tables = dict[str, dict[str, Cells]]


def tables_of(office: Office) -> Tables:
    """An office as tables: by sheet and key the cells of each row."""
    return {
        "queues": {letter: _of_queue(each) for letter, each in office.letters.items()},
        "services": {code: _of_service(office, each) for code, each in office.every_service.items()},
        "counters": {each.number: _of_counter(each) for each in office.every_counter.values()},
    }


def people_of(session: Session, branch_id: int, named: Collection[str] = ()) -> dict[str, Staff]:
    """The people of an office, by name.

    Args:
        named: names in small letters of others who are wanted too, though they hold no role there.
    """
    here = exists().where(StaffRole.staff_id == Staff.id, StaffRole.branch_id == branch_id)
    rows = select(Staff).options(selectinload(Staff.held)).where(here | func.lower(Staff.name).in_(named))
    return {person.name: person for person in session.scalars(rows.order_by(Staff.name))}


def of_person(person: Staff, branch_id: int) -> Cells:
    """Somebody as a row of an office's people."""
    held = [role for role in HIGHEST_FIRST if Held(role, branch_id) in person.roles.held]
    return {"name": person.name, "role": ", ".join(held), "stopped": _yes_or_no(not person.is_active)}


def _of_queue(letter: Letter) -> Cells:
    return {"letter": letter.letter, **_names(letter.name), "icon": letter.icon}


def _of_service(office: Office, service: Service) -> Cells:
    standard = in_force(service.standards, office_day(now(), office.branch.zone))
    face = {"code": service.code, "letter": service.letter, **_names(service.name), "icon": service.icon}
    bounds = {"quota": "" if service.quota is None else str(service.quota), "retired": _yes_or_no(service.is_retired)}
    return face | bounds | _texts(standard)


def _of_counter(counter: Counter) -> Cells:
    served = {"letters": ", ".join(counter.letters), "retired": _yes_or_no(counter.is_retired)}
    return {"number": counter.number, "name": counter.name, **served}


def _names(name: Texts) -> Cells:
    return {f"name_{language}": name.get(language, "") for language in LANGUAGES}


def _texts(components: Components) -> Cells:
    said = {}
    for name in COMPONENTS:
        for language in STAFF_LANGUAGES:
            text = components.get(name, {}).get(language, "")
            said[f"{name}_{language}"] = "\n".join(text) if name in LISTED and text else text
    return said


def _yes_or_no(whether: bool) -> str:
    return YES if whether else NO


def name_in(cells: Cells) -> Texts:
    """The name that a row gives."""
    return as_typed({language: cells.get(f"name_{language}") for language in LANGUAGES})


def face_in(cells: Cells) -> Face:
    """How citizens see the service of a row."""
    return Face(name_in(cells), cells.get("letter", ""), cells.get("icon", ""))


def standard_in(cells: Cells, before: Components) -> Components:
    """The standard that a row gives; what citizens read in languages no file has stays."""
    typed = {name: {each: cells.get(f"{name}_{each}") for each in STAFF_LANGUAGES} for name in COMPONENTS}
    said = standard_typed(typed)
    for name, texts in before.items():
        others = {language: text for language, text in texts.items() if language not in STAFF_LANGUAGES}
        if others:
            said[name] = said.get(name, {}) | others
    return said


def letters_in(cells: Cells) -> list[str]:
    """The queues that a counter of a row serves."""
    return [each.strip() for each in cells.get("letters", "").replace(";", ",").split(",") if each.strip()]
