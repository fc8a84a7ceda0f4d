"""Who changed which rules, and when: for the pages of set-up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.db import db
from app.models import Event, Staff
from app.models.event import RULES_CHANGED
from app.queueing.ruling.changes import Change

SHOWN = 12


@dataclass(frozen=True)
class Told:
    """One change of the rules; `by` is None when it was a program."""

    at: datetime
    by: str | None
    changes: tuple[Change, ...]


def last_changes(branch_id: int) -> Sequence[Told]:
    """The last changes of an office's rules, newest first."""
    rows = _changes(branch_id).order_by(Event.seq.desc()).limit(SHOWN)
    return [_told(row) for row in db.session.execute(rows)]


def change(branch_id: int, seq: int) -> Told | None:
    """The change that stands under this `seq`; None when something else does."""
    row = db.session.execute(_changes(branch_id).where(Event.seq == seq)).one_or_none()
    return _told(row) if row else None


def _changes(branch_id: int) -> Any:
    return (
        select(Event.at, Staff.name, Event.body)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(Event.branch_id == branch_id, RULES_CHANGED)
    )


def _told(row: Any) -> Told:
    at, by, body = row
    return Told(at, by, tuple(Change(**each) for each in json.loads(body)["changes"]))
