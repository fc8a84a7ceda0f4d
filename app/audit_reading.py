"""The audit log as somebody reads it: its own entries and the offices' changes of rules, newest first, in one list."""

from __future__ import annotations

import base64
import json
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from app import audit
from app.changes import KIND, Change, changes_in, mentioning
from app.clock import now
from app.db import db, transaction
from app.errors import CursorUnusable
from app.models import ApiKey, AuditEntry, Event, Staff
from app.models.event import RULES_CHANGED
from app.rules.audit import AuditAction

SHOWN = 50
AT_A_TIME = 500
LOOKED_ANEW_AFTER = timedelta(minutes=10)
OWN, RULES = 1, 0
"""Where an entry stands: in the log itself, or in the history of an office. At one moment the log's comes first."""


@dataclass(frozen=True)
class Reach:
    """What somebody may read: the entries of these offices; with `whole` also those of none."""

    branch_ids: tuple[int, ...]
    whole: bool


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty is not asked about.

    Args:
        action: a word of `AuditAction`, or "branch.rules_changed".
        who: a part of the name of staff or of a key.
        words: a part of what was written down.
        since, until: moments; the second is no longer among them.
    """

    action: str = ""
    who: str = ""
    words: str = ""
    branch_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def said(self) -> dict[str, Any]:
        """What is asked for, as the log keeps it."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Entry:
    """One thing that was done. `by` is the name of staff or of a key; empty is the server or somebody at it."""

    place: tuple[datetime, int, int, int]
    action: str
    branch_id: int | None
    by: str = ""
    program: bool = False
    account: str = ""
    address: str = ""
    subject: str = ""
    forgotten: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    @property
    def at(self) -> datetime:
        return self.place[0]

    @property
    def number(self) -> str:
        """By which it is found again: of the log, or of its office's history."""
        return str(self.place[3])


def page(reach: Reach, wanted: Wanted, cursor: str = "", limit: int = SHOWN) -> tuple[list[Entry], str]:
    """Some entries, newest first, and the cursor of those that follow; empty when none do.

    Raises:
        CursorUnusable: the cursor is none of ours.
    """
    after = _place(cursor) if cursor else None
    found = [*_own(reach, wanted, after, limit + 1), *_rules(reach, wanted, after, limit + 1)]
    found = sorted(found, key=lambda entry: entry.place, reverse=True)
    shown = found[:limit]
    return shown, _cursor(shown[-1]) if len(found) > limit else ""


def every(reach: Reach, wanted: Wanted) -> Iterator[Entry]:
    """All entries that are wanted, read some at a time, so that a long log needs no long memory."""
    cursor = ""
    while True:
        entries, cursor = page(reach, wanted, cursor, AT_A_TIME)
        yield from entries
        db.session.rollback()
        if not cursor:
            return


def note_look(staff_id: int, subject: str, **what: Any) -> None:
    """Write down that somebody looks at personal data; once, when they look again within ten minutes."""
    mine = (AuditEntry.staff_id == staff_id) & (AuditEntry.action == AuditAction.PERSONAL_DATA_SEEN.value)
    recent = select(AuditEntry.words).where(mine, AuditEntry.at > now() - LOOKED_ANEW_AFTER)
    if any(words and json.loads(words)["subject"] == subject for words in db.session.scalars(recent)):
        return
    with transaction() as session:
        audit.record(session, AuditAction.PERSONAL_DATA_SEEN, subject, staff_id=staff_id, **what)


def note_export(staff_id: int, subject: str, wanted: Wanted) -> None:
    """Write down that somebody takes the log along as a file."""
    with transaction() as session:
        asked = wanted.said()
        audit.record(session, AuditAction.EXPORTED, subject, after=asked, branch_id=wanted.branch_id, staff_id=staff_id)


Place = tuple[datetime, int, int, int]


def _own(reach: Reach, wanted: Wanted, after: Place | None, limit: int) -> Iterator[Entry]:
    if wanted.action == KIND:
        return
    rows = (
        select(AuditEntry, Staff.name, ApiKey.name)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .outerjoin(ApiKey, ApiKey.id == AuditEntry.api_key_id)
        .where(_within(AuditEntry.branch_id, reach, wanted), *_between(AuditEntry.at, wanted))
        .order_by(AuditEntry.at.desc(), AuditEntry.seq.desc())
        .limit(limit)
    )
    if wanted.action:
        rows = rows.where(AuditEntry.action == wanted.action)
    if wanted.words:
        rows = rows.where(AuditEntry.words.icontains(wanted.words, autoescape=True))
    if wanted.who:
        named = Staff.name.icontains(wanted.who, autoescape=True)
        rows = rows.where(named | ApiKey.name.icontains(wanted.who, autoescape=True))
    if after:
        at, of, _branch, seq = after
        same = AuditEntry.seq < seq if of == OWN else false()
        rows = rows.where((AuditEntry.at < at) | and_(AuditEntry.at == at, same))
    for entry, person, key in db.session.execute(rows):
        yield _of_log(entry, person, key)


def _rules(reach: Reach, wanted: Wanted, after: Place | None, limit: int) -> Iterator[Entry]:
    if wanted.action not in ("", KIND):
        return
    rows = (
        select(Event.at, Event.branch_id, Event.seq, Event.body, Event.facts, Staff.name)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(RULES_CHANGED, _within(Event.branch_id, reach, wanted), *_between(Event.at, wanted))
        .order_by(Event.at.desc(), Event.branch_id.desc(), Event.seq.desc())
        .limit(limit)
    )
    if wanted.words:
        rows = rows.where(mentioning(wanted.words))
    if wanted.who:
        rows = rows.where(Staff.name.icontains(wanted.who, autoescape=True))
    if after:
        at, of, branch, seq = after
        further = or_(Event.branch_id < branch, and_(Event.branch_id == branch, Event.seq < seq))
        same = further if of == RULES else Event.at == at
        rows = rows.where((Event.at < at) | and_(Event.at == at, same))
    for at, branch_id, seq, body, facts, person in db.session.execute(rows):
        changes = changes_in(body, facts)
        yield Entry((at, RULES, branch_id, seq), KIND, branch_id, by=person or "", changes=changes)


def _within(of: Any, reach: Reach, wanted: Wanted) -> ColumnElement[bool]:
    if wanted.branch_id is not None:
        return of == wanted.branch_id if wanted.branch_id in reach.branch_ids else false()
    ours: ColumnElement[bool] = of.in_(reach.branch_ids)
    return ours | of.is_(None) if reach.whole else ours


def _between(at: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
    return [*([at >= wanted.since] if wanted.since else []), *([at < wanted.until] if wanted.until else [])]


def _of_log(row: AuditEntry, person: str | None, key: str | None) -> Entry:
    entry = Entry((row.at, OWN, 0, row.seq), row.action, row.branch_id, by=person or key or "", program=key is not None)
    if row.words is None:
        return replace(entry, forgotten=True)
    words = json.loads(row.words)
    said = {name: words.get(name, "") for name in ("account", "address", "subject")}
    return replace(entry, **said, before=words.get("before") or {}, after=words.get("after") or {})


def _cursor(entry: Entry) -> str:
    at, *rest = entry.place
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), *rest]).encode()).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        at, of, branch, seq = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, RecursionError, NotBase64):
        raise CursorUnusable from None
    numbers = [of, branch, seq]
    if any(type(each) is not int or not 0 <= each < 2**31 for each in numbers):
        raise CursorUnusable
    return moment, of, branch, seq
