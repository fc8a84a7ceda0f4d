"""The audit log: record() appends who did what, from where, inside the caller's own transaction."""

from __future__ import annotations

import json
import os
import pwd
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from flask import current_app, g, has_request_context, request
from sqlalchemy import func, insert, inspect, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.events import canonical
from app.models import AuditEntry, Installation
from app.rules import chain
from app.rules.audit import AuditAction, shortened, without_secrets

LONGEST_SUBJECT = 200

_HEAD = select(Installation.audit_seq, Installation.audit_at, Installation.audit_head).with_for_update()


@dataclass(frozen=True)
class Doer:
    """Who did it: signed-in staff, a program with a key, or somebody at the server itself.

    Args:
        address: the peer's, as the server saw it; empty without a request.
        account: the system's own account that ran a command, or the server; empty in a request.
    """

    staff_id: int | None = None
    api_key_id: int | None = None
    address: str = ""
    account: str = ""


@dataclass(frozen=True)
class Entry:
    """What is to be recorded; the arguments of `record`."""

    action: AuditAction
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    branch_id: int | None = None
    staff_id: int | None = None
    forgot_until: int | None = None


def record(
    session: Session,
    action: AuditAction,
    subject: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    branch_id: int | None = None,
    staff_id: int | None = None,
    forgot_until: int | None = None,
) -> int:
    """Append one entry; it is saved with the change that it tells, or not at all.

    It locks the installation's row until the transaction ends. A verb that locks an office's row too does that first.

    Args:
        session: of the `transaction()` that makes the change.
        subject: what it was done to, in words that a person finds it by; at most 200 characters are kept.
        before, after: by the name of what changed. Values under the name of a secret are not kept.
        branch_id: the office it belongs to; None is the installation.
        staff_id: who did it, where that is not yet who is signed in.
        forgot_until: the last entry whose words this change removes; `forget` alone says it.

    Returns:
        the entry's number.
    """
    return record_all(session, [Entry(action, subject, before, after, branch_id, staff_id, forgot_until)])


def record_all(session: Session, entries: Iterable[Entry]) -> int:
    """`record` of many at once, in their order: a thousand people need one statement of the log, and not three each.

    Returns:
        the number of the last one.
    """
    session.flush()  # what they point at may be new
    seq, last_at, link = session.execute(_HEAD).one()
    at, doer, rows = max(now(), last_at) if last_at else now(), who(), []
    for entry in entries:
        rows.append(_row(entry, seq + 1, at, doer, link))
        seq, link = rows[-1]["seq"], rows[-1]["link"]
    session.execute(insert(AuditEntry), rows)
    # No row of the session is looked through for it: a large change has hundreds there, and as many entries.
    session.execute(
        update(Installation).values(audit_seq=seq, audit_at=at, audit_head=link, audit_seal=seal(seq, link)),
        execution_options={"synchronize_session": False},
    )
    return seq


def _row(entry: Entry, seq: int, at: datetime, doer: Doer, head: str) -> dict[str, Any]:
    done = {
        "action": entry.action.value,
        "branch_id": entry.branch_id,
        "staff_id": doer.staff_id if entry.staff_id is None else entry.staff_id,
        "api_key_id": doer.api_key_id,
    }
    words, salt = canonical(_words(doer, entry.subject, entry.before, entry.after)), secrets.token_hex(16)
    said = {"seq": seq, "at": at.isoformat(), "words": chain.digest_of_reason(salt, words)}
    forgot = {"forgot_until": entry.forgot_until} if entry.forgot_until else {}
    facts = canonical(done | said | forgot)
    kept = {"seq": seq, "at": at, "facts": facts, "salt": salt, "words": words}
    return done | kept | {"link": chain.link(_key(), head, facts)}


def forget(session: Session, before: datetime) -> int:
    """Remove what was typed and from where, of all entries before a moment; that something was done stays in the chain.

    Returns:
        how many entries lost their words.
    """
    old = (AuditEntry.at < before) & AuditEntry.words.is_not(None)
    last, count = session.execute(select(func.max(AuditEntry.seq), func.count()).where(old)).one()
    if not count:
        return 0
    session.execute(update(AuditEntry).where(old).values(words=None))
    removed = {"entries": count, "until": last}
    record(session, AuditAction.DATA_REMOVED, "audit_entry", after=removed, forgot_until=last)
    return int(count)


def who() -> Doer:
    """Who acts now."""
    if not has_request_context():
        return Doer(account=_account())
    person = g.get("_login_user")  # Flask-Login's own place: to ask it could read, and the change has the database
    row = inspect(person, raiseerr=False)
    staff_id = row.identity[0] if row is not None and row.identity else getattr(person, "id", None)
    return Doer(staff_id=staff_id, api_key_id=g.get("api_key_id"), address=request.remote_addr or "")


def seal(seq: int, link: str) -> str:
    """What only this installation could have written about its last entry; nobody turns it back with the end."""
    return chain.link(_key(), link, f"the last of {seq}")


def _words(
    doer: Doer, subject: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> dict[str, Any]:
    said = {
        "subject": shortened(subject, LONGEST_SUBJECT),
        "address": doer.address[:64],
        "account": doer.account,
        "before": without_secrets(before),
        "after": without_secrets(after),
    }
    # What JSON cannot say again must not come between the words and their digest.
    return dict(json.loads(json.dumps({name: value for name, value in said.items() if value not in (None, "")})))


def _account() -> str:
    if click.get_current_context(silent=True) is None:
        return "server"
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _key() -> bytes:
    key: bytes = current_app.config["CHAIN_KEY"]
    return key
