"""Tables as lines of JSON, the same from SQLite and from PostgreSQL, so that one can take over what the other kept.

The tables are read from the database itself, not from the models: a backup of an earlier schema is filled into that
schema, and migrated then.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    cast,
    collate,
    func,
    insert,
    select,
    text,
)
from sqlalchemy import column as lean_column
from sqlalchemy import table as lean_table

NOT_OURS = "alembic_version"
AT_A_TIME = 1000


def tables_of(connection: Connection) -> list[Table]:
    """The tables there are, whoever is pointed at first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != NOT_OURS]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """A table's columns, then its rows in the order of the primary key."""
    columns = list(table.columns)
    say = [_sayer(column) for column in columns]
    yield _line([column.name for column in columns])
    rows = select(*map(_as_read, columns)).order_by(*(_in_order(connection, key) for key in _keys(table)))
    for row in connection.execute(rows.execution_options(yield_per=AT_A_TIME)):
        yield _line([None if value is None else says(value) for says, value in zip(say, row, strict=True)])


def digest_of(connection: Connection, table: Table) -> str:
    """SHA-256 of a table's lines."""
    digest = hashlib.sha256()
    for line in lines_of(connection, table):
        digest.update(line)
    return digest.hexdigest()


def fill(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Write the rows of lines into an empty table; how many they were."""
    rows = iter(lines)
    columns = [table.columns[name] for name in json.loads(next(rows))]
    read = [_reader(column) for column in columns]
    put = _insert(connection, table, columns)
    count = 0
    while some := list(itertools.islice(rows, AT_A_TIME)):
        values = [
            {
                column.name: None if said is None else reads(said)
                for column, reads, said in zip(columns, read, json.loads(line), strict=True)
            }
            for line in some
        ]
        connection.execute(put, values)
        count += len(values)
    return count


def count_on(connection: Connection, table: Table) -> None:
    """Let a table's ids go on above those that were filled in. SQLite does by itself."""
    if connection.dialect.name == "sqlite" or not isinstance(table.autoincrement_column, Column):
        return
    key = table.autoincrement_column
    sequence = connection.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', key.name)))
    highest = connection.scalar(select(func.max(key)))
    if sequence and highest:
        connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def has_rows(connection: Connection, table: Table) -> bool:
    """Whether there is anything in a table."""
    return connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _keys(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns) or list(table.columns)


def _in_order(connection: Connection, key: Column[Any]) -> Any:
    # Byte by byte, as SQLite does: a locale of PostgreSQL would order letters its own way.
    by_bytes = connection.dialect.name == "postgresql" and isinstance(key.type, String)
    return collate(key, "C") if by_bytes else key


def _as_read(column: Column[Any]) -> Any:
    # The very text: read and written anew, 1.0 may become 1, and a null that is JSON's own a missing value.
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def _insert(connection: Connection, table: Table, columns: list[Column[Any]]) -> Any:
    if connection.dialect.name == "sqlite":
        plain = [lean_column(each.name, Text() if isinstance(each.type, JSON) else each.type) for each in columns]
        return insert(lean_table(table.name, *plain))
    as_json = {
        each.name: cast(bindparam(each.name, type_=Text()), each.type)
        for each in columns
        if isinstance(each.type, JSON)
    }
    return insert(table).values(
        as_json | {each.name: bindparam(each.name) for each in columns if each.name not in as_json}
    )


def _sayer(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, DateTime):
        return _moment_said
    if isinstance(column.type, Date):
        return date.isoformat
    if isinstance(column.type, LargeBinary):
        return lambda value: base64.b64encode(value).decode()
    return lambda value: value


def _moment_said(value: datetime) -> str:
    # SQLite keeps moments in UTC without saying so.
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, DateTime):
        return (
            datetime.fromisoformat
            if column.type.timezone
            else lambda said: datetime.fromisoformat(said).replace(tzinfo=None)
        )
    if isinstance(column.type, Date):
        return date.fromisoformat
    if isinstance(column.type, LargeBinary):
        return base64.b64decode
    return lambda said: said
