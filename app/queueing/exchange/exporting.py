"""What an office has, as a file; that somebody took it stands in the audit log."""

from __future__ import annotations

from app import audit
from app.db import transaction
from app.office import Office
from app.queueing import reading
from app.queueing.exchange import content, files
from app.rules.audit import AuditAction
from app.rules.tables import COLUMNS, STAFF


def export(office: Office, what: str, kind: str) -> bytes:
    """A table of an office as a file, "all" of them but the people's, or the list of its "staff".

    Args:
        what: "all", "queues", "services", "counters" or "staff".
        kind: "xlsx", "csv" or "json"; a CSV holds one table alone.
    """
    sheets = _sheets(office, what)
    with transaction() as session:
        audit.record(session, AuditAction.EXPORTED, f"{what}.{kind}", branch_id=office.id)
    columns = {name: STAFF if name == "staff" else COLUMNS[name] for name in sheets}
    return files.written(sheets, columns, kind)


def _sheets(office: Office, what: str) -> dict[str, list[content.Cells]]:
    if what == "staff":
        return {"staff": [{"name": name, "role": role} for name, role in reading.staff_of(office.id)]}
    tables = content.tables_of(office)
    return {name: list(rows.values()) for name, rows in tables.items() if what in ("all", name)}
