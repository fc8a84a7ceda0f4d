"""The keys of the API: made once, shown once, kept as a digest, bound to one office or none, and ending."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import audit
from app.clock import now
from app.db import db, transaction
from app.errors import NoSuchKey, NotYours
from app.models import ApiKey, Branch
from app.rules.audit import AuditAction

PREFIX = "gil_"
LONGEST_LIFE = 3650
"""In days."""


class KeyRefused(Exception):
    """Why a key cannot be made, in one line for the operator."""


def create(name: str, branch_code: str | None = None, *, may_act: bool = True, days: int | None = None) -> str:
    """Make a key.

    Args:
        name: 1-80 characters, whose key it is.
        branch_code: the one office it reaches; None reaches all.
        may_act: whether it changes anything, or only reads.
        days: how long it holds, 1-3650; None is without an end.

    Returns:
        the key, to be shown once; it cannot be read again.

    Raises:
        KeyRefused: with the reason.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= 80 or not name.isprintable():
        raise KeyRefused("a name has 1 to 80 characters")
    if days is not None and not 1 <= days <= LONGEST_LIFE:
        raise KeyRefused(f"a key holds 1 to {LONGEST_LIFE} days")
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction() as session:
        branch = session.scalar(select(Branch).where(Branch.code == branch_code)) if branch_code else None
        if branch_code and branch is None:
            raise KeyRefused(f"there is no office {branch_code!r}")
        moment = now()
        row = ApiKey(
            name=name,
            digest=digest(key),
            branch_id=branch.id if branch else None,
            may_act=may_act,
            created_at=moment,
            expires_at=moment + timedelta(days=days) if days else None,
        )
        session.add(row)
        _tell(session, AuditAction.KEY_CREATED, row)
    return key


def revoke(key_id: int, only_in: int | None) -> None:
    """Let a key open nothing any more.

    Args:
        only_in: the office whose keys may be revoked; None is every key.

    Raises:
        NoSuchKey: there is none of this id.
        NotYours: it reaches beyond that office.
    """
    with transaction() as session:
        row = session.get(ApiKey, key_id, with_for_update=True)
        if row is None:
            raise NoSuchKey
        if only_in is not None and row.branch_id != only_in:
            raise NotYours
        if row.revoked_at is None:
            row.revoked_at = now()
            _tell(session, AuditAction.KEY_REVOKED, row)


def keys_of(branch_ids: list[int], *, of_all: bool) -> list[ApiKey]:
    """The keys of some offices, newest first, those that open something before the others.

    Args:
        of_all: also those that reach all offices.
    """
    reach = ApiKey.branch_id.in_(branch_ids)
    rows = select(ApiKey).where(reach | ApiKey.branch_id.is_(None) if of_all else reach)
    found = db.session.scalars(rows.options(joinedload(ApiKey.branch)).order_by(ApiKey.id.desc()))
    return sorted(found, key=lambda row: not row.is_open(now()))


def digest(key: str) -> str:
    """What is kept of a key. 256 random bits need no slow hash (NIST SP 800-63B, 5.1.1.2 is about passwords)."""
    return hashlib.sha256(key.encode()).hexdigest()


def _tell(session: Session, action: AuditAction, row: ApiKey) -> None:
    facts = {"may_act": row.may_act, "expires_at": row.expires_at and row.expires_at.date()}
    gone = action is AuditAction.KEY_REVOKED
    audit.record(
        session,
        action,
        row.name,
        before=facts if gone else None,
        after=None if gone else facts,
        branch_id=row.branch_id,
    )
