"""Codes that let somebody in when telephone and passkeys are gone: each once, kept as keyed digests."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import audit
from app.db import db, transaction
from app.models import RecoveryCode
from app.passwords import READABLE
from app.people.keyed import keyed
from app.people.person import Person
from app.rules.audit import AuditAction

CODES = 10


def left(person: Person) -> int:
    """How many somebody has not used yet."""
    rows = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.staff_id == person.id)
    return db.session.scalar(rows) or 0


def make_anew(person: Person) -> list[str]:
    """Ten others in place of those that are left, to be shown once."""
    with transaction() as session:
        after = {"codes": "made anew"}
        office = person.roles.only_office
        audit.record(session, AuditAction.SECOND_FACTOR_ADDED, person.name, after=after, branch_id=office)
        return make(session, person.id)


def make(session: Session, staff_id: int) -> list[str]:
    """`make_anew`, as part of a larger change."""
    forget(session, staff_id)
    codes = ["-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    session.add_all(RecoveryCode(staff_id=staff_id, digest=_digest(staff_id, code)) for code in codes)
    return codes


def use(session: Session, staff_id: int, code: str) -> bool:
    """Use a code up, inside a transaction; whether it was one of somebody's."""
    mine = (RecoveryCode.staff_id == staff_id) & (RecoveryCode.digest == _digest(staff_id, code))
    return session.scalar(delete(RecoveryCode).where(mine).returning(RecoveryCode.staff_id)) is not None


def forget(session: Session, staff_id: int) -> None:
    """Let none of somebody's codes work any more, inside a transaction."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))


def _digest(staff_id: int, code: str) -> str:
    typed = "".join(char for char in code.lower() if char.isalnum())
    return keyed(f"recovery {staff_id} {typed}").hex()
