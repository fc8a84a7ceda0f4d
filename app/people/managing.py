"""Whoever looks after people: adds them, gives and takes roles, gives a new password, stops an account.

Each is one transaction under the lock of the installation's row, so that two administrators cannot take the last
right from each other at once; and what the giver may do is read after the lock, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.db import transaction
from app.errors import NotYours
from app.models import Branch, Installation, Role, Staff, StaffRole
from app.passwords import hash_password, one_time_password
from app.people import second_step, sign_ins, signing_in
from app.people.errors import NoSuchPerson, PersonUnusable
from app.rules.audit import AuditAction
from app.rules.authority import Held, Roles, refusal_of
from app.rules.people_file import is_name


@dataclass(frozen=True)
class New:
    """Somebody who is to be added; the hash is that of a one-time password."""

    name: str
    roles: Roles
    password_hash: str


@dataclass(frozen=True)
class Added:
    """Somebody new, and the password that is told once."""

    staff_id: int
    name: str
    password: str


def add(actor_id: int, name: str, roles: Collection[Held]) -> Added:
    """Make an account.

    Args:
        actor_id: who does it.
        roles: at least one.

    Raises:
        PersonUnusable: the name or the roles cannot be so.
    """
    name, wanted = " ".join(name.split()), Roles(frozenset(roles))
    if not is_name(name):
        raise PersonUnusable(why="no_name")
    password = one_time_password()
    hashed = hash_password(password)
    with looking_after(actor_id) as (session, giver):
        person = adding(session, giver, [New(name, wanted, hashed)])[0]
        return Added(person.id, name, password)


def adding(session: Session, giver: Roles, wanted: Collection[New]) -> list[Staff]:
    """`add`, as part of a larger change, of many at once: each statement is for all of them."""
    for each in wanted:
        _must_be_given(giver, Roles(frozenset()), each.roles)
    if session.scalar(select(func.count()).where(func.lower(Staff.name).in_({each.name.lower() for each in wanted}))):
        raise PersonUnusable(why="taken")
    people = [
        Staff(name=each.name, password_hash=each.password_hash, password_is_one_time=True, held=_rows(each.roles))
        for each in wanted
    ]
    session.add_all(people)
    session.flush()
    said = {roles: {"roles": _said(session, roles)} for roles in {each.roles for each in wanted}}
    audit.record_all(
        session,
        [
            audit.Entry(AuditAction.STAFF_CREATED, each.name, after=said[each.roles], branch_id=person.office_id)
            for each, person in zip(wanted, people, strict=True)
        ],
    )
    return people


def set_roles(actor_id: int, staff_id: int, roles: Collection[Held], seen: Collection[Held] | None = None) -> bool:
    """Let somebody hold these roles of those within the giver's reach; others they hold stay as they are.

    Args:
        seen: the roles within reach as the giver saw them; None: whatever they are now.

    Returns:
        whether anything was changed.

    Raises:
        NoSuchPerson, NotYours: not somebody this giver looks after.
        PersonUnusable: the roles cannot be so, or are others than were seen.
    """
    with looking_after(actor_id) as (session, giver):
        person = _person(session, giver, staff_id)
        beyond = {each for each in person.roles.held if not giver.looks_after(each)}
        if seen is not None and person.roles.held - beyond != set(seen):
            raise PersonUnusable(why="changed_meanwhile")
        return setting_roles(session, giver, person, Roles(frozenset(roles) | beyond), oneself=actor_id == staff_id)


def setting_roles(session: Session, giver: Roles, person: Staff, after: Roles, *, oneself: bool) -> bool:
    """`set_roles`, as part of a larger change.

    Args:
        after: all that they hold then, also beyond the giver's reach.
    """
    before = person.roles
    if after == before:
        return False
    _must_be_given(giver, before, after, oneself=oneself)
    said = _said(session, before), _said(session, after)
    kept = [row for row in person.held if Held(Role(row.role), row.branch_id) in after.held]
    person.held = [*kept, *_rows(Roles(after.held - before.held))]
    session.flush()
    _must_have_an_admin(session, before)
    action = AuditAction.ROLE_GIVEN if after.held - before.held else AuditAction.ROLE_TAKEN
    was, now = {"roles": said[0]}, {"roles": said[1]}
    audit.record(session, action, person.name, before=was, after=now, branch_id=person.office_id)
    return True


def new_password(actor_id: int, staff_id: int) -> Added:
    """Give somebody a one-time password in place of theirs, and sign them out everywhere.

    Raises:
        NoSuchPerson, NotYours: not somebody whose every role this giver looks after.
        PersonUnusable: nobody does this to themselves.
    """
    password = one_time_password()
    hashed = hash_password(password)
    with _whole_person(actor_id, staff_id) as (session, person):
        person.password_hash, person.password_is_one_time = hashed, True
        sign_ins.end_all(session, person.id)
        signing_in.lift(session, person.name)
        audit.record(session, AuditAction.PASSWORD_RESET, person.name, branch_id=person.office_id)
        return Added(person.id, person.name, password)


def remove_second_step(actor_id: int, staff_id: int) -> None:
    """Let in with the password alone who lost telephone or passkey, to set up another; raises as `new_password`."""
    with _whole_person(actor_id, staff_id) as (session, person):
        second_step.remove(session, person)
        sign_ins.end_all(session, person.id)


def stop(actor_id: int, staff_id: int) -> None:
    """Let somebody sign in no more, and end where they are signed in; raises as `new_password`."""
    with _whole_person(actor_id, staff_id) as (session, person):
        stopping(session, person)


def stopping(session: Session, person: Staff) -> None:
    """`stop`, as part of a larger change, of somebody who `must_be_whole`."""
    if person.is_active:
        person.is_active = False
        session.flush()
        _must_have_an_admin(session, person.roles)
        sign_ins.end_all(session, person.id)
        audit.record(session, AuditAction.STAFF_STOPPED, person.name, branch_id=person.office_id)


def admit(actor_id: int, staff_id: int) -> None:
    """Let somebody sign in again; raises as `new_password`."""
    with _whole_person(actor_id, staff_id) as (session, person):
        admitting(session, person)


def admitting(session: Session, person: Staff) -> None:
    """`admit`, as part of a larger change, of somebody who `must_be_whole`."""
    if not person.is_active:
        person.is_active = True
        audit.record(session, AuditAction.STAFF_ADMITTED, person.name, branch_id=person.office_id)


def lift_rest(actor_id: int, staff_id: int) -> None:
    """Let somebody who was wrong too often try at once again; raises as `set_roles`."""
    with looking_after(actor_id) as (session, giver):
        person = _person(session, giver, staff_id)
        signing_in.lift(session, person.name)
        after = {"wait": "lifted"}
        audit.record(session, AuditAction.STAFF_CHANGED, person.name, after=after, branch_id=person.office_id)


@contextmanager
def looking_after(actor_id: int) -> Iterator[tuple[Session, Roles]]:
    """Change people under the one lock; what the giver holds is read after it."""
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        yield session, session.get_one(Staff, actor_id).roles


@contextmanager
def _whole_person(actor_id: int, staff_id: int) -> Iterator[tuple[Session, Staff]]:
    with looking_after(actor_id) as (session, giver):
        person = _person(session, giver, staff_id)
        must_be_whole(giver, person, oneself=actor_id == staff_id)
        yield session, person


def must_be_whole(giver: Roles, person: Staff, *, oneself: bool) -> None:
    """Refuse what touches more than the giver's own offices, or the giver; raises PersonUnusable."""
    if oneself:
        raise PersonUnusable(why="oneself")
    if not giver.looks_after_all(person.roles):
        raise PersonUnusable(why="beyond_reach")


def _person(session: Session, giver: Roles, staff_id: int) -> Staff:
    person = session.get(Staff, staff_id)
    if person is None:
        raise NoSuchPerson
    if not giver.looks_after_some(person.roles):
        raise NotYours
    return person


def _must_be_given(giver: Roles, before: Roles, after: Roles, *, oneself: bool = False) -> None:
    if not after.held:
        raise PersonUnusable(why="no_role")
    refused = refusal_of(giver, before, after, oneself=oneself)
    if refused:
        raise PersonUnusable(why=refused.value)


def _must_have_an_admin(session: Session, before: Roles) -> None:
    # Only whoever takes the role from its last holder is told so; where none was, nothing is taken.
    if Held(Role.ADMIN) not in before.held:
        return
    left = select(func.count()).where(
        StaffRole.role == Role.ADMIN, StaffRole.branch_id.is_(None), StaffRole.staff_id == Staff.id, Staff.is_active
    )
    if not session.scalar(left):
        raise PersonUnusable(why="last_admin")


def _rows(roles: Roles) -> list[StaffRole]:
    ordered = sorted(roles.held, key=lambda held: (held.branch_id or 0, held.role))
    return [StaffRole(role=each.role.value, branch_id=each.branch_id) for each in ordered]


def _said(session: Session, roles: Roles) -> list[str]:
    codes = {row.id: row.code for row in session.execute(select(Branch.id, Branch.code))}
    return sorted(f"{each.role.value} @ {codes[each.branch_id] if each.branch_id else '*'}" for each in roles.held)
