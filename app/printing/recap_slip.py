"""The closing slip: an office's day on paper, with the head of its history.

Whoever keeps it can tell later whether rows of the history were cut off: a history that still holds the row `seq`
must show the same `head` there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, gettext

from app.clock_words import with_zone
from app.language import speaking
from app.models import Branch
from app.rules.texts import DEFAULT_LANGUAGE, said_in
from printers.slip import Cut, Pair, Part, Rule, Slip, Text

HEAD_DIGITS = 16


def recap_slip(branch: Branch, facts: dict[str, Any]) -> Slip:
    """The closing slip, of the facts that queueing.recap put into the spool."""
    with speaking(DEFAULT_LANGUAGE):
        return Slip(tuple(_parts(branch, facts)))


def _parts(branch: Branch, facts: dict[str, Any]) -> Iterator[Part]:
    yield Text(branch.name, align="center", bold=True)
    if branch.address:
        yield Text(branch.address, align="center")
    yield Rule()
    yield Text(gettext("Daily recap"), align="center", bold=True, size=2)
    yield Text(format_date(date.fromisoformat(facts["day"]), "EEEE, d MMMM y"), align="center", bold=True)
    yield Rule()
    yield from _totals(facts)
    yield from _per_service(facts["services"])
    yield from _per_counter(facts["counters"])
    yield from _history(branch, facts)
    yield Cut()


def _totals(facts: dict[str, Any]) -> Iterator[Part]:
    yield Pair(gettext("Numbers given"), str(facts["issued"]))
    yield Pair(gettext("Served"), str(facts["served"]))
    yield Pair(gettext("Did not come"), str(facts["no_show"]))
    yield Pair(gettext("Cancelled"), str(facts["cancelled"]))
    yield Pair(gettext("Not served by closing"), str(facts["expired"]))
    if facts["still_open"]:
        yield Pair(gettext("Not ended yet"), str(facts["still_open"]))
    yield Rule()


def _per_service(services: list[dict[str, Any]]) -> Iterator[Part]:
    if not services:
        return
    yield Text(gettext("Services: given / served / did not come"), bold=True)
    for each in services:
        counts = f"{each['issued']} / {each['served']} / {each['no_show']}"
        yield Pair(f"{each['letter']} {said_in(each['name'], DEFAULT_LANGUAGE)}", counts)
    yield Rule()


def _per_counter(counters: list[dict[str, Any]]) -> Iterator[Part]:
    if not counters:
        return
    yield Text(gettext("Served, per counter"), bold=True)
    for each in counters:
        yield Pair(gettext("Counter %(counter)s", counter=each["number"]), str(each["served"]))
    yield Rule()


def _history(branch: Branch, facts: dict[str, Any]) -> Iterator[Part]:
    yield Pair(gettext("As of"), with_zone(datetime.fromisoformat(facts["at"]), branch.zone, "dd/MM/y HH:mm"))
    yield Pair(gettext("Last row of the history"), str(facts["seq"]))
    head = facts["head"]
    yield Pair(gettext("Its seal"), " ".join(head[at : at + 4] for at in range(0, len(head), 4)))
    yield Text(gettext("Keep this slip: with it anybody can check later that nothing was cut from the history."))
