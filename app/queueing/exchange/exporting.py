"""What an office has, as a file; that somebody took it stands in the audit log."""

from __future__ import annotations

from app import audit
from app.db import db, transaction
from app.office import Office
from app.queueing.exchange import content, files
from app.rules.audit import AuditAction
from app.rules.tables import COLUMNS, STAFF


def export(office: Office, what: str, kind: str) -> bytes:
    """A table of an office as a file, "all" of them but the people's, or the list of its "staff".

    Args:
        what: "all", "queues", "services", "counters" or "staff".
        kind: "xlsx", "csv" or "json"; a CSV holds one table alone.
    """
    sheets = {name: list(rows.values()) for name, rows in _tables(office, what).items()}
    with transaction() as session:
        audit.record(session, AuditAction.EXPORTED, f"{what}.{kind}", branch_id=office.id)
    return files.written(sheets, COLUMNS, kind)


def _tables(office: Office, what: str) -> content.Tables:
    if what == STAFF:
        people = content.people_of(db.session(), office.id)
        return {STAFF: {name: content.of_person(person, office.id) for name, person in people.items()}}
    return {name: rows for name, rows in content.tables_of(office).items() if what in ("all", name)}
