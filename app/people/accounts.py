"""Accounts made at the server itself: the first ones, those of scripts, and the way back in."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.db import transaction
from app.models import Branch, Installation, Role, Staff, StaffRole
from app.passwords import hash_password, one_time_password
from app.people import second_step, sign_ins, signing_in
from app.rules.audit import AuditAction
from app.rules.passwords import LONGEST, SHORTEST
from app.rules.people_file import is_name


class AccountRefused(Exception):
    """Why an account cannot be made, in one line for the operator."""


def create(name: str, role: Role, password: str, branch_code: str | None = None, *, is_one_time: bool = False) -> None:
    """Make an account.

    Args:
        name: 1-80 characters that can be seen, unlike every other, in upper or lower case.
        password: 10-200 characters. It is not compared with lists: whoever runs the server has their reasons.
        branch_code: their office; None reaches all offices, but puts an officer or supervisor into
            the only office where there is but one.
        is_one_time: they have to choose one of their own when they first sign in.

    Raises:
        AccountRefused: with the reason.
    """
    name = " ".join(name.split())
    if not is_name(name):
        raise AccountRefused("a name has 1 to 80 characters that can be seen")
    if len(password) < SHORTEST:
        raise AccountRefused(f"the password is shorter than {SHORTEST} characters")
    if len(password) > LONGEST:
        raise AccountRefused(f"the password is longer than {LONGEST} characters")
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        branch = _office(session, role, branch_code)
        if session.scalar(select(func.count()).where(func.lower(Staff.name) == name.lower())):
            raise AccountRefused(f"there is already somebody called {name!r}")
        held = StaffRole(role=role, branch_id=branch.id if branch else None)
        hashed = hash_password(password)
        session.add(Staff(name=name, password_hash=hashed, password_is_one_time=is_one_time, held=[held]))
        facts = {"role": role.value, "office": branch.code if branch else None}
        audit.record(session, AuditAction.STAFF_CREATED, name, after=facts, branch_id=held.branch_id)


def with_one_time_password(name: str, role: Role, branch_code: str | None) -> str | None:
    """Make an account, or give one that nobody used yet a new password.

    Returns:
        the password, to be told once; None when the person has signed in before.
    """
    password = one_time_password()
    with transaction() as session:
        person = session.scalar(select(Staff).where(Staff.name == name))
        if person and person.has_signed_in:
            return None
        if person:
            person.password_hash, person.password_is_one_time = hash_password(password), True
            audit.record(session, AuditAction.PASSWORD_RESET, name, branch_id=person.office_id)
            return password
    create(name, role, password, branch_code, is_one_time=True)
    return password


def reset(name: str) -> str:
    """Let somebody in again who lost what they sign in with: a new one-time password, and no second step.

    They are signed out everywhere, an account that was stopped works again, and no wait is left.

    Returns:
        the password, to be told once.

    Raises:
        AccountRefused: nobody has this name.
    """
    password = one_time_password()
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        person = session.scalar(select(Staff).where(Staff.name == name))
        if person is None:
            raise AccountRefused(f"there is nobody called {name!r}")
        person.password_hash, person.password_is_one_time = hash_password(password), True
        person.is_active = True
        second_step.remove(session, person)
        sign_ins.end_all(session, person.id)
        signing_in.lift(session, name)
        audit.record(session, AuditAction.PASSWORD_RESET, name, branch_id=person.office_id)
    return password


def _office(session: Session, role: Role, code: str | None) -> Branch | None:
    if code:
        branch = session.scalar(select(Branch).where(Branch.code == code))
        if branch is None:
            raise AccountRefused(f"there is no office {code!r}")
        return branch
    if role not in (Role.OFFICER, Role.SUPERVISOR):
        return None
    offices = session.scalars(select(Branch).limit(2)).all()
    if len(offices) != 1:
        raise AccountRefused(f"an {role} belongs to an office: add --branch CODE")
    return offices[0]
