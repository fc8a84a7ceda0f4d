"""Does the history say what happened? Walks an office's chain, and names every row that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.clock import now, office_day
from app.db import db, transaction
from app.events import canonical, chained_text, history_of
from app.models import Branch, Checkpoint, Event, Note, PaperStrip, Reason, Series, Ticket
from app.rules import chain
from app.rules.audit import AuditAction
from app.rules.states import State
from app.rules.walk import Fault, Row, Run, Walk, joined

AT_A_TIME = 1000


class CannotPrune(Exception):
    """Why nothing was pruned, in one line for the operator."""


def all_wrong(branch: Branch, last: int | None = None) -> Iterator[str]:
    """Whatever in an office's history is not as it was written; neighbours with one fault are told in one line.

    Args:
        last: look at so many of its last events alone; None looks at all, and at reasons and series.

    The chain shows a row that was altered, removed, inserted or put elsewhere, and an end that was cut off; further
    are checked `seq`, the columns beside the chained text, reasons against their digests, and that every series is
    without gap or double. A row's fault hides none after it (rules.walk).
    """
    start = _start(branch) if last is None else _start_of_last(branch, last)
    if start is None:
        yield f"{branch.code}: the checkpoint is not the one that was signed"
    yield from _wrong_events(branch, start or Walk(_key(), None, ()), whole=last is None)
    if last is None:
        yield from _wrong_reasons(branch)
        yield from _wrong_series(branch)


def first_wrong(branch: Branch) -> str | None:
    """The first thing in an office's history that is not as it was written, in one line; None when all is well."""
    return next(all_wrong(branch), None)


def prune(branch_id: int, before: date) -> int:
    """Remove an office's events of days before a date, and leave a signed checkpoint from which `verify` goes on.

    Args:
        before: the first office day that stays.

    Returns:
        how many rows were removed.

    Raises:
        CannotPrune: the history is not sound, so that nothing may be thrown away, or the day is still to come.
        NoSuchBranch: there is no such office.
    """
    branch = db.session.get_one(Branch, branch_id)
    wrong = first_wrong(branch)
    if wrong:
        raise CannotPrune(wrong)
    today = office_day(now(), branch.zone)
    if before > today:
        raise CannotPrune(f"{before} is still to come; name the first day that stays, {today} at the latest")
    with transaction() as session, history_of(session, branch_id) as history:
        # The last row always stays: the office's head is its link.
        old = (Event.branch_id == branch_id) & (Event.day < before) & (Event.seq < history.last_seq)
        last = session.scalar(select(func.max(Event.seq)).where(old))
        if last is None:
            return 0
        link = session.scalar(select(Event.link).where(Event.branch_id == branch_id, Event.seq == last)) or ""
        removed = _remove_until(session, branch_id, last)
        earlier = session.get(Checkpoint, branch_id)
        removed_in_all = removed + (earlier.removed if earlier else 0)
        session.merge(_signed(branch_id, last, link, removed_in_all))
        facts = {"until": last, "first_day_kept": before.isoformat(), "events": removed}
        code = history.office.branch.code
        audit.record(session, AuditAction.HISTORY_PRUNED, code, after=facts, branch_id=branch_id)
        return removed


def erase_reason(branch_id: int, seq: int) -> bool:
    """Erase somebody's own words, a reason or a note; a reason's digest stays, so that the history still holds.

    Returns:
        whether there were words to erase.
    """
    with transaction() as session, history_of(session, branch_id) as history:
        note = select(Note).join(Ticket, Ticket.id == Note.ticket_id).where(Ticket.branch_id == branch_id)
        words = session.get(Reason, (branch_id, seq)) or session.scalar(note.where(Note.seq == seq))
        if words is None or words.text is None:
            return False
        words.text = None
        subject = f"{history.office.branch.code} {seq}"
        audit.record(session, AuditAction.REASON_ERASED, subject, branch_id=branch_id)
        return True


def _start_of_last(branch: Branch, count: int) -> Walk | None:
    # From a link that is taken for good: what comes after it must follow from it.
    last_seq = db.session.scalar(select(Branch.last_seq).where(Branch.id == branch.id)) or 0
    before = select(Event.seq, Event.link).where(Event.branch_id == branch.id, Event.seq <= last_seq - count)
    found = db.session.execute(before.order_by(Event.seq.desc()).limit(1)).first()
    return Walk(_key(), found.seq, (found.link,)) if found else _start(branch)


def _start(branch: Branch) -> Walk | None:
    found = db.session.get(Checkpoint, branch.id)
    if found is None:
        return Walk(_key(), 0, (chain.BEGINNING,))
    return Walk(_key(), found.seq, (found.link,)) if chain.same(found.signature, _signature(found)) else None


def _wrong_events(branch: Branch, walk: Walk, whole: bool) -> Iterator[str]:
    rows = select(Event).where(Event.branch_id == branch.id).order_by(Event.seq)
    if walk.seq is not None and not whole:
        rows = rows.where(Event.seq > walk.seq)
    events = db.session.scalars(rows.execution_options(yield_per=AT_A_TIME))
    for run in walk.runs(map(_row, events)):
        yield f"{branch.code}: {run.words('event', 'events')}"
    last, head = db.session.execute(select(Branch.last_seq, Branch.chain_head).where(Branch.id == branch.id)).one()
    seq = walk.seq or 0
    if seq < last:
        lost = Run(Fault.MISSING, seq + 1, last).words("event", "events")
        yield f"{branch.code}: {lost}; the office's last is {last}, the history's {seq}"
    elif seq > last:
        yield f"{branch.code}: the office's end was turned back to {last}; the history's last is {seq}"
    elif not walk.ends_at(head):
        yield f"{branch.code}: the office's end does not follow from event {seq}"


def _row(event: Event) -> Row:
    return Row(event.seq, chained_text(event.body, event.facts), event.link, lambda: _columns_agree(event))


def _columns_agree(event: Event) -> bool:
    try:
        return _say_the_same(event, json.loads(event.body), json.loads(event.facts))
    except (ValueError, LookupError, TypeError, AttributeError):  # after a gap nothing vouches for the text
        return False


def _say_the_same(event: Event, body: dict[str, Any], facts: dict[str, Any]) -> bool:
    beside = {"ticket_id": event.ticket_id, "counter_id": event.counter_id, "staff_id": event.staff_id}
    if (body["seq"], body["kind"]) != (event.seq, event.kind):
        return False
    # Rows from before the chain have no facts.
    return not facts or (facts.items() >= beside.items() and _moment_agrees(event, body["at"]))


def _moment_agrees(event: Event, said: str) -> bool:
    # The text has the office's own date, as it was then, and the moment to the millisecond.
    to_the_millisecond = event.at.replace(microsecond=event.at.microsecond // 1000 * 1000)
    return said[:10] == event.day.isoformat() and datetime.fromisoformat(said) == to_the_millisecond


def _wrong_reasons(branch: Branch) -> Iterator[str]:
    faults = joined(Run(fault, seq, seq) for seq, fault in _reasons_at_fault(branch))
    yield from (f"{branch.code}: {run.words('the reason of event', 'the reasons of events')}" for run in faults)


def _reasons_at_fault(branch: Branch) -> Iterator[tuple[int, Fault]]:
    kept = {row.seq: row for row in db.session.scalars(select(Reason).where(Reason.branch_id == branch.id))}
    of_office = select(Event.seq, Event.facts).where(Event.branch_id == branch.id)
    with_one = db.session.execute(of_office.where(Event.facts.contains('"reason":')))
    digests = {seq: _digest_in(facts) for seq, facts in with_one}
    for seq in sorted(kept.keys() | digests.keys()):
        reason = kept.get(seq)
        if reason is None or seq not in digests:
            yield seq, Fault.MISSING
        elif reason.text is not None and chain.digest_of_reason(reason.salt, reason.text) != digests[seq]:
            yield seq, Fault.ALTERED


def _digest_in(facts: str) -> str | None:
    try:
        return str(json.loads(facts)["reason"])
    except ValueError:  # the event was altered, and is told
        return None


def _wrong_series(branch: Branch) -> Iterator[str]:
    known = db.session.scalars(select(Series).where(Series.branch_id == branch.id)).all()
    numbered = select(Ticket.day, Ticket.letter).where(Ticket.branch_id == branch.id).distinct()
    kept = {(series.day, series.letter) for series in known}
    for day, letter in sorted({(day, letter) for day, letter in db.session.execute(numbered)} - kept):
        yield f"{branch.code}: queue {letter} of {day}: its series is missing"
    for series in known:
        name = f"{branch.code}: queue {series.letter} of {series.day}"
        yield from (f"{name}: {run.words('number', 'numbers')}" for run in _wrong_numbers(series))
        waiting = select(func.count()).where(
            Ticket.branch_id == branch.id,
            Ticket.day == series.day,
            Ticket.queue == series.letter,
            Ticket.state == State.WAITING,
        )
        if db.session.scalar(waiting) != series.waiting:
            yield f"{name}: {series.waiting} are said to wait, but {db.session.scalar(waiting)} do"


def _wrong_numbers(series: Series) -> Iterator[Run]:
    of_series = (series.branch_id, series.day, series.letter)
    given = set(
        db.session.scalars(
            select(Ticket.number).where(
                Ticket.branch_id == of_series[0], Ticket.day == of_series[1], Ticket.letter == of_series[2]
            )
        )
    )
    strips = select(PaperStrip).where(
        PaperStrip.branch_id == of_series[0], PaperStrip.day == of_series[1], PaperStrip.letter == of_series[2]
    )
    for strip in db.session.scalars(strips):
        given |= set(range(strip.first_number, strip.last_number + 1))
    expected = range(series.first_number, series.last_number + 1)
    before = series.first_number - 1
    for number in (*sorted(number for number in given if number in expected), series.last_number + 1):
        if number > before + 1:
            yield Run(Fault.MISSING, before + 1, number - 1)
        before = number
    beyond = sorted(number for number in given if number not in expected)
    yield from joined(Run(Fault.NEVER_GIVEN, number, number) for number in beyond)


def _remove_until(session: Session, branch_id: int, seq: int) -> int:
    session.query(Reason).filter(Reason.branch_id == branch_id, Reason.seq <= seq).delete(synchronize_session=False)
    gone = session.query(Event).filter(Event.branch_id == branch_id, Event.seq <= seq)
    return int(gone.delete(synchronize_session=False))


def _signed(branch_id: int, seq: int, link: str, removed: int) -> Checkpoint:
    row = Checkpoint(branch_id=branch_id, seq=seq, link=link, at=now(), removed=removed, signature="")
    row.signature = _signature(row)
    return row


def _signature(row: Checkpoint) -> str:
    said = {"branch_id": row.branch_id, "seq": row.seq, "at": row.at.isoformat(), "removed": row.removed}
    return chain.link(_key(), row.link, canonical(said))


def _key() -> bytes:
    key: bytes = current_app.config["CHAIN_KEY"]
    return key
