"""Tables as XLSX, CSV and JSON: written so that no spreadsheet runs a cell, read with bounds and without formulas."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from io import BytesIO, StringIO
from itertools import zip_longest
from typing import Any
from zipfile import BadZipFile, ZipFile

from app.rules.cells import harmless, meant
from app.rules.faults import Fault, Unusable, Wrong
from app.rules.tables import CATALOGUE, COLUMNS, Row, WrongCell, most_rows

LARGEST_FILE = 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_COLUMNS = 64
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}

Sheets = Mapping[str, Sequence[Mapping[str, str]]]
"""By sheet its rows, each by column."""


def written(sheets: Sheets, columns: Mapping[str, Sequence[str]], kind: str) -> bytes:
    """Tables as a file; a CSV holds one table alone."""
    if kind == "json":
        return json.dumps(sheets, ensure_ascii=False, indent=1).encode()
    return _as_xlsx(sheets, columns) if kind == "xlsx" else _as_csv(sheets, columns)


def _as_csv(sheets: Sheets, columns: Mapping[str, Sequence[str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for name, rows in sheets.items():
        writer.writerow(columns[name])
        writer.writerows([harmless(row.get(column, "")) for column in columns[name]] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _as_xlsx(sheets: Sheets, columns: Mapping[str, Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # dear to load, and needed seldom

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        sheet.append(list(columns[name]))
        for row in rows:
            sheet.append([harmless(row.get(column, "")) for column in columns[name]])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, sheets: Collection[str] = CATALOGUE) -> tuple[list[Row], list[WrongCell]]:
    """The rows of a file, told by its content, and what of it could not be read.

    Args:
        sheets: the tables that are looked for; others are left alone.

    Raises:
        Unusable: it is empty, none of the three kinds, too large, or holds no table that is known.
    """
    most = most_rows(sheets)
    if not data:
        raise Unusable(Wrong.TABLE_EMPTY)
    if len(data) > LARGEST_FILE:
        raise Unusable(Wrong.TABLE_TOO_LARGE, most=str(most))
    rows: list[Row] = []
    wrong: list[WrongCell] = []
    # Each once, however many rows have it: what else is wrong would be lost among them.
    strange: dict[tuple[str, str], WrongCell] = {}
    for sheet, at, cells in _rows(data, sheets):
        rows.append(_row(sheet, at, cells, wrong))
        columns = [column[:40] for column, _cell in cells]
        for column in columns:
            fault = _fault_of_column(column, COLUMNS[sheet], columns)
            if fault:
                strange.setdefault((sheet, column), WrongCell(sheet, at, column, fault))
    if not rows:
        raise Unusable(Wrong.TABLE_NO_COLUMNS, names=", ".join(COLUMNS[sheet][0] for sheet in sheets))
    if len(rows) > most:
        raise Unusable(Wrong.TABLE_TOO_LARGE, most=str(most))
    return rows, list(strange.values()) + wrong


def _fault_of_column(column: str, known: Collection[str], columns: Sequence[str]) -> Fault | None:
    if not column:
        return Fault(Wrong.COLUMN_NO_NAME)
    if column not in known:
        return Fault(Wrong.COLUMN_UNKNOWN, {"name": column})
    return Fault(Wrong.COLUMN_TWICE, {"name": column}) if columns.count(column) > 1 else None


Said = str | Wrong
"""What stands in a cell; or why it cannot be read."""
Cell = tuple[str, Said]
"""A column and what stands there."""
Grid = Sequence[Sequence[Said]]


def _rows(data: bytes, sheets: Collection[str]) -> Iterator[tuple[str, int, list[Cell]]]:
    """Sheet, place and cells of each row that has something in it."""
    if data.startswith(b"PK"):
        for grid in _of_xlsx(data, most_rows(sheets)):
            yield from _of_grid(grid, sheets)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(Wrong.NO_TABLE) from None
    if "\0" in text:
        raise Unusable(Wrong.NO_TABLE)
    yield from _of_json(text, sheets) if text.lstrip().startswith("{") else _of_grid(_of_csv(text), sheets)


def _of_json(text: str, sheets: Collection[str]) -> Iterator[tuple[str, int, list[Cell]]]:
    try:
        # As pairs, so that what is named twice is seen.
        for name, rows in json.loads(text, object_pairs_hook=list):
            for at, row in enumerate(rows if name in sheets else (), 2):
                # A column that is left out stays as it is; one that is empty is emptied.
                yield name, at, [(_said(column), _said(cell)) for column, cell in row]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Unusable(Wrong.NO_TABLE) from None


def _of_grid(grid: Grid, sheets: Collection[str]) -> Iterator[tuple[str, int, list[Cell]]]:
    heads = ["" if isinstance(each, Wrong) else meant(each).lower() for each in grid[0]] if grid else []
    sheet = _sheet_of(heads)
    for at, cells in enumerate(grid[1:], 2):
        if sheet in sheets and any(cell.strip() for cell in cells):
            below = zip_longest(heads[: len(cells)], cells, fillvalue="")  # a row may be shorter than its head
            yield sheet, at, [(head, cell) for head, cell in below if head or cell.strip()]


def _sheet_of(heads: Sequence[str]) -> str:
    """The table whose key is among some columns, in whatever order; of several the one that has most of them.

    Services name the letter of their queue, counters have a name as people have.
    """
    having = [name for name, columns in COLUMNS.items() if columns[0] in heads]
    return max(having, key=lambda name: len(set(heads) & set(COLUMNS[name])), default="")


def _of_csv(text: str) -> Grid:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Unusable(Wrong.NO_TABLE) from None


def _of_xlsx(data: bytes, most: int) -> Iterator[Grid]:
    from openpyxl import load_workbook  # dear to load, and needed seldom

    try:
        with ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                raise Unusable(Wrong.TABLE_TOO_LARGE, most=str(most))
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its own size is not believed
            yield [[_of_cell(cell) for cell in row] for row in sheet.iter_rows(max_row=most + 2, max_col=MOST_COLUMNS)]
    except Unusable:
        raise
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError):
        # A file that is broken breaks the library in many ways (its XML errors are SyntaxErrors).
        raise Unusable(Wrong.NO_TABLE) from None


def _of_cell(cell: Any) -> Said:
    if cell.data_type == "f":
        return Wrong.TABLE_FORMULA
    # Whoever types 1-2 into a spreadsheet gets a date, and mostly does not notice.
    return Wrong.TABLE_DATE if isinstance(cell.value, date | time | timedelta) else _said(cell.value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is not None and not isinstance(value, str | int | float):
        raise TypeError
    return "" if value is None else str(value)


def _row(sheet: str, at: int, cells: Sequence[Cell], wrong: list[WrongCell]) -> Row:
    known = [(column, cell) for column, cell in cells if column in COLUMNS[sheet]]
    wrong += [WrongCell(sheet, at, column, Fault(cell)) for column, cell in known if isinstance(cell, Wrong)]
    return Row(sheet, at, {column: "" if isinstance(cell, Wrong) else meant(cell) for column, cell in known})
