"""What somebody does to their own account."""

from __future__ import annotations

from sqlalchemy import select

from app import audit
from app.db import db, transaction
from app.models import Staff
from app.passwords import hash_password, matches, weakness_of
from app.people import sign_ins, signing_in
from app.people.errors import NameOrPasswordWrong, PasswordUnusable, PinUnusable
from app.people.person import Person
from app.rules.audit import AuditAction
from app.rules.pin import may_be_officers


def change_password(person: Person, current: str | None, new: str, address: str) -> None:
    """Choose another password; every other browser is signed out.

    Args:
        current: the one they have; None of whoever has just signed in with a one-time password.
        address: where they do it: wrong tries count as at the door.

    Raises:
        SignInRests: wrong too often.
        NameOrPasswordWrong: the current one is not right.
        PasswordUnusable: the new one cannot be one.
    """
    hashed = db.session.scalar(select(Staff.password_hash).where(Staff.id == person.id))
    if current is not None or not person.first_password:
        must_be_right(person, current or "", address)
    weak = weakness_of(new, [person.name, *person.offices.values()])
    if weak:
        raise PasswordUnusable(why=weak.value)
    if matches(hashed, new):
        raise PasswordUnusable(why="the_same")
    kept = hash_password(new)
    with transaction() as session:
        staff = session.get_one(Staff, person.id)
        staff.password_hash, staff.password_is_one_time = kept, False
        sign_ins.end_all(session, person.id, but_for=person.secret)
        audit.record(session, AuditAction.PASSWORD_CHANGED, person.name, branch_id=person.roles.only_office)


def must_be_right(person: Person, password: str, address: str) -> None:
    """Whoever changes what they sign in with says their password; raises SignInRests, NameOrPasswordWrong."""
    signing_in.count_a_try(person.name, address)
    if not matches(db.session.scalar(select(Staff.password_hash).where(Staff.id == person.id)), password):
        signing_in.note_refusal(person.name)
        raise NameOrPasswordWrong
    with transaction() as session:
        signing_in.forgive(session, person.name, address)


def has_pin(person: Person) -> bool:
    """Whether somebody has set a PIN to change over at a counter."""
    return bool(db.session.scalar(select(Staff.pin_hash).where(Staff.id == person.id)))


def set_pin(person: Person, password: str, pin: str, address: str) -> None:
    """Set the PIN with which somebody changes over at a counter, or with none take it away.

    Raises:
        SignInRests, NameOrPasswordWrong: as `must_be_right`.
        PinUnusable: it is not six digits, or such as everybody tries first.
    """
    if pin and not may_be_officers(pin):
        raise PinUnusable
    must_be_right(person, password, address)
    hashed = hash_password(pin) if pin else ""
    with transaction() as session:
        staff = session.get_one(Staff, person.id)
        staff.pin_hash, staff.pin_tries = hashed, 0
        audit.record(session, AuditAction.PIN_CHANGED, person.name, branch_id=person.roles.only_office)
