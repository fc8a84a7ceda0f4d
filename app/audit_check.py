"""Does the audit log say what was done? Walks its chain, and names every entry that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flask import current_app
from sqlalchemy import select

from app.audit import seal
from app.db import db
from app.models import AuditEntry, Installation
from app.rules import chain
from app.rules.walk import Fault, Row, Run, Walk, joined

AT_A_TIME = 1000


def all_wrong(last: int | None = None) -> Iterator[str]:
    """Whatever is not as it was written; neighbours with one fault are told in one line.

    Args:
        last: look at so many of the last entries alone, and at the end; None looks at all.

    It shows an entry that was altered, removed, inserted or put elsewhere; an end that was cut off, also when the
    installation's row was turned back with it; and words that are not those of their digest. An entry's fault hides
    none after it (rules.walk).
    """
    walk, wrong = _start(last), []
    since = walk.seq or 0
    rows = select(AuditEntry).where(AuditEntry.seq > since).order_by(AuditEntry.seq)
    for run in walk.runs(map(_row, db.session.scalars(rows.execution_options(yield_per=AT_A_TIME)))):
        wrong.append(run)
        yield f"audit: {run.words('entry', 'entries')}"
    for run in _unexplained(since, wrong):
        lost = run.words("the words of entry", "the words of entries")
        yield f"audit: {lost}, and nobody is said to have removed them"
    yield from _wrong_end(walk)


def first_wrong() -> str | None:
    """The first entry that is not as it was written, in one line; None when all is well."""
    return next(all_wrong(), None)


def last_seq() -> int:
    """How many entries were written."""
    return db.session.scalar(select(Installation.audit_seq)) or 0


def _start(last: int | None) -> Walk:
    # Words are forgotten by a later entry, so what the last ones lost is allowed by one of the last ones.
    until = last_seq() - last if last is not None else 0
    before = select(AuditEntry.seq, AuditEntry.link).where(AuditEntry.seq <= until)
    found = db.session.execute(before.order_by(AuditEntry.seq.desc()).limit(1)).one_or_none()
    seq, link = found or (0, chain.BEGINNING)
    return Walk(current_app.config["CHAIN_KEY"], seq, (link,))


def _row(entry: AuditEntry) -> Row:
    return Row(entry.seq, entry.facts, entry.link, lambda: _columns_agree(entry))


def _columns_agree(entry: AuditEntry) -> bool:
    beside = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "action": entry.action,
        "branch_id": entry.branch_id,
        "staff_id": entry.staff_id,
        "api_key_id": entry.api_key_id,
    }
    try:
        facts = json.loads(entry.facts)
        if not facts.items() >= beside.items():
            return False
        return entry.words is None or chain.digest_of_reason(entry.salt, entry.words) == facts["words"]
    except (ValueError, LookupError, TypeError, AttributeError):  # after a gap nothing vouches for the text
        return False


def _unexplained(since: int, wrong: Sequence[Run]) -> Iterator[Run]:
    """Entries without words of which no entry says that it removed them: none, at least, that is itself in order."""
    after = select(AuditEntry.seq).where(AuditEntry.seq > since).order_by(AuditEntry.seq)
    removing = after.add_columns(AuditEntry.facts).where(AuditEntry.facts.contains('"forgot_until":'))
    sound = (facts for seq, facts in db.session.execute(removing) if not any(run.holds(seq) for run in wrong))
    allowed = max((json.loads(facts).get("forgot_until", 0) for facts in sound), default=0)
    lost = db.session.scalars(after.where(AuditEntry.words.is_(None), AuditEntry.seq > allowed))
    return joined(Run(Fault.LOST, seq, seq) for seq in lost)


def _wrong_end(walk: Walk) -> Iterator[str]:
    columns = (Installation.audit_seq, Installation.audit_head, Installation.audit_seal)
    last, head, sealed = db.session.execute(select(*columns)).one()
    seq = walk.seq or 0
    if seq < last:
        lost = Run(Fault.MISSING, seq + 1, last).words("entry", "entries")
        yield f"audit: {lost}; the last written is {last}, the last there {seq}"
    elif seq > last:
        yield f"audit: the end was turned back to {last}; the last there is {seq}"
    elif not walk.ends_at(head):
        yield f"audit: the end does not follow from entry {seq}"
    elif not chain.same(sealed, seal(seq, head) if seq else ""):
        yield f"audit: entry {seq + 1} is missing; the end was turned back to {seq}"
