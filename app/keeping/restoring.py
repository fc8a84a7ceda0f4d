"""Restoring a backup: checked before anything is touched, compared afterwards, all of it or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import delete, select

from app import audit, audit_check, create_app, history_check
from app.db import db, transaction, writing_engine
from app.installation import MIGRATIONS, known_schemas
from app.keeping import archive, folder, place, tables
from app.keeping.archive import Backup, BackupUnusable
from app.keeping.making import Told
from app.models import Branch, Installation, SignIn
from app.models.branch import new_version
from app.queueing import reading
from app.rules.audit import AuditAction
from app.settings import Settings

FILES, TABLES = "files/", "tables/"


def restore(
    settings: Settings,
    file: Path,
    told: Told,
    *,
    whatever_history: bool = False,
    looked_at: Callable[[], object] = lambda: None,
) -> Flask:
    """Put a backup into an empty place.

    Devices, keys and tickets go on as they were; everybody who was signed in signs in again.

    Args:
        told: hears each step, in words.
        whatever_history: take a history that does not hold, as it is.
        looked_at: looks at what was restored; what it raises leaves this place empty.

    Returns:
        the application on what was restored.

    Raises:
        BackupUnusable: with the reason; nothing was changed.
    """
    backup = archive.checked(file, told)
    _must_be_ours(backup)
    place.must_be_empty(settings)
    settings = replace(settings, chain_key=_chain_key(backup))
    try:
        with _files(backup, settings.data_dir, told), place.new_database(settings) as new:
            app = create_app(new, with_commands=True)
            with app.app_context():
                _fill(backup, told)
                _must_hold(backup, whatever_history)
                looked_at()
                _begin_anew(backup)
                _let_go()
    except OSError as error:
        raise BackupUnusable(f"cannot restore ({error.strerror}: {error.filename}); nothing was changed") from None
    return create_app(settings, with_commands=True)


def _must_be_ours(backup: Backup) -> None:
    known = known_schemas()
    if backup.manifest["schema"] not in known:
        raise BackupUnusable(
            f"{backup.file} was made by a later version, {backup.manifest['giliran']}; install that version first"
        )
    strange = [name for name in backup.names(FILES) if not folder.is_one(name.removeprefix(FILES))]
    if strange or f"{FILES}chain_key" not in backup.manifest["members"]:
        raise BackupUnusable(f"{backup.file} is damaged or no backup; take another one")


def _chain_key(backup: Backup) -> bytes:
    with backup.member(f"{FILES}chain_key") as key:
        return key.read().strip()


@contextmanager
def _files(backup: Backup, data_dir: Path, told: Told) -> Iterator[None]:
    # The keys that a new folder has made for itself have signed nothing yet; they come back when this fails.
    before = {key: key.read_bytes() for key in data_dir.glob(folder.KEYS)}
    try:
        for name in backup.names(FILES):
            told(f"writing {name.removeprefix(FILES)}")
            _write(backup, name, data_dir / name.removeprefix(FILES))
        yield
    except BaseException:
        for given in folder.FOLDERS:
            shutil.rmtree(data_dir / given, ignore_errors=True)
        for key, content in before.items():
            key.write_bytes(content)
        raise


def _write(backup: Backup, name: str, file: Path) -> None:
    file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    mode = 0o600 if file.match(folder.KEYS) else 0o640
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as into, backup.member(name) as member:
        shutil.copyfileobj(member, into)
        into.flush()
        os.fsync(into.fileno())


def _fill(backup: Backup, told: Told) -> None:
    upgrade(directory=str(MIGRATIONS), revision=backup.manifest["schema"])
    rows: dict[str, int] = backup.manifest["rows"]
    with writing_engine().connect() as connection, connection.begin():
        there = tables.tables_of(connection)
        if {table.name for table in there} != rows.keys():
            raise BackupUnusable(f"{backup.file} has other tables than its version; nothing was changed")
        for table in there:
            told(f"restoring {table.name}: {rows[table.name]} rows")
            name = f"{TABLES}{table.name}.jsonl"
            with backup.member(name) as lines:
                count = tables.fill(connection, table, lines)
            tables.count_on(connection, table)
            # Read back, the rows are the very bytes of the backup.
            same = tables.digest_of(connection, table) == backup.manifest["members"][name]["sha256"]
            if count != rows[table.name] or not same:
                raise BackupUnusable(f"table {table.name} is not as it was in the backup; nothing was changed")
    told("bringing the schema to this version")
    upgrade(directory=str(MIGRATIONS))


def _must_hold(backup: Backup, whatever_history: bool) -> None:
    for wrong in (*map(history_check.first_wrong, reading.branches()), audit_check.first_wrong()):
        if wrong and not whatever_history:
            raise BackupUnusable(
                f"the history of this backup does not hold ({wrong}); nothing was changed. Take an earlier backup, "
                "or say --accept-wrong-history"
            )


def _begin_anew(backup: Backup) -> None:
    said = {name: backup.manifest[name] for name in ("made_at", "giliran", "schema", "database")}
    with transaction() as session:
        session.execute(delete(SignIn))
        session.get_one(Installation, 1).history_id = new_version()  # every screen begins anew
        audit.record(session, AuditAction.RESTORED, backup.file.name, after=said)


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


def offices(app: Flask) -> list[str]:
    """The offices of what was restored, each with how far its history goes."""
    with app.app_context():
        rows = db.session.execute(select(Branch.code, Branch.last_seq).order_by(Branch.code)).all()
    return [f"{code}: {last_seq} events, all as they were written" for code, last_seq in rows]
