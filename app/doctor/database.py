"""The database: whether it answers, is whole, and keeps what was promised to citizens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import current_app
from flask_babel import gettext
from sqlalchemy import text

from app import audit_check, history_check
from app.db import db
from app.doctor.findings import Depth, Finding, Severity
from app.installation import not_ready
from app.queueing import reading
from app.rules.walk import at_most
from app.settings import Settings

LARGEST_WAL = 64 * 1024 * 1024
FULL = 2
"""SQLite's word for synchronous=FULL."""
MEGABYTE = 1024 * 1024
TOLD_OF_EACH = 5


def answers(_depth: Depth) -> Iterator[Finding]:
    """Whether it answers, with this version's schema."""
    about, wrong = gettext("Database"), not_ready(current_app)
    if wrong:
        yield Finding(
            Severity.WRONG, about, gettext("The database cannot be used: %(why)s.", why=wrong), remedy_of(wrong)
        )
    else:
        yield Finding(Severity.WELL, about, gettext("It answers, and has the schema of this version."))


def remedy_of(wrong: str) -> str:
    """What to do about a database that cannot be used."""
    remedy = gettext("Start the database, and check DATABASE_URL.")
    if "another version" in wrong:
        remedy = gettext("Make a backup with the version before, then run: flask --app wsgi db upgrade")
    elif "later version" in wrong:
        remedy = gettext("Check out the version that wrote it, or restore a backup made with this one.")
    elif "no installation" in wrong:
        remedy = gettext("Run: flask --app wsgi init, or restore a backup.")
    elif "damaged" in wrong:
        remedy = _remedy_of_damage()
    return str(remedy)


def integrity(depth: Depth) -> Iterator[Finding]:
    """Whether a SQLite file is whole, as SQLite itself says."""
    settings = _settings()
    if not settings.is_sqlite:
        return
    about, size = gettext("Database file"), Path(settings.sqlite_file).stat().st_size
    if depth.database_mb is not None and size > depth.database_mb * MEGABYTE:
        yield Finding(
            Severity.NOTE,
            about,
            gettext("It is too large to be read through while citizens are served."),
            gettext("Run on the server: flask --app wsgi doctor"),
        )
        return
    said = str(db.session.scalar(text("PRAGMA quick_check(1)")))
    if said == "ok":
        yield Finding(Severity.WELL, about, gettext("It is whole."))
    else:
        yield Finding(
            Severity.WRONG,
            about,
            gettext("It is damaged: %(said)s", said=said[:200]),
            _remedy_of_damage(),
        )


def durability(_depth: Depth) -> Iterator[Finding]:
    """Whether a number that was given is still there after a power cut."""
    yield from _of_sqlite() if _settings().is_sqlite else _of_postgresql()


def history(depth: Depth) -> Iterator[Finding]:
    """Whether the last events of each office are as they were written."""
    for branch in reading.branches():
        about = gettext("History of %(office)s", office=branch.name)
        wrong = _told(history_check.all_wrong(branch, depth.events))
        if wrong:
            yield Finding(
                Severity.WRONG,
                about,
                gettext("It is not as it was written: %(wrong)s.", wrong=wrong),
                _remedy_of_tampering(),
                branch.id,
            )
        elif depth.events is None:
            yield Finding(Severity.WELL, about, gettext("All of it is as it was written."), branch_id=branch.id)
        else:
            words = gettext("The last %(count)s events are as they were written.", count=depth.events)
            yield Finding(Severity.WELL, about, words, branch_id=branch.id)


def audit_log(depth: Depth) -> Iterator[Finding]:
    """Whether the last entries of the audit log, and its sealed end, are as they were written."""
    about, wrong = gettext("Audit log"), _told(audit_check.all_wrong(depth.events))
    if wrong:
        said = gettext("It is not as it was written: %(wrong)s.", wrong=wrong)
        yield Finding(Severity.WRONG, about, said, _remedy_of_tampering())
    elif depth.events is None:
        yield Finding(Severity.WELL, about, gettext("All of it is as it was written."))
    else:
        words = gettext("The last %(count)s entries and the end are as they were written.", count=depth.events)
        yield Finding(Severity.WELL, about, words)


def _told(wrong: Iterable[str]) -> str:
    return "; ".join(at_most(wrong, TOLD_OF_EACH))


def _remedy_of_damage() -> str:
    return str(gettext("Stop the server, keep a copy of the data folder as it is, and restore the last good backup."))


def _remedy_of_tampering() -> str:
    return str(
        gettext(
            "Somebody or something changed the database by hand. Keep a backup of it as it is, find out "
            "who had access, and compare with earlier backups."
        )
    )


def _of_sqlite() -> Iterator[Finding]:
    about = gettext("Power cuts")
    synchronous, journal = (db.session.scalar(text(f"PRAGMA {name}")) for name in ("synchronous", "journal_mode"))
    if synchronous != FULL or journal != "wal":
        yield Finding(
            Severity.WRONG,
            about,
            gettext("The last numbers could be lost in a power cut (%(how)s).", how=f"{journal}, {synchronous}"),
            gettext("Start the server of this version; it sets the database up by itself."),
        )
    else:
        yield Finding(Severity.WELL, about, gettext("Every number is on the disk before it is printed."))
    wal = Path(f"{_settings().sqlite_file}-wal")
    if wal.exists() and wal.stat().st_size > LARGEST_WAL:
        yield Finding(
            Severity.WRONG,
            gettext("Database file"),
            gettext("Its log has grown to %(size)s MB.", size=wal.stat().st_size // MEGABYTE),
            gettext("Some program keeps the database open and reads without end. Close it, or start the server anew."),
        )


def _of_postgresql() -> Iterator[Finding]:
    about = gettext("Power cuts")
    off = [name for name in ("fsync", "synchronous_commit") if db.session.scalar(text(f"SHOW {name}")) == "off"]
    if off:
        yield Finding(
            Severity.WRONG,
            about,
            gettext(
                "The last numbers could be lost in a power cut (%(how)s).", how=", ".join(f"{name}=off" for name in off)
            ),
            gettext("Set it to on in postgresql.conf, and reload PostgreSQL."),
        )
    else:
        yield Finding(Severity.WELL, about, gettext("Every number is on the disk before it is printed."))


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
