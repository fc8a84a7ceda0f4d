"""What the last import of an office changed is kept for a while, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.db import db
from app.models import Imported, Staff
from app.rules.tables import Planned, Tables

KEPT_FOR = timedelta(days=30)
CATALOGUE = "catalogue"


@dataclass(frozen=True)
class Kept:
    """The last import, or the taking back of one; `by` is None when it was a program."""

    at: datetime
    by: str | None
    is_undoing: bool
    changes: tuple[Planned, ...]


def keep(session: Session, imported: Imported, changes: Iterable[Planned], after: Tables) -> None:
    """Keep what an import changed, inside its transaction and in place of the one before it.

    Args:
        imported: whose and which it is.
        changes: as they were planned.
        after: the tables as they are now: what a cell became may be spelled otherwise than in the file.
    """
    imported.at = now()
    imported.changes = [astuple(_as_it_became(each, after)) for each in changes]
    session.merge(imported)


def last(branch_id: int, what: str) -> Kept | None:
    """The last import of an office, while it can be taken back."""
    rows = select(Imported, Staff.name).outerjoin(Staff, Staff.id == Imported.staff_id)
    mine = (Imported.branch_id == branch_id) & (Imported.what == what) & (Imported.at > now() - KEPT_FOR)
    found = db.session.execute(rows.where(mine)).one_or_none()
    if found is None:
        return None
    row, by = found
    changes = [Planned(sheet, at, key, new, tuple(map(tuple, cells))) for sheet, at, key, new, cells in row.changes]
    return Kept(row.at, by, row.is_undoing, tuple(changes))


def _as_it_became(change: Planned, after: Tables) -> Planned:
    became = after[change.sheet].get(change.key, {})  # nothing of what was removed
    cells = tuple((column, before, became.get(column, "")) for column, before, _value in change.cells)
    return replace(change, cells=cells)
