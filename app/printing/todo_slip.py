"""The list of what a citizen still has to bring: somebody whose papers are not complete goes home with that, not with
a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext

from app.clock_words import with_zone
from app.language import speaking
from app.office import Office
from app.rules.texts import said_in
from printers.slip import Cut, Pair, Part, Rule, Slip, Text


def todo_slip(office: Office, facts: dict[str, Any], asked_at: datetime) -> Slip:
    """The list, of the facts that queueing.helping put into the spool."""
    with speaking(facts["language"]):
        return Slip(tuple(_parts(office, facts, asked_at)))


def _parts(office: Office, facts: dict[str, Any], asked_at: datetime) -> Iterator[Part]:
    branch, service, language = office.branch, office.every_service[facts["service"]], facts["language"]
    yield Text(branch.name, align="center", bold=True)
    if branch.address:
        yield Text(branch.address, align="center")
    yield Rule()
    yield Text(gettext("Still to bring"), align="center", bold=True, size=2)
    yield Text(said_in(service.name, language), align="center", bold=True)
    yield Rule()
    for item in facts["missing"]:
        yield Text(f"[ ] {item}")
    yield Rule()
    yield Pair(gettext("Cost"), said_in(service.fee, language) or "-")
    yield Pair(gettext("Time"), said_in(service.duration, language) or "-")
    yield Text(gettext("Please come back with all of it. This is no queue number."))
    yield Text(with_zone(asked_at, branch.zone, "dd/MM/y HH:mm"))
    yield Cut()
