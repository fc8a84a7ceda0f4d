"""Where a backup is restored: an empty database, on SQLite or PostgreSQL, that is whole afterwards or empty again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, MetaData, NullPool, create_engine, inspect

from app.keeping import tables
from app.keeping.archive import BackupUnusable
from app.keeping.folder import given
from app.settings import Settings


def must_be_empty(settings: Settings) -> None:
    """Refuse a place where there is something.

    Raises:
        BackupUnusable: with what to do.
    """
    there = given(settings.data_dir)
    if there:
        raise BackupUnusable(
            f"{settings.data_dir} has files of an installation ({there[0]}); restore into an empty folder "
            "(GILIRAN_DATA_DIR), or move it away first"
        )
    if settings.is_sqlite and not Path(settings.sqlite_file).exists():
        return
    with _connected(settings.database_url) as connection:
        for table in tables.tables_of(connection):
            if not inspect(connection).has_table(tables.NOT_OURS) or tables.has_rows(connection, table):
                raise BackupUnusable(
                    "the database is not empty; restore into a new one (DATABASE_URL), or move this one away first"
                )


@contextmanager
def new_database(settings: Settings) -> Iterator[Settings]:
    """Settings by which to make and fill the database; when the block fails, it is empty again.

    SQLite's is made beside its place and renamed when all is well.
    """
    if settings.is_sqlite:
        with _new_file(Path(settings.sqlite_file)) as file:
            yield replace(settings, database_url=f"sqlite:///{file}")
        return
    _clear(settings.database_url)  # of the empty tables of an earlier try
    try:
        yield settings
    except BaseException:
        with suppress(Exception):
            _clear(settings.database_url)
        raise


@contextmanager
def _new_file(place: Path) -> Iterator[Path]:
    file = place.with_name(f"{place.name}.restoring")
    _remove(file)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640))
    try:
        yield file
        with _connected(f"sqlite:///{file}") as connection:
            # All of it in the one file that is renamed.
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        _remove(place)
        file.replace(place)
    finally:
        _remove(file)


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _clear(url: str) -> None:
    with _connected(url) as connection, connection.begin():
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        yield connection
