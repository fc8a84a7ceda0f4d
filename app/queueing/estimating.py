"""How long until the call: learned from the office's own service times, told as a range, measured afterwards."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import LearnedTime, Ticket
from app.office import Office
from app.queueing.acting import Acting
from app.rules.estimate import Estimate, Learned, estimate, together

FRESH_SECONDS = 30.0
"""How long what was learned is kept in memory: an estimate need not know the last half minute."""


@dataclass(frozen=True)
class _Known:
    version: str
    hour: int
    until: float
    by_letter: Mapping[str, Learned]


def guess(act: Acting, letter: str, ahead: int) -> Estimate:
    """The estimate for somebody who takes a number of a letter now, with so many people ahead."""
    hour = act.office.local(act.at).hour
    return estimate_for(act.session, act.office, letter, ahead, hour)


def estimate_for(session: Session, office: Office, letter: str, ahead: int, hour: int) -> Estimate:
    """The estimate for a place in a letter's line.

    Args:
        ahead: people who stand before it.
        hour: of the office's day, 0-23.
    """
    learned = _known(session, office, hour).by_letter.get(letter, Learned())
    return estimate(ahead, office.open_counters.get(letter, 0), learned)


def learn(act: Acting, ticket: Ticket) -> None:
    """Remember how long a finished service took, from call to end, at the hour it began."""
    began = ticket.started_at or act.at
    seconds = float(ticket.walk_seconds + ticket.service_seconds)
    key = (ticket.service_id, act.office.local(began).hour)
    row = act.session.get(LearnedTime, key)
    if row is None:
        row = LearnedTime(service_id=key[0], hour=key[1], count=0, mean=0.0, squares=0.0)
        act.session.add(row)
    known = Learned(row.count, row.mean, row.squares).with_one_more(seconds)
    row.count, row.mean, row.squares = known.count, known.mean, known.squares


def _known(session: Session, office: Office, hour: int) -> _Known:
    kept: dict[int, _Known] = current_app.extensions.setdefault("learned", {})
    known = kept.get(office.id)
    stale = known is None or known.hour != hour or known.version != office.branch.setup_version
    if known is None or stale or known.until < time.monotonic():
        known = kept[office.id] = _read(session, office, hour)
    return known


def _read(session: Session, office: Office, hour: int) -> _Known:
    rows = session.execute(
        select(LearnedTime.service_id, LearnedTime.count, LearnedTime.mean, LearnedTime.squares).where(
            LearnedTime.service_id.in_(office.services_by_id), LearnedTime.hour == hour
        )
    )
    by_letter: dict[str, list[Learned]] = {}
    for service_id, count, mean, squares in rows:
        letter = office.services_by_id[service_id].letter
        by_letter.setdefault(letter, []).append(Learned(count, mean, squares))
    known = {letter: together(several) for letter, several in by_letter.items()}
    return _Known(office.branch.setup_version, hour, time.monotonic() + FRESH_SECONDS, known)
