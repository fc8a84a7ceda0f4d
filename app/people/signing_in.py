"""Name and password are looked at; whoever is wrong too often waits, over restarts and several servers."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import audit
from app.clock import now
from app.db import db, transaction
from app.models import Installation, Staff, WrongTries
from app.passwords import hash_password, is_outdated, matches
from app.people.errors import NameOrPasswordWrong, SignInRests
from app.rules.audit import AuditAction
from app.rules.back_off import FORGOTTEN_AFTER, FREE_OF_AN_ACCOUNT, FREE_OF_AN_ADDRESS, rest_after


@dataclass(frozen=True)
class Known:
    """Whose name and password were right.

    Args:
        needs_second_step: whether one is to follow.
        seal: changes with the password, so that nobody goes on who gave an earlier one.
    """

    staff_id: int
    needs_second_step: bool
    seal: str


def check(name: str, password: str, address: str) -> Known:
    """Whose name and password these are.

    That the try was none is only said once they are in (`sign_ins.begin`): a code may be asked for after the password.
    A name that nobody has is treated as any other: it takes as long, counts as much, and is answered the same.

    Args:
        address: where it was typed.

    Raises:
        SignInRests: this name or this address was wrong too often just now; the password is not even looked at.
        NameOrPasswordWrong: one of them is.
    """
    name = name.strip()
    count_a_try(name, address)
    staff = db.session.scalar(select(Staff).where(Staff.name == name))
    right = matches(staff.password_hash if staff else None, password)
    if not (right and staff and staff.is_active):
        note_refusal(name)
        raise NameOrPasswordWrong
    if is_outdated(staff.password_hash):
        _hash_anew(staff.id, password)
    return known(staff.id)


def known(staff_id: int) -> Known:
    """Somebody whose name and password were right, as they are now."""
    staff = db.session.get_one(Staff, staff_id)
    return Known(staff.id, staff.has_second_step, seal_of(staff))


def seal_of(staff: Staff) -> str:
    """What changes with somebody's password."""
    return _digest(f"password {staff.password_hash}")[:16]


def count_a_try(name: str, address: str) -> None:
    """Count a try as wrong before it is looked at, so that many at once are as many; raises SignInRests."""
    moment = now()
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        session.execute(delete(WrongTries).where(WrongTries.last_at < moment - FORGOTTEN_AFTER))
        for subject, free in (
            (_of_account(name), FREE_OF_AN_ACCOUNT),
            (_of_address(address), FREE_OF_AN_ADDRESS),
        ):
            _count(session, subject, free, moment)


def forgive(session: Session, name: str, address: str) -> None:
    """It was right: inside a transaction, the name begins anew, and its address has one wrong try less."""
    lift(session, name)
    row = session.get(WrongTries, _of_address(address))
    if row:
        row.count, row.rests_until = max(0, row.count - 1), None


def rests_until(name: str) -> datetime | None:
    """Until when nobody signs in with a name; None when that is now."""
    found = db.session.get(WrongTries, _of_account(name))
    return found.rests_until if found and found.rests_until and found.rests_until > now() else None


def lift(session: Session, name: str) -> None:
    """Let somebody try at once again, inside a transaction."""
    session.execute(delete(WrongTries).where(WrongTries.subject == _of_account(name)))


def note_refusal(name: str, **how: str) -> None:
    """Write down that a sign-in was refused, and that the account rests from now on when it does.

    Args:
        how: it was tried, where that was not with the password or a code.
    """
    known = db.session.scalar(select(Staff).where(Staff.name == name))
    # A name that nobody has may be a password in the wrong field: its beginning tells enough.
    subject, office = (known.name, known.office_id) if known else (f"{name[:2]}…", None)
    until = rests_until(name)
    with transaction() as session:
        audit.record(session, AuditAction.SIGN_IN_REFUSED, subject, after=how or None, branch_id=office)
        if until:
            facts = {"until": until.isoformat(timespec="seconds")}
            audit.record(session, AuditAction.LOCKED_OUT, subject, after=facts, branch_id=office)


def _hash_anew(staff_id: int, password: str) -> None:
    hashed = hash_password(password)
    with transaction() as session:
        session.get_one(Staff, staff_id).password_hash = hashed


def _count(session: Session, subject: str, free: int, moment: datetime) -> None:
    row = session.get(WrongTries, subject)
    if row is None:
        row = WrongTries(subject=subject, count=0, last_at=moment)
        session.add(row)
    if row.rests_until and row.rests_until > moment:
        raise SignInRests(minutes=str(ceil((row.rests_until - moment).total_seconds() / 60)))
    row.count, row.last_at = row.count + 1, moment
    rest = rest_after(row.count, free)
    row.rests_until = moment + rest if rest else None


def _of_account(name: str) -> str:
    return _digest(f"account {name.strip().casefold()}")


def _of_address(address: str) -> str:
    return _digest(f"address {address}")


def _digest(of: str) -> str:
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), of.encode(), "sha256").hex()
