"""Statements for the few paths that run at every touch: compiled once, then run by the driver itself.

SQLAlchemy's own execution costs a tenth of a millisecond and more a statement, the driver's a twentieth of that.
Statements stay SQLAlchemy expressions, the same for both databases; they run in the session's own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]

CONNECTION = "giliran_connection"
"""Where a writing session keeps the connection of its one transaction, so that no statement looks it up anew."""


class Statement:
    """A select, insert or update whose values are all named `bindparam`s or columns.

    Args:
        expression: the SQLAlchemy expression. An insert or update names its columns in `values(...)` or `columns`.
        columns: for an insert, the columns that `run` will be given.
    """

    def __init__(self, expression: ClauseElement, columns: tuple[str, ...] | None = None) -> None:
        self._expression = expression
        self._columns = list(columns) if columns else None
        self._for = cache(self._compile)

    def run(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """Execute in the session's transaction; the rows, if it returns any.

        Args:
            values: one for each parameter.
        """
        connection = session.info.get(CONNECTION) or session.connection()
        ready = self._for(connection.dialect.name, connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(ready.sql, ready.parameters(values))
            return ready.rows(cursor.fetchall()) if ready.returns else []
        except connection.dialect.loaded_dbapi.Error as error:
            # The same exceptions as from SQLAlchemy's own execution, for those who tell them apart.
            raise DBAPIError.instance(ready.sql, None, error, connection.dialect.loaded_dbapi.Error) from error
        finally:
            cursor.close()

    def one(self, session: Session, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        rows = self.run(session, **values)
        return rows[0] if rows else None

    def _compile(self, _name: str, dialect: Dialect) -> _Compiled:
        compiled = self._expression.compile(dialect=dialect, column_keys=self._columns)
        assert isinstance(compiled, SQLCompiler)
        return _compiled(compiled, dialect)


@dataclass(frozen=True)
class _Compiled:
    sql: str
    order: tuple[str, ...] | None
    given: Mapping[str, Any]
    bind: Mapping[str, Convert]
    results: tuple[Convert | None, ...]

    @property
    def returns(self) -> bool:
        return bool(self.results)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        all_values = {**self.given, **values}
        for name, convert in self.bind.items():
            all_values[name] = convert(all_values[name])
        return tuple(all_values[name] for name in self.order) if self.order is not None else all_values

    def rows(self, rows: Sequence[Any]) -> list[tuple[Any, ...]]:
        return [
            tuple(
                value if convert is None else convert(value) for value, convert in zip(row, self.results, strict=True)
            )
            for row in rows
        ]


def _compiled(compiled: SQLCompiler, dialect: Dialect) -> _Compiled:
    binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    statement = compiled.statement
    columns: Any = getattr(statement, "selected_columns", None) or getattr(statement, "_returning", ())
    return _Compiled(
        sql=str(compiled),
        order=tuple(compiled.positiontup) if compiled.positional and compiled.positiontup is not None else None,
        given=_given(compiled),
        bind={name: convert for name, convert in binds.items() if convert},
        results=tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns),
    )


def _given(compiled: SQLCompiler) -> dict[str, Any]:
    # Values written into the expression, and the plain defaults of columns that an insert was not given.
    given = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    table = getattr(compiled.statement, "table", None)
    if compiled.isinsert and table is not None:
        given |= {each.name: each.default.arg for each in table.columns if each.name in given and each.default}
    return given
