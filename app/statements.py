"""Statements for the few paths that run at every touch: compiled once, then run by the driver itself.

SQLAlchemy's own execution costs a tenth of a millisecond and more a statement, the driver's a twentieth of that.
Statements stay SQLAlchemy expressions, the same for both databases; they run in the session's own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Float
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Row = tuple[Any, ...]

CONNECTION = "giliran_connection"
"""Where a writing session keeps the connection of its one transaction, so that no statement looks it up anew."""


@dataclass(frozen=True)
class Connected:
    """A connection as a statement needs it.

    Args:
        driver: the driver's own connection, sqlite3's or psycopg's.
        dialect: how SQLAlchemy speaks to it.
    """

    driver: Any
    dialect: Dialect

    @classmethod
    def through(cls, connection: Connection) -> Connected:
        """What stands behind one of SQLAlchemy's connections."""
        return cls(connection.connection.driver_connection, connection.dialect)


class Statement:
    """A select, insert, update or delete whose values are all named `bindparam`s or columns.

    Args:
        expression: the SQLAlchemy expression; lists in it are of single values, since it is compiled once.
        columns: the columns of an insert or update that `run` will be given, where `expression` does not say so.
    """

    def __init__(self, expression: ClauseElement, columns: tuple[str, ...] | None = None) -> None:
        self._expression = expression
        self._columns = list(columns) if columns else None
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, **values: Any) -> list[Row]:
        """Execute in the session's transaction; the rows, if it returns any.

        Args:
            values: one for each parameter.
        """
        on = session.info.get(CONNECTION) or Connected.through(session.connection())
        ready = self._compiled.get(on.dialect.name) or self._compile(on.dialect)
        try:
            cursor = on.driver.execute(ready.sql, ready.parameters(values))
            return ready.rows(cursor.fetchall()) if ready.returns else []
        except on.dialect.loaded_dbapi.Error as error:
            # The same exceptions as from SQLAlchemy's own execution, for those who tell them apart.
            raise DBAPIError.instance(ready.sql, None, error, on.dialect.loaded_dbapi.Error) from error

    def one(self, session: Session, **values: Any) -> Row | None:
        """The first row, or None."""
        rows = self.run(session, **values)
        return rows[0] if rows else None

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self._expression.compile(dialect=dialect, column_keys=self._columns)
        assert isinstance(compiled, SQLCompiler)
        ready = self._compiled[dialect.name] = _compiled(compiled, dialect)
        return ready


@dataclass(frozen=True)
class _Compiled:
    """A statement as the driver takes it.

    `takes` are its parameters in order, each with what the driver wants done to it; `converts` is what is to be
    done to the columns that come back, by their place.
    """

    sql: str
    takes: tuple[tuple[str, Convert | None], ...]
    by_name: bool
    given: Mapping[str, Any]
    returns: bool
    converts: tuple[tuple[int, Convert], ...]

    def parameters(self, values: dict[str, Any]) -> Any:
        if self.given:
            values = {**self.given, **values}
        if self.by_name:
            return {name: convert(values[name]) if convert else values[name] for name, convert in self.takes}
        return [convert(values[name]) if convert else values[name] for name, convert in self.takes]

    def rows(self, rows: list[Row]) -> list[Row]:
        return [self._row(row) for row in rows] if self.converts else rows

    def _row(self, row: Row) -> Row:
        values = list(row)
        for place, convert in self.converts:
            values[place] = convert(values[place])
        return tuple(values)


def _compiled(compiled: SQLCompiler, dialect: Dialect) -> _Compiled:
    statement = compiled.statement
    binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    columns: Any = getattr(statement, "selected_columns", None) or getattr(statement, "_returning", ())
    results = [_result_processor(column.type, dialect) for column in columns]
    by_name = not compiled.positional
    order = compiled.binds if by_name else compiled.positiontup or ()
    return _Compiled(
        sql=str(compiled),
        takes=tuple((name, binds[name]) for name in order),
        by_name=by_name,
        given=_given(compiled),
        returns=bool(results),
        converts=tuple((place, convert) for place, convert in enumerate(results) if convert),
    )


def _result_processor(of: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(of, Float):
        return None  # both drivers hand out floats; SQLAlchemy would ask for the column's code first
    return of.dialect_impl(dialect).result_processor(dialect, None)


def _given(compiled: SQLCompiler) -> dict[str, Any]:
    # Values written into the expression, and the plain defaults of columns that an insert was not given.
    given = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    table = getattr(compiled.statement, "table", None)
    if compiled.isinsert and table is not None:
        given |= {each.name: each.default.arg for each in table.columns if each.name in given and each.default}
    return given
