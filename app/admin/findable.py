"""What a search of the set-up can find: everything that somebody has set up, of the offices they may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from flask import url_for
from flask_babel import force_locale, get_locale, gettext

from app.access import staff
from app.admin.boards.pages import named
from app.admin.places import OF_INSTALLATION, OF_THE_CITY, PLACES, Place
from app.devices.listing import devices_of
from app.models import Role, Service
from app.office import Office
from app.people import listing
from app.printing.abilities import profile_words
from app.queueing.furnishing import catalogue_views
from app.rules.authority import LOOKS_AFTER_PEOPLE
from app.rules.texts import DEFAULT_LANGUAGE, STAFF_LANGUAGES, Texts, said_in


@dataclass(frozen=True)
class Found:
    """Something that answers: where it is, and of which office.

    Args:
        known_by: what it is found by besides its name.
        says: longer texts that it holds; a word in them is enough, but nothing that is only near it.
    """

    kind: str
    sign: str
    name: str
    where: str
    office: str = ""
    known_by: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def of_office(office: Office) -> Iterator[Found]:
    """All of an office that whoever asks may set up."""
    code, name = office.branch.code, office.branch.name
    yield Found("office", "building-2", name, url_for("admin.rules", branch_code=code), name, (code,))
    for place in PLACES:
        if place.only is None or staff().holds_in(office.id, place.only):
            yield _page(place, url_for(place.endpoint, branch_code=code), name)
    for service in office.every_service.values():
        where = url_for("admin.hall_service", branch_code=code, code=service.code)
        if service.is_retired:
            where = url_for("admin.hall_services", branch_code=code)
        known_by = (service.code, *service.name.values())
        yield Found("service", service.icon, _said(service.name), where, name, known_by, _standard(service))
    for letter in office.letters.values():
        where = url_for("admin.hall_queue", branch_code=code, letter=letter.letter)
        called = f"{letter.letter} · {_said(letter.name)}"
        yield Found("queue", "ticket", called, where, name, tuple(letter.name.values()))
    for need in office.needs:
        where = url_for("admin.need_rules", branch_code=code, need_id=need.id)
        yield Found("need", need.icon, _said(need.name), where, name, tuple(need.name.values()))
    for day in office.special_days:
        where = url_for("admin.special_day", branch_code=code, day=day.day.isoformat())
        yield Found("day", "calendar-days", day.name, where, name, (day.day.isoformat(),))
    yield from _hall(office)
    yield from _boards(office)
    if staff().holds_in(office.id, Role.ADMIN):
        yield from _devices(office)


def of_installation(named: Collection[str]) -> Iterator[Found]:
    """What belongs to no office, or to several: pages, people, and the city's catalogue.

    Args:
        named: words of which one at least is in the name of the people that are wanted; a city has a thousand.
    """
    for place in OF_INSTALLATION:
        if place.may_go(staff()):
            yield _page(place, url_for(place.endpoint), "")
    if staff().holds(*LOOKS_AFTER_PEOPLE):
        for person in {each.id: each for word in named for each in listing.people(staff(), word)}.values():
            offices = ", ".join(sorted({office for _role, office in person.held if office}))
            where = url_for("admin.person", staff_id=person.id)
            yield Found("person", "user-round", person.name, where, offices)
    if staff().holds(*OF_THE_CITY):
        for service in catalogue_views.every_service():
            where = url_for("admin.catalogue_service", code=service.code)
            known_by = (service.code, *service.name.values())
            yield Found("catalogue", service.icon, _said(service.name), where, known_by=known_by)


def _page(place: Place, where: str, office: str) -> Found:
    return Found("page", place.sign, str(place.name), where, office, _in_both_languages(place.endpoint))


@cache
def _in_both_languages(endpoint: str) -> tuple[str, ...]:
    # People remember a word of the other language, too: of the manual, or of a colleague.
    place = next(each for each in (*PLACES, *OF_INSTALLATION) if each.endpoint == endpoint)
    known_by: list[str] = []
    for language in STAFF_LANGUAGES:
        with force_locale(language):
            known_by += [str(place.name), str(place.words)]
    return tuple(known_by)


def _hall(office: Office) -> Iterator[Found]:
    code, name = office.branch.code, office.branch.name
    for counter in office.counters.values():
        where = url_for("admin.hall_counter", branch_code=code, number=counter.number)
        called = gettext("Counter %(number)s", number=counter.number)
        yield Found("counter", "layout-grid", f"{called} {counter.name}".strip(), where, name)
        where = url_for("admin.counter_rules", branch_code=code, number=counter.number)
        work = gettext("Work of counter %(number)s", number=counter.number)
        yield Found("profile", "list-checks", work, where, name, (counter.name, " ".join(counter.letters)))
    for printer in office.printers:
        where = url_for("admin.printer_set_up", branch_code=code, printer_id=printer.id)
        yield Found("printer", "printer", printer.name, where, name, (printer.url, profile_words(printer.profile)))


def _boards(office: Office) -> Iterator[Found]:
    code, name = office.branch.code, office.branch.name
    for board_code, board in office.boards.items():
        where = url_for("admin.board", branch_code=code, code=board_code)
        says = (*board.running_text.values(), board.report_line)
        yield Found("board", "monitor", named(board_code, board), where, name, (board_code,), says)
        for medium in board.media:
            where = url_for("admin.media", branch_code=code, code=board_code)
            sign = "image" if medium.kind == "picture" else "film"
            yield Found("medium", sign, medium.name, where, name)


def _devices(office: Office) -> Iterator[Found]:
    where = url_for("admin.devices", branch_code=office.branch.code)
    for each in devices_of(office):
        yield Found("device", "tablet-smartphone", each.device.name, where, office.branch.name, (each.device.kind,))


def _standard(service: Service) -> tuple[str, ...]:
    """All that citizens read of a service today, and what it announces."""
    texts = [text for version in service.standards for said in version.components.values() for text in said.values()]
    return tuple(text if isinstance(text, str) else " ".join(text) for text in texts)


def _said(name: Texts) -> str:
    return said_in(name, str(get_locale() or DEFAULT_LANGUAGE))
