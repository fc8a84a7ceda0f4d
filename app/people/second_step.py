"""The second step of signing in: six digits from a telephone (TOTP, RFC 6238), or a recovery code.

The database keeps only a random seed. The secret on the telephone is made of it and of a key that lies in the data
folder, so that a copied database alone opens nothing; and recovery codes are kept as keyed digests.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import audit
from app.clock import now
from app.db import db, transaction
from app.models import RecoveryCode, Staff
from app.passwords import READABLE
from app.people import signing_in
from app.people.errors import CodeWrong
from app.people.person import Person
from app.rules.audit import AuditAction

STEP = 30
"""Seconds of one code; the one before and the one after count too, for clocks that differ."""
CODES = 10


@dataclass(frozen=True)
class Enrolment:
    """What a telephone is to take over: as letters, and as the address a QR code holds."""

    secret: str
    address: str


def new_seed() -> str:
    """What a new secret begins with; worth nothing without the key."""
    return secrets.token_hex(16)


def enrolment(person: Person, seed: str) -> Enrolment:
    """What to show to somebody who sets up their telephone."""
    from pyotp import TOTP

    secret = _secret(person.id, seed)
    return Enrolment(secret, TOTP(secret).provisioning_uri(name=person.name, issuer_name="Giliran"))


def enrol(person: Person, seed: str, code: str) -> list[str]:
    """Ask for the second step from now on, once a first code proves that the telephone has it.

    Returns:
        ten recovery codes, to be shown once.

    Raises:
        CodeWrong: it is not what the telephone shows now.
    """
    step = _step_of(_secret(person.id, seed), code, after=0)
    if step is None:
        raise CodeWrong
    with transaction() as session:
        staff = session.get_one(Staff, person.id)
        staff.totp_seed, staff.totp_step = seed, step
        audit.record(session, AuditAction.SECOND_FACTOR_ADDED, person.name, branch_id=person.roles.only_office)
        return _new_codes(session, person.id)


def new_recovery_codes(person: Person) -> list[str]:
    """Ten other recovery codes in place of those that are left, to be shown once."""
    with transaction() as session:
        after = {"codes": "made anew"}
        office = person.roles.only_office
        audit.record(session, AuditAction.SECOND_FACTOR_ADDED, person.name, after=after, branch_id=office)
        return _new_codes(session, person.id)


def codes_left(person: Person) -> int:
    """How many recovery codes somebody has not used yet."""
    left = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.staff_id == person.id)
    return db.session.scalar(left) or 0


def check(staff_id: int, code: str, address: str) -> None:
    """Whether this is a code of somebody who has given their password; each works once.

    Raises:
        SignInRests: wrong too often, passwords counted in.
        CodeWrong: it is none, or was used before.
    """
    name = db.session.get_one(Staff, staff_id).name
    signing_in.count_a_try(name, address)
    with transaction() as session:
        staff = session.get_one(Staff, staff_id, with_for_update=True)
        right = _uses_code(staff, code) or _uses_recovery_code(session, staff, code)
    if not right:
        signing_in.note_refusal(name)
        raise CodeWrong


def remove(session: Session, staff: Staff) -> None:
    """Ask somebody for no second step any more, inside a transaction."""
    if staff.totp_seed:
        audit.record(session, AuditAction.SECOND_FACTOR_REMOVED, staff.name, branch_id=staff.office_id)
    staff.totp_seed, staff.totp_step = "", 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))


def remove_own(person: Person) -> None:
    """Go on without a second step, where none is required."""
    with transaction() as session:
        remove(session, session.get_one(Staff, person.id))


def _uses_code(staff: Staff, code: str) -> bool:
    step = _step_of(_secret(staff.id, staff.totp_seed), code, after=staff.totp_step) if staff.totp_seed else None
    if step is not None:
        staff.totp_step = step
    return step is not None


def _uses_recovery_code(session: Session, staff: Staff, code: str) -> bool:
    mine = (RecoveryCode.staff_id == staff.id) & (RecoveryCode.digest == _digest(staff.id, code))
    return session.scalar(delete(RecoveryCode).where(mine).returning(RecoveryCode.staff_id)) is not None


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The step whose code this is, if it lies after the last one that was used."""
    from pyotp import TOTP

    typed, this = "".join(code.split()), int(now().timestamp()) // STEP
    known = {step: TOTP(secret).at(step * STEP) for step in (this - 1, this, this + 1)}
    # All are compared in constant time and none is left out: how long it takes tells nothing.
    found = [step for step, digits in known.items() if hmac.compare_digest(digits.encode(), typed.encode())]
    return next((step for step in found if step > after), None)


def _new_codes(session: Session, staff_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    codes = ["-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    session.add_all(RecoveryCode(staff_id=staff_id, digest=_digest(staff_id, code)) for code in codes)
    return codes


def _secret(staff_id: int, seed: str) -> str:
    return base64.b32encode(_keyed(f"totp {staff_id} {seed}")[:20]).decode()


def _digest(staff_id: int, code: str) -> str:
    typed = "".join(char for char in code.lower() if char.isalnum())
    return _keyed(f"recovery {staff_id} {typed}").hex()


def _keyed(text: str) -> bytes:
    return hmac.digest(current_app.config["SECOND_STEP_KEY"], text.encode(), "sha256")
