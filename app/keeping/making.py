"""Making a backup: the database at one moment, the keys and the files, in one file that is whole or not there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Any

from sqlalchemy import Connection, inspect, text

from app.keeping import archive, tables
from app.keeping.archive import PARTIAL, BackupUnusable
from app.keeping.folder import files_of
from app.keeping.last import must_be_writable, remember
from app.keeping.snapshot import snapshot
from app.settings import Settings
from app.version import VERSION

Told = Callable[[str], object]


@dataclass(frozen=True)
class Made:
    """What a backup holds; size in bytes."""

    file: Path
    size: int
    rows: int
    files: int


def backup(settings: Settings, target: Path, told: Told, *, force: bool = False) -> Made:
    """Write the whole installation into one file, readable by its owner alone, while the hall runs.

    The file is written beside its place, read again from end to end, and renamed: it is whole or not there.

    Args:
        told: hears each step, in words.
        force: take the place of a file that is there.

    Raises:
        BackupUnusable: with the reason; nothing was left behind.
    """
    target = target.absolute()
    if target.exists() and not force:
        raise BackupUnusable(f"{target} is there already; name another file, or say --force to replace it")
    _must_be_noted_in(settings.data_dir)
    try:
        with _beside(target) as (file, partial):
            manifest = _write(settings, file, target.parent, told)
            file.flush()
            os.fsync(file.fileno())
            archive.checked(partial, told)
            partial.replace(target)
            _settle(target.parent)
    except OSError as error:
        raise BackupUnusable(f"cannot write {target} ({error.strerror}); nothing was left there") from None
    made = Made(target, target.stat().st_size, sum(manifest["rows"].values()), len(manifest["files"]))
    remember(settings.data_dir, made.file, made.size)
    return made


def _must_be_noted_in(folder: Path) -> None:
    # Before the work and not after it: a large installation is minutes of writing.
    try:
        must_be_writable(folder)
    except OSError as error:
        raise BackupUnusable(
            f"the data folder {folder} cannot be written to ({error.strerror}), where a backup notes when it was made; "
            "let the account that runs this command write there (GILIRAN_DATA_DIR). Nothing was backed up"
        ) from None


@contextmanager
def _beside(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    handle, name = mkstemp(prefix=PARTIAL, dir=target.parent)  # of mode 0600
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, partial
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _write(settings: Settings, file: IO[bytes], beside: Path, told: Told) -> dict[str, Any]:
    writing = archive.Writing(file)
    try:
        return _write_all(settings, writing, beside, told)
    except BaseException:
        writing.abandon()
        raise


def _write_all(settings: Settings, writing: archive.Writing, beside: Path, told: Told) -> dict[str, Any]:
    # Files are there before the database speaks of them, and may be let go after: before and after it is all of them.
    kept: set[str] = set()
    _copy_files(settings.data_dir, writing, kept, told)
    with snapshot(settings, beside, told) as connection:
        facts = _facts(settings, connection)
        for table in tables.tables_of(connection):
            told(f"writing {table.name}")
            count = -1  # the first line names the columns
            with writing.member(f"tables/{table.name}.jsonl") as write:
                for line in tables.lines_of(connection, table):
                    write(line)
                    count += 1
            facts["rows"][table.name] = count
    _copy_files(settings.data_dir, writing, kept, told)
    facts["files"] = sorted(kept)
    writing.end(facts)
    return facts


def _copy_files(folder: Path, writing: archive.Writing, kept: set[str], told: Told) -> None:
    for path in files_of(folder):
        name = path.as_posix()
        if name in kept:
            continue
        with suppress(FileNotFoundError), (folder / path).open("rb") as file:
            told(f"copying {name}")
            writing.copy(f"files/{name}", file)
            kept.add(name)


def _facts(settings: Settings, connection: Connection) -> dict[str, Any]:
    if not inspect(connection).has_table("branch"):
        raise BackupUnusable("there is no installation here yet; run: flask --app wsgi init")
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    offices = connection.execute(text("SELECT code, last_seq, chain_head FROM branch ORDER BY code"))
    return {
        "giliran": VERSION,
        "schema": revision,
        "made_at": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
        "database": connection.dialect.name,
        "offices": {code: {"last_seq": last, "chain_head": head} for code, last, head in offices},
        "rows": {},
    }


def _settle(folder: Path) -> None:
    # The new name, too, is on the disk. Not every stick can be asked that.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
