"""How Alembic finds this application's database and models."""

from alembic import context

from app import models  # noqa: F401  (fills the metadata)
from app.db import UtcDateTime, db


def name_of_type(kind, item, autogen_context):
    """Write our own column type by its name, with the import it needs."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen_context.imports.add("from app.db import UtcDateTime")
        return "UtcDateTime()"
    return False


def run() -> None:
    """Migrate over the application's own engine, in one transaction where the database can."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # A table is altered by making it anew; others may point at it meanwhile. Not possible inside a transaction.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=name_of_type,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if connection.dialect.name == "sqlite":
            broken = connection.connection.cursor().execute("PRAGMA foreign_key_check").fetchall()
            assert not broken, f"rows point at nothing after the migration: {broken[:3]}"
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


run()
