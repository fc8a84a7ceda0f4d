"""What an office has, as tables in a file: which columns there are, and what a file would change.

Rows are known by their key. Whatever a file does not name stays as it is: nothing is ever removed by leaving it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.rules.faults import Fault, Wrong
from app.rules.standard import COMPONENTS
from app.rules.texts import LANGUAGES, STAFF_LANGUAGES

NAMES = tuple(f"name_{language}" for language in LANGUAGES)
TEXTS = tuple(f"{name}_{language}" for name in COMPONENTS for language in STAFF_LANGUAGES)
COLUMNS = {
    "queues": ("letter", *NAMES, "icon"),
    "services": ("code", "letter", *NAMES, "icon", "quota", "retired", *TEXTS),
    "counters": ("number", "name", "letters", "retired"),
    "staff": ("name", "role", "stopped"),
}
"""The tables there are, each with its columns, the key first."""
CATALOGUE = ("queues", "services", "counters")
"""Those of what an office offers. That of its people comes in by itself: others look after them."""
STAFF = "staff"
NEEDED = {"queues": ("name_id", "icon"), "services": ("letter", "name_id", "icon"), "counters": (), STAFF: ("role",)}
"""What a new row cannot do without."""

MOST_ROWS = 500
MOST_PEOPLE = 1000
"""Of a list of people: more than the offices of a city have."""
YES, NO = "yes", "no"
SWITCHES = ("retired", "stopped")
"""The columns that say yes or no; no, where nothing was said yet."""
SAID = {YES: YES, "ya": YES, "true": YES, "1": YES, NO: NO, "tidak": NO, "false": NO, "0": NO, "": NO}


def most_rows(sheets: Collection[str]) -> int:
    """How many rows a file may have that holds these tables."""
    return MOST_PEOPLE if STAFF in sheets else MOST_ROWS


@dataclass(frozen=True)
class Row:
    """A row of a file: where it stands there, counted as a spreadsheet does, and its cells by column."""

    sheet: str
    at: int
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        return self.cells.get(COLUMNS[self.sheet][0], "")


@dataclass(frozen=True)
class Planned:
    """What a row would change: each cell with what it is now and what it would be."""

    sheet: str
    at: int
    key: str
    is_new: bool
    cells: tuple[tuple[str, str, str], ...]

    @property
    def removes(self) -> bool:
        """Whether nothing of it is left: the name that citizens read is emptied. Only taking an import back does so."""
        return not self.is_new and ("name_id", "") in {(column, value) for column, _before, value in self.cells}


@dataclass(frozen=True)
class WrongCell:
    """What cannot be of a file, and where; a row without a column is wrong as a whole."""

    sheet: str
    at: int
    column: str
    fault: Fault


@dataclass
class Plan:
    """What a file would change, what of it cannot be, what is so already, and what it does not name, which stays."""

    changes: list[Planned] = field(default_factory=list)
    wrong: list[WrongCell] = field(default_factory=list)
    unchanged: dict[str, list[str]] = field(default_factory=dict)
    absent: dict[str, list[str]] = field(default_factory=dict)


Tables = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By sheet and key the cells of each row, as they are now."""


def plan_of(rows: Iterable[Row], now: Tables) -> Plan:
    """Compare a file with what there is; what its words mean is left to whoever knows the office."""
    plan, seen = Plan(), set()
    for row in rows:
        known, key_column = now[row.sheet].get(row.key), COLUMNS[row.sheet][0]
        if not row.key or (row.sheet, row.key) in seen:
            wrong = Wrong.ROW_TWICE if row.key else Wrong.ROW_NO_KEY
            plan.wrong.append(WrongCell(row.sheet, row.at, key_column, Fault(wrong, {"name": row.key or key_column})))
            continue
        seen.add((row.sheet, row.key))
        _compare(plan, row, known)
    named = {sheet for sheet, _key in seen}
    plan.absent = {
        sheet: [key for key in now[sheet] if (sheet, key) not in seen] for sheet in COLUMNS if sheet in named
    }
    return plan


def _compare(plan: Plan, row: Row, known: Mapping[str, str] | None) -> None:
    before = known or {}
    if before.get("retired") == YES and row.cells.get("retired", YES) == YES:
        return  # it rests, and stays so
    cells = tuple(
        (column, before.get(column, ""), row.cells[column])
        for column in COLUMNS[row.sheet][1:]
        if column in row.cells and row.cells[column] != before.get(column, NO if column in SWITCHES else "")
    )
    missing = [] if known else [column for column in NEEDED[row.sheet] if not row.cells.get(column)]
    for column in missing:
        plan.wrong.append(WrongCell(row.sheet, row.at, column, Fault(Wrong.CELL_EMPTY)))
    if known is not None and not cells:
        plan.unchanged.setdefault(row.sheet, []).append(row.key)
    else:
        plan.changes.append(Planned(row.sheet, row.at, row.key, known is None, cells))
