"""An installation begins: its schema, and whether it can be served."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from app.clock import now
from app.db import db, transaction
from app.models import Installation

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def create_schema(*, made_by_demo: bool = False) -> None:
    """Bring the database to this version's schema, and write the installation's own row.

    Args:
        made_by_demo: remembered when this makes the installation; one that is there keeps what it was.
    """
    from flask_migrate import upgrade

    upgrade(directory=str(MIGRATIONS))
    with transaction() as session:
        if session.scalar(select(Installation)) is None:
            session.add(Installation(id=1, made_by_demo=made_by_demo, created_at=now()))


def not_ready(app: Flask) -> str | None:
    """Why this installation cannot be served yet, in one line with what to do; None when it can."""
    try:
        with app.app_context():
            current = _schema_of_database()
    except DBAPIError as error:
        return unusable(error)
    known = known_schemas()
    if current is None:
        return "there is no installation here yet; run: flask --app wsgi demo (to try it) or flask --app wsgi init"
    if current not in known:
        return f"the database is of a later version (schema {current}); check that version out, or restore a backup"
    if current != known[-1]:
        return "the database has another version's schema; run: flask --app wsgi db upgrade"
    return None


def unusable(error: DBAPIError) -> str:
    """Why a database did not do what was asked, in one line with what to do."""
    if type(error.orig) is sqlite3.DatabaseError:  # what is locked, full or away has a class of its own
        return f"the database file is damaged ({error.orig}); keep a copy of it, and restore the last good backup"
    return f"the database does not answer ({type(error.orig).__name__}); check DATABASE_URL and that it runs"


def _schema_of_database() -> str | None:
    # Alembic itself would be 0.3 s and 10 MB of every server's start, to read one word.
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def known_schemas() -> list[str]:
    """The revisions this version can come from, the newest last."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
