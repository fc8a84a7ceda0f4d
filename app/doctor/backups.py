"""The last backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app
from flask_babel import gettext

from app.clock import now
from app.doctor.findings import Depth, Finding, Severity
from app.keeping.last import last_backup
from app.queueing import reading

TOO_OLD = timedelta(hours=50)
"""Two nights: one that was missed is noticed in the morning after the next."""


def last(_depth: Depth) -> Iterator[Finding]:
    """Whether there is a backup, and it is of these days."""
    about, found = gettext("Backup"), last_backup(Path(current_app.config["DATA_DIR"]))
    severity = Severity.NOTE if reading.made_by_demo() else Severity.WRONG
    remedy = gettext("Make one: flask --app wsgi backup FILE; for one every night, see deploy/README.md.")
    if found is None:
        yield Finding(severity, about, gettext("There has been none."), remedy)
        return
    hours = int((now() - found.at) / timedelta(hours=1))
    words = gettext("The last one is %(hours)s hours old: %(file)s", hours=hours, file=found.file)
    if now() - found.at > TOO_OLD:
        yield Finding(severity, about, words, remedy)
    else:
        yield Finding(Severity.WELL, about, words)
