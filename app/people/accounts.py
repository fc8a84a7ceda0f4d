"""The accounts of staff: made, found, checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app import audit
from app.db import db, transaction
from app.models import Branch, Installation, Role, Staff, StaffRole
from app.passwords import SHORTEST, hash_password, matches, one_time_password
from app.people.person import Person
from app.rules.audit import AuditAction
from app.rules.authority import Roles

WITH_ROLES = (
    select(Staff.id, Staff.name, Staff.is_active, Staff.signed_out_at)
    .add_columns(StaffRole.role, StaffRole.branch_id, Branch.name.label("office"))
    .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
    .outerjoin(Branch, Branch.id == StaffRole.branch_id)
    .where(Staff.id == bindparam("staff_id"))
    .order_by(Branch.name, StaffRole.id)
)


class AccountRefused(Exception):
    """Why an account cannot be made, in one line for the operator."""


def active(staff_id: int, signed_in_at: float) -> Person | None:
    """The person with this id, when they may sign in, and their day has not ended since they did.

    Args:
        signed_in_at: seconds since 1970.
    """
    rows = db.session.execute(WITH_ROLES, {"staff_id": staff_id}).all()
    if not rows or not rows[0].is_active:
        return None
    first = rows[0]
    signed_out = first.signed_out_at is not None and first.signed_out_at.timestamp() >= signed_in_at
    return None if signed_out else _person(rows)


def _person(rows: Sequence[Any]) -> Person:
    held = Roles.of((row.role, row.branch_id) for row in rows if row.role)
    return Person(rows[0].id, rows[0].name, held, {row.branch_id: row.office for row in rows if row.branch_id})


def checked(name: str, password: str) -> Person | None:
    """The person with this name and password, or None. Marks the first time they came in."""
    person: Staff | None = db.session.scalar(select(Staff).where(Staff.name == name.strip()))
    if not matches(person.password_hash if person else None, password) or not person or not person.is_active:
        return None
    if not person.has_signed_in:
        with transaction() as session:
            session.get_one(Staff, person.id).has_signed_in = True
    return _person(db.session.execute(WITH_ROLES, {"staff_id": person.id}).all())


def note_sign_in(name: str, person: Person | None) -> None:
    """Write down that somebody signed in, or tried to with this name and was refused."""
    known = db.session.scalar(select(Staff).where(Staff.name == name.strip()))
    action = AuditAction.SIGNED_IN if person else AuditAction.SIGN_IN_REFUSED
    # A name that nobody has may be a password in the wrong field: its beginning tells enough.
    subject, office = (known.name, known.office_id) if known else (f"{name.strip()[:2]}…", None)
    with transaction() as session:
        audit.record(session, action, subject, branch_id=office, staff_id=person.id if person else None)


def note_sign_out(person: Person) -> None:
    """Write down that somebody signed out of a browser."""
    with transaction() as session:
        audit.record(session, AuditAction.SIGNED_OUT, person.name, branch_id=person.roles.only_office)


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
        held = StaffRole(role=role, branch_id=branch.id if branch else None)
        session.add(Staff(name=name, password_hash=hash_password(password), held=[held]))
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
            person.password_hash = hash_password(password)
            audit.record(session, AuditAction.PASSWORD_RESET, name, branch_id=person.office_id)
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
