"""An installation begins: its schema, its first people, its first office."""

from __future__ import annotations

from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
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
    upgrade(directory=str(MIGRATIONS))
    with transaction() as session:
        if session.scalar(select(Installation)) is None:
            session.add(Installation(id=1, made_by_demo=made_by_demo, created_at=now()))


def not_ready(app: Flask) -> str | None:
    """Why this installation cannot be served yet, in one line with what to do; None when it can."""
    try:
        with app.app_context(), db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        return f"the database does not answer ({type(error.orig).__name__}); check DATABASE_URL and that it runs"
    if current is None:
        return "there is no installation here yet; run: flask --app wsgi demo (to try it) or flask --app wsgi init"
    if current != ScriptDirectory(str(MIGRATIONS)).get_current_head():
        return "the database has another version's schema; run: flask --app wsgi db upgrade"
    return None
