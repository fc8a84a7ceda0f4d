"""The second step of signing in: six digits from a telephone (TOTP, RFC 6238), a recovery code, or a passkey.

Here are the telephone, and what holds for all; passkeys have their own file. The database keeps only a random seed of
a telephone: its secret is made of it and of a key that lies in the data folder.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit
from app.clock import now
from app.db import db, transaction
from app.models import Installation, Passkey, Staff
from app.people import recovery_codes, signing_in
from app.people.errors import CodeWrong, SecondStepNeeded
from app.people.keyed import keyed
from app.people.person import Person
from app.rules.audit import AuditAction

STEP = 30
"""Seconds of one code; the one before and the one after count too, for clocks that differ."""


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
        return recovery_codes.make(session, person.id)


def has_telephone(staff_id: int) -> bool:
    """Whether codes of a telephone let somebody in."""
    return bool(db.session.scalar(select(Staff.totp_seed).where(Staff.id == staff_id)))


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
        right = _uses_code(staff, code) or recovery_codes.use(session, staff_id, code)
    if not right:
        signing_in.note_refusal(name)
        raise CodeWrong


def remove(session: Session, staff: Staff) -> None:
    """Ask somebody for no second step any more, inside a transaction."""
    forget_telephone(session, staff)
    for passkey in list(staff.passkeys):
        forget_passkey(session, staff, passkey)
    recovery_codes.forget(session, staff.id)


def remove_telephone(person: Person) -> bool:
    """Ask somebody for codes of their telephone no more; returns and raises as `must_be_enough`."""
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        staff = session.get_one(Staff, person.id)
        forget_telephone(session, staff)
        return must_be_enough(session, staff)


def forget_telephone(session: Session, staff: Staff) -> None:
    """Let codes of somebody's telephone count no more, inside a transaction."""
    if staff.totp_seed:
        audit.record(session, AuditAction.SECOND_FACTOR_REMOVED, staff.name, branch_id=staff.office_id)
    staff.totp_seed, staff.totp_step = "", 0


def forget_passkey(session: Session, staff: Staff, passkey: Passkey) -> None:
    """Let a passkey of somebody count no more, inside a transaction."""
    before = {"kind": "passkey", "name": passkey.name}
    audit.record(session, AuditAction.SECOND_FACTOR_REMOVED, staff.name, before=before, branch_id=staff.office_id)
    staff.passkeys.remove(passkey)


def must_be_enough(session: Session, staff: Staff) -> bool:
    """After one thing was taken away, inside a transaction: whoever needs a second step has one left.

    Where none is left and none is needed the recovery codes end, too.

    Returns:
        whether a second step is left.

    Raises:
        SecondStepNeeded: nothing is left to somebody who needs it; the transaction ends without a change.
    """
    if staff.has_second_step:
        return True
    if staff.roles.need_second_step:
        raise SecondStepNeeded
    recovery_codes.forget(session, staff.id)
    return False


def _uses_code(staff: Staff, code: str) -> bool:
    step = _step_of(_secret(staff.id, staff.totp_seed), code, after=staff.totp_step) if staff.totp_seed else None
    if step is not None:
        staff.totp_step = step
    return step is not None


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The step whose code this is, if it lies after the last one that was used."""
    from pyotp import TOTP

    typed, this = "".join(code.split()), int(now().timestamp()) // STEP
    known = {step: TOTP(secret).at(step * STEP) for step in (this - 1, this, this + 1)}
    # All are compared in constant time and none is left out: how long it takes tells nothing.
    found = [step for step, digits in known.items() if hmac.compare_digest(digits.encode(), typed.encode())]
    return next((step for step in found if step > after), None)


def _secret(staff_id: int, seed: str) -> str:
    return base64.b32encode(keyed(f"totp {staff_id} {seed}")[:20]).decode()
