"""How long until the call: learned from the office's own service times, told as a range, measured afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.models import LearnedTime, Series, Ticket
from app.office import Office
from app.queueing.acting import Acting
from app.queueing.line import before_in
from app.rules.estimate import Estimate, Learned, estimate, together
from app.statements import Statement

WAITING = Statement(
    select(Series.letter, Series.waiting).where(
        Series.branch_id == bindparam("branch_id"), Series.day == bindparam("day")
    )
)
_seen = (LearnedTime.count, LearnedTime.mean, LearnedTime.squares)
_of = (LearnedTime.service_id == bindparam("of_service"), LearnedTime.hour == bindparam("at_hour"))
SO_FAR = Statement(select(*_seen).where(*_of))
LEARN = Statement(
    insert(LearnedTime).values(service_id=bindparam("of_service"), hour=bindparam("at_hour")),
    ("count", "mean", "squares"),
)
RELEARN = Statement(update(LearnedTime).where(*_of), ("count", "mean", "squares"))

ENOUGH = 8
"""From so many services on, an hour speaks for itself."""

FRESH_SECONDS = 30.0
"""How long what was learned is kept in memory: an estimate need not know the last half minute."""


@dataclass(frozen=True)
class _Known:
    version: str
    hour: int
    until: float
    by_letter: Mapping[str, Learned]


def guess(act: Acting, newcomer: Ticket, ahead: int) -> Estimate | None:
    """What somebody who takes a number now is told, with so many of their own line ahead; None: no time is promised."""
    if not act.office.promises_time(act.office.services_by_id[newcomer.service_id]):
        return None
    if newcomer.sort_key == newcomer.arrived_at:
        return estimate_for(act.session, act.office, newcomer.queue, ahead, act.at)
    return estimate_of(act.session, act.office, newcomer, ahead, act.at)


def estimate_of(session: Session, office: Office, ticket: Ticket, ahead: int, at: datetime) -> Estimate:
    """The estimate for one who waits: of the lines that share counters with theirs, those who came later do not count.

    Args:
        ahead: people of the same line who are called before.
        at: the moment it is made for.
    """
    others = office.sharing_counters[ticket.queue] - {ticket.queue}
    ahead += sum(before_in(session, office, other, ticket, at) for other in others)
    return _estimate(session, office, ticket.queue, ahead, at)


def estimate_for(session: Session, office: Office, letter: str, ahead: int, at: datetime) -> Estimate:
    """The estimate for the end of a letter's line.

    Counters that serve several letters serve those who wait for the others too: they count as being ahead.

    Args:
        ahead: people of the same line.
        at: the moment it is made for.
    """
    sharing = office.sharing_counters[letter]
    others = WAITING.run(session, branch_id=office.id, day=office.local(at).date())
    ahead += sum(waiting for other, waiting in others if other in sharing and other != letter)
    return _estimate(session, office, letter, ahead, at)


def _estimate(session: Session, office: Office, letter: str, ahead: int, at: datetime) -> Estimate:
    local, sharing = office.local(at), office.sharing_counters[letter]
    by_letter = _known(session, office, local.hour).by_letter
    learned = together([by_letter[each] for each in sharing if each in by_letter])
    return estimate(ahead, office.open_counters.get(letter, 0), learned)


def learn(act: Acting, ticket: Ticket) -> None:
    """Remember how long a finished service took, from call to end, at the hour it began."""
    _relearn(act, ticket, Learned.with_one_more)


def unlearn(act: Acting, ticket: Ticket) -> None:
    """Forget the service of a ticket that counts as finished no more; it still stands as it was finished."""
    _relearn(act, ticket, Learned.without_one)


def _relearn(act: Acting, ticket: Ticket, change: Callable[[Learned, float], Learned]) -> None:
    began = ticket.started_at or act.at
    key = {"of_service": ticket.service_id, "at_hour": act.office.local(began).hour}
    row = SO_FAR.one(act.session, **key)
    known = change(Learned(*row) if row else Learned(), float(ticket.walk_seconds + ticket.service_seconds))
    (RELEARN if row else LEARN).run(act.session, **key, **asdict(known))


def _known(session: Session, office: Office, hour: int) -> _Known:
    kept: dict[int, _Known] = current_app.extensions.setdefault("learned", {})
    known = kept.get(office.id)
    stale = known is None or known.hour != hour or known.version != office.branch.setup_version
    if known is None or stale or known.until < time.monotonic():
        known = kept[office.id] = _read(session, office, hour)
    return known


def _read(session: Session, office: Office, hour: int) -> _Known:
    rows = session.execute(
        select(
            LearnedTime.service_id, LearnedTime.hour, LearnedTime.count, LearnedTime.mean, LearnedTime.squares
        ).where(LearnedTime.service_id.in_(office.services_by_id))
    )
    ever: dict[str, list[Learned]] = {}
    this_hour: dict[str, list[Learned]] = {}
    for service_id, at_hour, count, mean, squares in rows:
        letter, seen = office.services_by_id[service_id].letter, Learned(count, mean, squares)
        ever.setdefault(letter, []).append(seen)
        if at_hour == hour:
            this_hour.setdefault(letter, []).append(seen)
    # An hour of which little was seen is like the others.
    known = {letter: together(several) for letter, several in ever.items()}
    known |= {letter: both for letter, some in this_hour.items() if (both := together(some)).count >= ENOUGH}
    return _Known(office.branch.setup_version, hour, time.monotonic() + FRESH_SECONDS, known)
