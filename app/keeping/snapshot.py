"""One moment of the database, while the hall goes on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine

from app.keeping.archive import PARTIAL, BackupUnusable
from app.settings import Settings

PAGES_AT_A_TIME = 4096


@contextmanager
def snapshot(settings: Settings, beside: Path, told: Callable[[str], object]) -> Iterator[Connection]:
    """A connection to read all tables by, as they were at one moment.

    Args:
        beside: the folder where SQLite's copy stands meanwhile.
        told: hears how far it is.

    Raises:
        BackupUnusable: there is no database, or it is damaged.
    """
    if settings.is_sqlite:
        copy = beside / f"{PARTIAL}{os.getpid()}.sqlite3"
        try:
            _copy(Path(settings.sqlite_file), copy, told)
            with _reading(f"sqlite:///{copy}") as connection:
                yield connection
        finally:
            for file in (copy, Path(f"{copy}-journal")):
                with suppress(OSError):
                    file.unlink()
        return
    with _reading(settings.database_url, isolation_level="REPEATABLE READ", postgresql_readonly=True) as connection:
        yield connection


@contextmanager
def _reading(url: str, **options: object) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect().execution_options(**options) as connection:
        yield connection


def _copy(database: Path, copy: Path, told: Callable[[str], object]) -> None:
    if not database.exists():
        raise BackupUnusable("there is no installation here yet; run: flask --app wsgi init")
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(
            sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        ) as source:
            # Held open, this moment stays the copy's: without it, each commit of the hall would begin it anew.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(copy)) as into:
                source.backup(
                    into,
                    pages=PAGES_AT_A_TIME,
                    progress=lambda _status, left, of: told(f"copying the database: {of - left} of {of} pages"),
                )
                into.execute("PRAGMA journal_mode=DELETE")
                found = into.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk I/O" in str(error):
            raise OSError(28, "No space left on device") from None
        raise BackupUnusable(f"cannot read the database ({error})") from None
    except sqlite3.DatabaseError:
        found = "not a database"
    if found != "ok":
        raise BackupUnusable(
            "the database is damaged and is not backed up over good ones; stop the server, keep a copy of the data "
            "folder, and restore the last backup"
        )
