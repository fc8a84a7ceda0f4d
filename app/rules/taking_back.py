"""An import taken back: the rows of a file that would make everything as it was before."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.rules.tables import COLUMNS, STAFF, YES, Planned, Row, Tables


class Left(StrEnum):
    """Why a row is left alone."""

    CHANGED_SINCE = "changed_since"
    SIGNED_IN_SINCE = "signed_in_since"
    A_QUEUE_STAYS = "a_queue_stays"


@dataclass
class Back:
    """What takes an import back, and by sheet and key what of it is left alone, and why."""

    rows: list[Row] = field(default_factory=list)
    left: list[tuple[str, str, Left]] = field(default_factory=list)


def back(changes: Iterable[Planned], now: Tables, signed_in: Container[str] = ()) -> Back:
    """The rows that take an import back.

    What was new is retired, somebody new is stopped; everything else gets the cells it had.

    Args:
        changes: what the import changed.
        now: the tables as they are now.
        signed_in: names of people who have signed in.
    """
    found = Back()
    for change in changes:
        why = _left(change, now[change.sheet].get(change.key), signed_in)
        if why:
            found.left.append((change.sheet, change.key, why))
        else:
            found.rows.append(Row(change.sheet, change.at, {COLUMNS[change.sheet][0]: change.key} | _cells(change)))
    return found


def _left(change: Planned, now: Mapping[str, str] | None, signed_in: Container[str]) -> Left | None:
    if now is None or any(now.get(column, "") != value for column, _before, value in change.cells):
        return Left.CHANGED_SINCE
    if now.get("retired") == YES and "retired" not in {column for column, _before, _value in change.cells}:
        return Left.CHANGED_SINCE
    if change.is_new and change.sheet == "queues":
        return Left.A_QUEUE_STAYS
    if change.is_new and change.sheet == STAFF and change.key in signed_in:
        return Left.SIGNED_IN_SINCE
    return None


def _cells(change: Planned) -> dict[str, str]:
    if change.is_new:
        return {"stopped" if change.sheet == STAFF else "retired": YES}
    return {column: before for column, before, _value in change.cells}
