"""Tables for Excel in Indonesian: semicolons, since the comma is the decimal sign there; a BOM, so that it is UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from app.rules.cells import harmless

AT_A_TIME = 200

Row = list[str | int]


def as_csv(rows: Iterable[Row]) -> bytes:
    """A table whole. Times in it are whole seconds: a decimal sign is read differently by one computer and another."""
    return "".join(streamed(rows)).encode()


def streamed(rows: Iterable[Row]) -> Iterator[str]:
    """A table piece by piece, for one that may be long."""
    out = StringIO("\ufeff")
    out.seek(0, 2)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if number % AT_A_TIME == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
