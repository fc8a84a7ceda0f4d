"""Removing what has been kept long enough, and proving it: counts in the audit log, a signed checkpoint."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import audit, history_check
from app.changes import must_be_as_seen
from app.clock import now, office_day
from app.db import db, once_saved, transaction
from app.errors import SettingsUnusable
from app.events import history_of
from app.guide.making import no_longer_said
from app.models import (
    AuditEntry,
    Event,
    Imported,
    Installation,
    Note,
    Pairing,
    PaperStrip,
    PasskeyChallenge,
    PrintJob,
    Reason,
    Series,
    SignIn,
    Staff,
    Ticket,
    WrongTries,
)
from app.queueing import reading
from app.queueing.exchange.keeping import KEPT_FOR
from app.rules.audit import AuditAction
from app.rules.back_off import FORGOTTEN_AFTER
from app.rules.retention import Retention, days_before, faults, months_before

log = logging.getLogger(__name__)

EVERY = timedelta(hours=20)
AT_THE_LATEST = timedelta(days=3)
"""Offices that are never closed are not spared for ever."""


@dataclass(frozen=True)
class Removed:
    """What was removed: so many of what, older than when, in which office (empty is the installation)."""

    what: str
    count: int
    before: str
    office: str = ""


class _OnlyLooking(Exception):
    """Takes a transaction back, once it was counted what it would do."""


def retention() -> Retention:
    """How long this installation keeps what."""
    return Retention(**(db.session.scalar(select(Installation.retention)) or {}))


def last_change(session: Session) -> tuple[int, str | None]:
    """When these times were changed last, as the number of the audit log's entry; and by whom, None by a program."""
    rows = select(AuditEntry.seq, Staff.name).outerjoin(Staff, Staff.id == AuditEntry.staff_id)
    changes = rows.where(AuditEntry.action == AuditAction.RETENTION_CHANGED).order_by(AuditEntry.seq.desc())
    found = session.execute(changes.limit(1)).first()
    return (found[0], found[1]) if found else (0, None)


def set_retention(wanted: Retention) -> bool:
    """Keep things for another time.

    Returns:
        whether anything was changed.

    Raises:
        SettingsUnusable: out of bounds.
        ChangedMeanwhile: somebody else changed them after they were seen (`as_seen_at` a `last_change`).
    """
    wrong = faults(wanted)
    if wrong:
        raise SettingsUnusable(wrong)
    with transaction() as session:
        row = session.get_one(Installation, 1, with_for_update=True)
        before = Retention(**row.retention)
        if before == wanted:
            return False
        must_be_as_seen(*last_change(session))
        row.retention = asdict(wanted)
        audit.record(session, AuditAction.RETENTION_CHANGED, "", before=asdict(before), after=asdict(wanted))
    return True


def tidy(*, only_look: bool = False) -> list[Removed]:
    """Remove what has been kept long enough.

    Args:
        only_look: say what would be removed, and remove nothing.

    Returns:
        what was removed. An office whose history does not hold keeps everything: it is evidence.
    """
    kept, at = retention(), now()
    words = months_before(at, kept.words_months)
    found: list[Removed] = []
    for branch in reading.branches():
        found += _of_words(branch.id, branch.code, words, only_look)
        # By whole months: before any of it goes, all of the history is walked.
        first_kept = office_day(months_before(at, kept.history_months), branch.zone).replace(day=1)
        found += _of_history(branch.id, branch.code, first_kept, only_look)
    found += _of_audit(months_before(at, kept.audit_months), only_look)
    for what, moment, before in (
        ("sign-ins", SignIn.last_seen, days_before(at, kept.sign_in_days)),
        ("wrong tries", WrongTries.last_at, at - FORGOTTEN_AFTER),
        ("pairings", Pairing.expires_at, at),
        ("challenges of passkeys", PasskeyChallenge.expires_at, at),
        ("imports", Imported.at, at - KEPT_FOR),
    ):
        found += _of_moments(what, moment, before, only_look)
    found += _of_sounds(words, only_look)
    if not only_look:
        with transaction() as session:
            session.execute(update(Installation).values(tidied_at=at))
    return found


def is_due() -> bool:
    """Whether to tidy now: once a day, while no office is open."""
    last = db.session.scalar(select(func.coalesce(Installation.tidied_at, Installation.created_at)))
    if last is None or now() - last < EVERY:
        return False
    is_open = any(reading.standing(reading.office(branch.code)).is_open for branch in reading.branches())
    return not is_open or now() - last > AT_THE_LATEST


def _of_words(branch_id: int, code: str, before: datetime, only_look: bool) -> Iterator[Removed]:
    of_office = select(Ticket.id).where(Ticket.branch_id == branch_id)
    old_notes = (Note.at < before) & Note.text.is_not(None) & Note.ticket_id.in_(of_office)
    seqs = select(Event.seq).where(Event.branch_id == branch_id, Event.at < before)
    old_reasons = (Reason.branch_id == branch_id) & Reason.text.is_not(None) & Reason.seq.in_(seqs)

    def remove(session: Session) -> int:
        with history_of(session, branch_id):
            return _rows(session, update(Note).where(old_notes).values(text=None)) + _rows(
                session, update(Reason).where(old_reasons).values(text=None)
            )

    yield from _carried_out(Removed("notes and reasons", 0, before.isoformat(), code), branch_id, remove, only_look)


def _of_history(branch_id: int, code: str, first_kept: date, only_look: bool) -> Iterator[Removed]:
    if not db.session.scalar(select(exists().where(Ticket.branch_id == branch_id, Ticket.day < first_kept))):
        return
    old = select(func.count()).where(Event.branch_id == branch_id, Event.day < first_kept)
    events = db.session.scalar(old) or 0
    try:
        if events and not only_look:
            events = history_check.prune(branch_id, first_kept)
    except history_check.CannotPrune as wrong:
        log.error("nothing of %s was removed, since its history does not hold: %s", code, wrong)
        return
    if events:
        yield Removed("events", events, first_kept.isoformat(), code)

    def remove(session: Session) -> int:
        with history_of(session, branch_id):
            # A later event may tell of an earlier day's ticket: that whole day stays with it.
            told = select(func.min(Ticket.day)).join(Event, Event.ticket_id == Ticket.id)
            told = told.where(Event.branch_id == branch_id, *([Event.day >= first_kept] if only_look else []))
            until = min(first_kept, session.scalar(told) or first_kept)
            gone = select(Ticket.id).where(Ticket.branch_id == branch_id, Ticket.day < until)
            lists = (PrintJob.branch_id == branch_id) & PrintJob.ticket_id.is_(None)
            old = lists & (PrintJob.created_at < datetime.combine(first_kept, time.min, UTC))
            session.execute(delete(PrintJob).where(PrintJob.ticket_id.in_(gone) | old))
            session.execute(delete(Note).where(Note.ticket_id.in_(gone)))
            if only_look:  # their events are still there, and point at them
                return session.scalar(select(func.count()).select_from(gone.subquery())) or 0
            count = _rows(session, delete(Ticket).where(Ticket.branch_id == branch_id, Ticket.day < until))
            for table in (Series, PaperStrip):
                session.execute(delete(table).where(table.branch_id == branch_id, table.day < until))
            return count

    yield from _carried_out(Removed("tickets", 0, first_kept.isoformat(), code), branch_id, remove, only_look)


def _of_sounds(before: datetime, only_look: bool) -> Iterator[Removed]:
    old = no_longer_said(before)

    def remove(session: Session) -> int:
        for file in old:
            once_saved(session, partial(file.unlink, missing_ok=True))
        return len(old)

    yield from _carried_out(Removed("sounds of the guide", 0, before.isoformat()), None, remove, only_look)


def _of_audit(before: datetime, only_look: bool) -> Iterator[Removed]:
    count = 0
    try:
        with transaction() as session:
            count = audit.forget(session, before)  # it tells of itself
            if only_look:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    if count:
        yield Removed("words of the audit log", count, before.isoformat())


def _of_moments(
    what: str, moment: InstrumentedAttribute[datetime], before: datetime, only_look: bool
) -> Iterator[Removed]:
    def remove(session: Session) -> int:
        return _rows(session, delete(moment.class_).where(moment < before))

    yield from _carried_out(Removed(what, 0, before.isoformat()), None, remove, only_look)


def _carried_out(
    removed: Removed, branch_id: int | None, remove: Callable[[Session], int], only_look: bool
) -> Iterator[Removed]:
    try:
        with transaction() as session:
            removed = replace(removed, count=remove(session))
            if only_look:
                raise _OnlyLooking
            if removed.count:
                subject = f"{removed.office} {removed.what}".strip()
                said = {"removed": removed.count, "before": removed.before}
                audit.record(session, AuditAction.DATA_REMOVED, subject, after=said, branch_id=branch_id)
    except _OnlyLooking:
        pass
    if removed.count:
        yield removed


def _rows(session: Session, statement: object) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[call-overload]
