"""The accounts of staff: made, found, checked."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.db import db, transaction
from app.models import Branch, Installation, Role, Staff
from app.passwords import SHORTEST, hash_password, matches, one_time_password
from app.rules.audit import AuditAction


class AccountRefused(Exception):
    """Why an account cannot be made, in one line for the operator."""


def active(staff_id: int, signed_in_at: float) -> Staff | None:
    """The person with this id, when they may sign in, and their day has not ended since they did.

    Args:
        signed_in_at: seconds since 1970.
    """
    person = db.session.get(Staff, staff_id)
    if person is None or not person.is_active:
        return None
    signed_out = person.signed_out_at is not None and person.signed_out_at.timestamp() >= signed_in_at
    return None if signed_out else person


def checked(name: str, password: str) -> Staff | None:
    """The person with this name and password, or None. Marks the first time they came in."""
    person: Staff | None = db.session.scalar(select(Staff).where(Staff.name == name.strip()))
    if not matches(person.password_hash if person else None, password) or not person or not person.is_active:
        return None
    if not person.has_signed_in:
        with transaction() as session:
            session.get_one(Staff, person.id).has_signed_in = True
    return person


def note_sign_in(name: str, person: Staff | None) -> None:
    """Write down that somebody signed in, or tried to with this name and was refused."""
    known = person.id if person else db.session.scalar(select(Staff.id).where(Staff.name == name.strip()))
    office = db.session.scalar(select(Staff.branch_id).where(Staff.id == known)) if known else None
    action = AuditAction.SIGNED_IN if person else AuditAction.SIGN_IN_REFUSED
    with transaction() as session:
        # A name that nobody has may be a password in the wrong field: its beginning tells enough.
        audit.record(
            session,
            action,
            name.strip() if known else f"{name.strip()[:2]}…",
            branch_id=office,
            staff_id=person.id if person else None,
        )


def note_sign_out(person: Staff) -> None:
    """Write down that somebody signed out of a browser."""
    staff_id, name, office = person.id, person.name, person.branch_id
    with transaction() as session:
        audit.record(session, AuditAction.SIGNED_OUT, name, branch_id=office, staff_id=staff_id)


def create(name: str, role: Role, password: str, branch_code: str | None = None) -> None:
    """Make an account.

    Args:
        name: 1-80 characters, unique.
        password: at least 10 characters.
        branch_code: their office; None reaches all offices, but puts an officer or supervisor into
            the only office where there is but one.

    Raises:
        AccountRefused: with the reason.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise AccountRefused("a name has 1 to 80 characters")
    if len(password) < SHORTEST:
        raise AccountRefused(f"the password is shorter than {SHORTEST} characters")
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        branch = _office(session, role, branch_code)
        if session.scalar(select(func.count()).where(Staff.name == name)):
            raise AccountRefused(f"there is already somebody called {name!r}")
        person = Staff(name=name, role=role, password_hash=hash_password(password), branch_id=branch and branch.id)
        session.add(person)
        facts = {"role": role.value, "office": branch.code if branch else None}
        audit.record(session, AuditAction.STAFF_CREATED, name, after=facts, branch_id=person.branch_id)


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
            person.password_hash = hash_password(password)
            audit.record(session, AuditAction.PASSWORD_RESET, name, branch_id=person.branch_id)
            return password
    create(name, role, password, branch_code)
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
