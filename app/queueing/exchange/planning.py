"""What a file would change in an office, row by row, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

from app.events import canonical
from app.office import Office
from app.queueing.exchange import content
from app.queueing.exchange.content import Cells, Tables
from app.queueing.furnishing.pictures import faults_of_picture
from app.rules import counter as counters
from app.rules import letters, service, standard, work
from app.rules.faults import Fault, Faults, Wrong
from app.rules.tables import COLUMNS, SAID, SWITCHES, YES, Plan, Planned, Row, WrongCell, plan_of
from app.rules.taking_back import Unused


def plan_for(office: Office, rows: Iterable[Row], removable: Unused | None = None) -> Plan:
    """Compare a file's rows with an office, and say at each cell what cannot be.

    Args:
        removable: what a row may remove by emptying it; nothing, of a file that somebody brings.
    """
    now = content.tables_of(office)
    plan = plan_of([as_kept(row) for row in rows], now)
    after = after_all(plan, now)
    codes = codes_by_letter(after)
    for change in plan.changes:
        columns = COLUMNS[change.sheet]
        if change.removes and removable and removable.removes(change.sheet, change.key):
            continue
        for column, fault in _faults(change, after, codes).items():
            at_column = column if column in columns else columns[0]
            plan.wrong.append(WrongCell(change.sheet, change.at, at_column, fault))
    return plan


def digest_of(plan: Plan) -> str:
    """What a plan would do, in short: the same plan later does exactly that, another one says that it is another."""
    told = [[each.sheet, each.key, each.is_new, [list(cell) for cell in each.cells]] for each in plan.changes]
    return sha256(canonical({"changes": told}).encode()).hexdigest()


def after_all(plan: Plan, now: Tables) -> Tables:
    """The tables as they would be."""
    after = {sheet: {key: dict(cells) for key, cells in rows.items()} for sheet, rows in now.items()}
    for change in plan.changes:
        row = after[change.sheet].setdefault(change.key, {COLUMNS[change.sheet][0]: change.key})
        row.update({column: value for column, _before, value in change.cells})
        if change.removes:
            del after[change.sheet][change.key]
    return after


def codes_by_letter(tables: Tables) -> dict[str, list[str]]:
    """The letters, each with its services that are not retired."""
    services = tables["services"].items()
    return {
        letter: [code for code, cells in services if cells.get("letter") == letter and cells.get("retired") != YES]
        for letter in tables["queues"]
    }


def as_kept(row: Row) -> Row:
    """A row in the words that are kept: one for yes and one for no, no spaces that mean nothing."""
    cells = dict(row.cells)
    for switch in cells.keys() & set(SWITCHES):
        cells[switch] = SAID.get(cells[switch].lower(), cells[switch])
    if "letters" in cells:
        cells["letters"] = ", ".join(content.letters_in(cells))
    for column, text in cells.items():
        lines = [" ".join(line.split()) for line in text.splitlines()]
        cells[column] = "\n".join(line for line in lines if line)
    return replace(row, cells=cells)


_Judge = Callable[[Planned, Cells, dict[str, list[str]]], Faults]


def _faults(change: Planned, after: Tables, codes: dict[str, list[str]]) -> Faults:
    cells = after[change.sheet].get(change.key, {})
    wrong_counter: _Judge = partial(_wrong_counter, others=after["counters"])
    judges: dict[str, _Judge] = {"queues": _wrong_queue, "services": _wrong_service, "counters": wrong_counter}
    found = judges[change.sheet](change, cells, codes)
    if cells.get("retired", YES) not in SAID.values():
        found["retired"] = Fault(Wrong.NOT_YES_OR_NO)
    return found


def _wrong_queue(change: Planned, cells: Cells, _codes: dict[str, list[str]]) -> Faults:
    new = letters.faults(change.key, ()) if change.is_new else {}
    return new | letters.faults_of_name(content.name_in(cells)) | faults_of_picture(cells.get("icon", ""))


def _wrong_service(change: Planned, cells: Cells, codes: dict[str, list[str]]) -> Faults:
    face = content.face_in(cells)
    found = service.faults_of_code(change.key, ()) if change.is_new else {}
    found |= service.faults_of_face(face.name, face.letter, codes) | faults_of_picture(face.icon)
    quota = cells.get("quota", "")
    if quota and not (quota.isdecimal() and len(quota) < 6 and service.QUOTA.hold(int(quota))):
        found["quota"] = service.QUOTA.fault
    return found | standard.faults(content.standard_in(cells, {}))


def _wrong_counter(change: Planned, cells: Cells, codes: dict[str, list[str]], others: Mapping[str, Cells]) -> Faults:
    known = {number: row.get("retired") == YES for number, row in others.items() if number != change.key}
    found = counters.faults(change.key, cells.get("name", ""), known if change.is_new else {})
    served = content.letters_in(cells)
    is_said = any(column == "letters" for column, _before, _value in change.cells)
    if is_said or (served and cells.get("retired") != YES):  # one that goes may have served a queue that goes, too
        wrong = work.faults(work.WorkProfile(served), codes).values()
        found |= {"letters": next(iter(wrong))} if wrong else {}
    return found


def said_rows(rows: Sequence[Row]) -> Iterator[list[object]]:
    """Rows as JSON keeps them between being shown and being carried out."""
    for row in rows:
        yield [row.sheet, row.at, dict(row.cells)]
