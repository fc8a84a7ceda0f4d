"""Search in the set-up: offices, pages, services, queues, counters, devices and printers this person may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.places import PLACES
from app.admin.routes import pages, set_up_required
from app.devices.listing import devices_of
from app.extensions import htmx
from app.models import Role
from app.office import Office
from app.queueing import reading
from app.rules.searching import LONGEST, answers, words_of
from app.rules.texts import DEFAULT_LANGUAGE, Texts, said_in

MOST_OF_A_KIND = 8
KINDS = {
    "office": _l("Offices"),
    "page": _l("Pages"),
    "service": _l("Services"),
    "queue": _l("Queues"),
    "counter": _l("Counters"),
    "device": _l("Devices"),
    "printer": _l("Printers"),
}


@dataclass(frozen=True)
class Found:
    """Something that answers: where it is, and of which office. `known_by` is what it was found by besides its name."""

    kind: str
    sign: str
    name: str
    where: str
    office: str
    known_by: tuple[str, ...] = ()


@pages.get("/search")
@set_up_required
def search() -> ResponseReturnValue:
    """What answers to `?q=`; a part of the page while somebody types, a page of its own otherwise."""
    query = request.args.get("q", "")[:LONGEST]
    words = words_of(query)
    offices = [reading.office(branch.code) for branch in reading.branches() if staff().works_in(branch.id)]
    found = _best(words, offices) if words else {}
    template = "admin/_found.html" if htmx else "admin/search.html"
    several = len(offices) > 1
    return render_template(template, query=query, found=found, kinds=KINDS, several=several, asked=bool(words))


def _best(words: tuple[str, ...], offices: list[Office]) -> dict[str, list[Found]]:
    """By kind what answers, the best first."""
    several = len(offices) > 1
    ranked: dict[str, list[tuple[int, Found]]] = {}
    for office in offices:
        for each in _all_of(office):
            of_office = (office.branch.name,) if several else ()
            own = (each.name, *each.known_by, str(KINDS[each.kind]))
            how_well = answers(words, *own, *of_office)
            # By the office's name alone everything of it would answer: that finds the office.
            if how_well and any(answers((word,), *own) for word in words):
                ranked.setdefault(each.kind, []).append((how_well, replace(each, known_by=())))
    return {
        kind: [each for _how_well, each in sorted(ranked[kind], key=lambda pair: -pair[0])[:MOST_OF_A_KIND]]
        for kind in KINDS
        if kind in ranked
    }


def _all_of(office: Office) -> Iterator[Found]:
    code, name = office.branch.code, office.branch.name
    yield Found("office", "building-2", name, url_for("admin.rules", branch_code=code), name, (code,))
    for place in PLACES:
        if place.only is None or staff().holds_in(office.id, place.only):
            where = url_for(place.endpoint, branch_code=code)
            yield Found("page", place.sign, str(place.name), where, name, (str(place.words),))
    for service in office.every_service.values():
        where = url_for("admin.hall_service", branch_code=code, code=service.code)
        if service.is_retired:
            where = url_for("admin.hall_services", branch_code=code)
        yield Found("service", service.icon, _said(service.name), where, name, (service.code, *service.name.values()))
    for letter in office.letters.values():
        where = url_for("admin.hall_queue", branch_code=code, letter=letter.letter)
        called = f"{letter.letter} · {_said(letter.name)}"
        yield Found("queue", "ticket", called, where, name, tuple(letter.name.values()))
    yield from _hall(office)
    if staff().holds_in(office.id, Role.ADMIN):
        yield from _for_administrators(office)


def _hall(office: Office) -> Iterator[Found]:
    code, name = office.branch.code, office.branch.name
    for counter in office.counters.values():
        where = url_for("admin.hall_counter", branch_code=code, number=counter.number)
        called = gettext("Counter %(number)s", number=counter.number)
        yield Found("counter", "layout-grid", f"{called} {counter.name}".strip(), where, name)
    for printer in office.printers:
        where = url_for("admin.printer_set_up", branch_code=code, printer_id=printer.id)
        yield Found("printer", "printer", printer.name, where, name, (printer.url,))


def _for_administrators(office: Office) -> Iterator[Found]:
    where = url_for("admin.devices", branch_code=office.branch.code)
    for each in devices_of(office):
        yield Found("device", "tablet-smartphone", each.device.name, where, office.branch.name, (each.device.kind,))


def _said(name: Texts) -> str:
    return said_in(name, str(get_locale() or DEFAULT_LANGUAGE))
