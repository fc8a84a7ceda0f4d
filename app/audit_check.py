"""Does the audit log say what was done? Walks its chain, and names the first entry that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import current_app
from sqlalchemy import select

from app.audit import seal
from app.db import db
from app.models import AuditEntry, Installation
from app.rules import chain

AT_A_TIME = 1000


def first_wrong(last: int | None = None) -> str | None:
    """The first entry that is not as it was written, in one line; None when all is well.

    Args:
        last: look at so many of the last entries alone, and at the end; None looks at all.

    It shows an entry that was altered, removed, inserted or put elsewhere; an end that was cut off, also when the
    installation's row was turned back with it; and words that are not those of their digest.
    """
    return next(_wrong(last), None)


def last_seq() -> int:
    """How many entries were written."""
    return db.session.scalar(select(Installation.audit_seq)) or 0


def _wrong(last: int | None) -> Iterator[str]:
    key: bytes = current_app.config["CHAIN_KEY"]
    (seq, link), forgotten, allowed = _start(last), 0, 0
    rows = select(AuditEntry).where(AuditEntry.seq > seq).order_by(AuditEntry.seq)
    for entry in db.session.scalars(rows.execution_options(yield_per=AT_A_TIME)):
        if entry.seq != seq + 1:
            yield f"audit: entry {seq + 1} is missing"
            return
        seq, link = entry.seq, chain.link(key, link, entry.facts)
        if not chain.same(link, entry.link):
            yield f"audit: entry {seq} was altered"
            return
        if not _columns_agree(entry):
            yield f"audit: entry {seq} was altered beside its text"
            return
        if entry.words is None:
            forgotten = seq
        allowed = max(allowed, json.loads(entry.facts).get("forgot_until", 0))
    if forgotten > allowed:
        yield f"audit: the words of entry {forgotten} are missing, and nobody is said to have removed them"
    yield from _wrong_end(seq, link)


def _start(last: int | None) -> tuple[int, str]:
    # Words are forgotten by a later entry, so what the last ones lost is allowed by one of the last ones.
    until = last_seq() - last if last is not None else 0
    before = select(AuditEntry.seq, AuditEntry.link).where(AuditEntry.seq <= until)
    found = db.session.execute(before.order_by(AuditEntry.seq.desc()).limit(1)).one_or_none()
    return (found.seq, found.link) if found else (0, chain.BEGINNING)


def _columns_agree(entry: AuditEntry) -> bool:
    facts = json.loads(entry.facts)
    beside = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "action": entry.action,
        "branch_id": entry.branch_id,
        "staff_id": entry.staff_id,
        "api_key_id": entry.api_key_id,
    }
    if not facts.items() >= beside.items():
        return False
    return entry.words is None or chain.digest_of_reason(entry.salt, entry.words) == facts["words"]


def _wrong_end(seq: int, link: str) -> Iterator[str]:
    columns = (Installation.audit_seq, Installation.audit_head, Installation.audit_seal)
    last, head, sealed = db.session.execute(select(*columns)).one()
    if (seq, link) != (last, head):
        yield f"audit: entry {min(seq, last) + 1} is missing; the last written is {last}, the last there {seq}"
    elif not chain.same(sealed, seal(seq, link) if seq else ""):
        yield f"audit: entry {seq + 1} is missing; the end was turned back to {seq}"
