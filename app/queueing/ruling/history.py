"""Who changed which rules, and when: for the pages of set-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from app.changes import Change, changes_in, mentioning
from app.db import db
from app.models import Event, Staff
from app.models.event import RULES_CHANGED

SHOWN = 12


@dataclass(frozen=True)
class Told:
    """One change of the rules; `by` is None when it was a program."""

    at: datetime
    by: str | None
    changes: tuple[Change, ...]
    seq: int


def last_changes(branch_id: int) -> Sequence[Told]:
    """The last changes of an office's rules, newest first."""
    rows = _changes(branch_id).order_by(Event.seq.desc()).limit(SHOWN)
    return [_told(row) for row in db.session.execute(rows)]


def last_changes_of(branch_id: int, what: str, of: str) -> Sequence[Told]:
    """The last changes of one setting, newest first."""
    # Its name stands in the row's text: the database leaves out most rows, and the change itself is looked at here.
    rows = _changes(branch_id).where(mentioning(f'"{what}"')).order_by(Event.seq.desc())
    told = (_told(row) for row in db.session.execute(rows))
    alone = (
        replace(each, changes=tuple(one for one in each.changes if (one.what, one.of) == (what, of))) for each in told
    )
    return list(islice((each for each in alone if each.changes), SHOWN))


def change(branch_id: int, seq: int) -> Told | None:
    """The change that stands under this `seq`; None when something else does."""
    row = db.session.execute(_changes(branch_id).where(Event.seq == seq)).one_or_none()
    return _told(row) if row else None


def _changes(branch_id: int) -> Any:
    return (
        select(Event.at, Staff.name, Event.body, Event.facts, Event.seq)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(Event.branch_id == branch_id, RULES_CHANGED)
    )


def _told(row: Any) -> Told:
    at, by, body, facts, seq = row
    return Told(at, by, changes_in(body, facts), seq)


def _only(told: Told, what: str, of: str) -> Told:
    return replace(told, changes=tuple(each for each in told.changes if (each.what, each.of) == (what, of)))
