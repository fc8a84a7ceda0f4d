"""Search in the set-up: whatever of it this person may see, by its name, its texts, or nearly its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.findable import Found, of_installation, of_office
from app.admin.routes import pages, set_up_required
from app.extensions import htmx
from app.queueing import reading
from app.rules.searching import LONGEST, answers, nearly_answers, words_of

MOST_OF_A_KIND = 8
KINDS = {
    "office": _l("Offices"),
    "page": _l("Pages"),
    "service": _l("Services"),
    "catalogue": _l("City catalogue"),
    "queue": _l("Queues"),
    "need": _l("Needs"),
    "counter": _l("Counters"),
    "profile": _l("Work of the counters"),
    "person": _l("People"),
    "printer": _l("Printers"),
    "device": _l("Devices"),
    "board": _l("Boards"),
    "medium": _l("Pictures and videos"),
    "day": _l("Special days"),
}
EVERYBODY = ("",)
Compared = Callable[..., int]


@pages.get("/search")
@set_up_required
def search() -> ResponseReturnValue:
    """What answers to `?q=`; a part of the page while somebody types, a page of its own otherwise."""
    query = request.args.get("q", "")[:LONGEST]
    words = words_of(query)
    offices = [reading.office(branch.code) for branch in reading.branches() if staff().works_in(branch.id)]
    several, found, is_near = len(offices) > 1, dict[str, list[Found]](), False
    if words:
        of_offices = [each for office in offices for each in of_office(office)]
        found = _best(words, [*of_offices, *of_installation(words)], several, answers)
        is_near = not found
        found = found or _best(words, [*of_offices, *of_installation(EVERYBODY)], several, nearly_answers)
    template = "admin/_found.html" if htmx else "admin/search.html"
    return render_template(
        template, query=query, found=found, kinds=KINDS, several=several, asked=bool(words), is_near=is_near and found
    )


def _best(words: tuple[str, ...], all_of_it: Sequence[Found], several: bool, how: Compared) -> dict[str, list[Found]]:
    """By kind what answers, the best first."""
    ranked: dict[str, list[tuple[int, Found]]] = {}
    for each in all_of_it:
        own = (each.name, *each.known_by, str(KINDS[each.kind]))
        texts = own if how is nearly_answers else (*own, *each.says)
        how_well = how(words, *texts, each.office) if several else how(words, *texts)
        # By the office's name alone everything of it would answer: that finds the office.
        if how_well and any(how((word,), *texts) for word in words):
            ranked.setdefault(each.kind, []).append((how_well, each))
    return {
        kind: [each for _how_well, each in sorted(ranked[kind], key=lambda pair: -pair[0])[:MOST_OF_A_KIND]]
        for kind in KINDS
        if kind in ranked
    }
