"""The history: record() appends one row, inside the caller's transaction, under the branch's lock."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import now, office_day, office_time
from app.models import Branch, Counter, Event, Ticket


def moment(branch: Branch) -> datetime:
    """When an event of this office happens: now, or at its last one, so that a clock set back reorders nothing."""
    return max(now(), branch.last_at) if branch.last_at else now()


def record(
    session: Session,
    branch: Branch,
    kind: str,
    at: datetime,
    *,
    ticket: Ticket | None = None,
    counter: Counter | None = None,
    waiting: dict[str, int] | None = None,
    staff_id: int | None = None,
    **more: Any,
) -> Event:
    """Append what happened, with the office's next `seq`.

    Args:
        branch: the office, locked by the caller.
        kind: one of the kinds of CONTRACT (Socket.IO), as "ticket.called".
        at: when, from `moment(branch)`.
        waiting: how many wait now, per letter that changed.
        more: further public facts. Never a name, a phone or a NIK: every screen receives them.
    """
    branch.last_seq += 1
    branch.last_at = at
    body = {"branch": branch.code, "seq": branch.last_seq, "kind": kind, "at": said_at(at, branch), **more}
    if ticket:
        body |= {"ticket": ticket.label, "calls": ticket.calls}
    if counter:
        body["counter"] = counter.number
    if waiting:
        body["waiting"] = waiting
    event = Event(
        branch_id=branch.id,
        seq=branch.last_seq,
        day=office_day(at, branch.zone),
        at=at,
        kind=kind,
        body=json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False),
        ticket=ticket,
        counter_id=counter.id if counter else None,
        staff_id=staff_id,
    )
    session.add(event)
    return event


def said_at(at: datetime, branch: Branch) -> str:
    """A moment as the outside reads it: ISO 8601 in the office's zone, to the millisecond."""
    return office_time(at, branch.zone).isoformat(timespec="milliseconds")
