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
    GAVE_NUMBERS = "gave_numbers"
    HAS_SERVICES = "has_services"
    IS_WORK_OF_A_COUNTER = "is_work_of_a_counter"
    IS_ON_A_BOARD = "is_on_a_board"


@dataclass(frozen=True)
class Unused:
    """Of what was new: the services that nobody came for, by code, and why which queues cannot be removed."""

    services: Container[str] = ()
    queues_stay: Mapping[str, Left] = field(default_factory=dict)

    def removes(self, sheet: str, key: str) -> bool:
        """Whether it goes altogether."""
        return (sheet == "services" and key in self.services) or (sheet == "queues" and key not in self.queues_stay)


@dataclass
class Back:
    """What takes an import back, and by sheet and key what of it is left alone, and why."""

    rows: list[Row] = field(default_factory=list)
    left: list[tuple[str, str, Left]] = field(default_factory=list)


def back(changes: Iterable[Planned], now: Tables, signed_in: Container[str] = (), unused: Unused | None = None) -> Back:
    """The rows that take an import back.

    What was new is removed where nobody used it, else retired; somebody new is stopped; everything else gets the cells
    it had. A row that empties every cell removes.

    Args:
        changes: what the import changed.
        now: the tables as they are now.
        signed_in: names of people who have signed in.
        unused: of a list of what an office offers.
    """
    found = Back()
    for change in changes:
        why = _left(change, now[change.sheet].get(change.key, {}), signed_in, unused or Unused())
        if why:
            found.left.append((change.sheet, change.key, why))
        else:
            cells = _cells(change, unused or Unused())
            found.rows.append(Row(change.sheet, change.at, {COLUMNS[change.sheet][0]: change.key} | cells))
    return found


def is_as_imported(change: Planned, now: Mapping[str, str]) -> bool:
    """Whether a row still has the cells that an import gave it, and was not retired since."""
    if now.get("retired") == YES and "retired" not in {column for column, _before, _value in change.cells}:
        return False
    return all(now.get(column, "") == value for column, _before, value in change.cells)


def _left(change: Planned, now: Mapping[str, str], signed_in: Container[str], unused: Unused) -> Left | None:
    if not is_as_imported(change, now):
        return Left.CHANGED_SINCE
    if change.is_new and change.sheet == "queues":
        return unused.queues_stay.get(change.key)
    if change.is_new and change.sheet == STAFF and change.key in signed_in:
        return Left.SIGNED_IN_SINCE
    return None


def _cells(change: Planned, unused: Unused) -> dict[str, str]:
    if change.is_new and unused.removes(change.sheet, change.key):
        return dict.fromkeys(COLUMNS[change.sheet][1:], "")
    if change.is_new:
        return {"stopped" if change.sheet == STAFF else "retired": YES}
    return {column: before for column, before, _value in change.cells}
