"""The people somebody looks after, as they see them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.errors import NotYours
from app.models import AuditEntry, Branch, SignIn, Staff
from app.people import signing_in
from app.people.errors import NoSuchPerson
from app.people.person import Person
from app.rules.authority import HIGHEST_FIRST, LOOKS_AFTER_PEOPLE, Held, Role, Roles

MOST_CHANGES = 20


@dataclass(frozen=True)
class Shown:
    """Somebody, and how their account is.

    Args:
        held: each role with the name of its office, None for all; the highest first.
        is_whole: whether the one who looks has every one of their roles within reach.
        rests_until: until when nobody signs in with the name, after wrong tries.
    """

    id: int
    name: str
    roles: Roles
    held: tuple[tuple[Role, str | None], ...]
    is_active: bool
    has_signed_in: bool
    first_password: bool
    has_second_step: bool
    is_whole: bool
    last_seen: datetime | None
    rests_until: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What somebody did to an account."""

    at: datetime
    action: str
    by: str | None
    before: dict[str, Any]
    after: dict[str, Any]


def people(viewer: Person, search: str = "") -> list[Shown]:
    """Everybody of whom a role lies within the viewer's reach, by name.

    Args:
        search: a part of their name; everybody when empty.
    """
    rows = (
        select(Staff).options(selectinload(Staff.held), selectinload(Staff.passkeys)).order_by(func.lower(Staff.name))
    )
    if search.strip():
        rows = rows.where(func.lower(Staff.name).contains(search.strip().lower(), autoescape=True))
    offices, seen = _office_names(), _last_seen()
    mine = [row for row in db.session.scalars(rows) if viewer.roles.looks_after_some(row.roles)]
    return [_shown(row, viewer, offices, seen.get(row.id)) for row in mine]


def person(viewer: Person, staff_id: int) -> Shown:
    """One of them; raises NoSuchPerson, NotYours."""
    row = db.session.get(Staff, staff_id)
    if row is None:
        raise NoSuchPerson
    if not viewer.roles.looks_after_some(row.roles):
        raise NotYours
    return _shown(row, viewer, _office_names(), _last_seen().get(row.id), signing_in.rests_until(row.name))


def offices_of(viewer: Person) -> Sequence[Branch]:
    """The offices in which somebody gives roles, by name."""
    rows = db.session.scalars(select(Branch).order_by(Branch.name))
    return [row for row in rows if viewer.roles.include_in(row.id, *LOOKS_AFTER_PEOPLE)]


def changes_of(name: str) -> list[Told]:
    """What was done to somebody's account of late, the last first; as the audit log tells it."""
    about = AuditEntry.words.contains(f'"subject":{json.dumps(name, ensure_ascii=False)}', autoescape=True)
    rows = (
        select(AuditEntry.at, AuditEntry.action, AuditEntry.words, Staff.name)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .where(AuditEntry.action.startswith("staff."), about)
        .order_by(AuditEntry.seq.desc())
        .limit(MOST_CHANGES)
    )
    return [_told(at, action, words or "{}", by) for at, action, words, by in db.session.execute(rows)]


def _told(at: datetime, action: str, words: str, by: str | None) -> Told:
    said = json.loads(words)
    return Told(at, action, by or said.get("account"), said.get("before") or {}, said.get("after") or {})


def _shown(
    row: Staff, viewer: Person, offices: dict[int, str], seen: datetime | None, rests: datetime | None = None
) -> Shown:
    return Shown(
        id=row.id,
        name=row.name,
        roles=row.roles,
        held=tuple((each.role, offices[each.branch_id] if each.branch_id else None) for each in _ordered(row.roles)),
        is_active=row.is_active,
        has_signed_in=row.has_signed_in,
        first_password=row.password_is_one_time,
        has_second_step=row.has_second_step,
        is_whole=viewer.roles.looks_after_all(row.roles),
        last_seen=seen,
        rests_until=rests,
    )


def _ordered(roles: Roles) -> list[Held]:
    return sorted(roles.held, key=lambda held: (HIGHEST_FIRST.index(held.role), held.branch_id or 0))


def _office_names() -> dict[int, str]:
    return {row.id: row.name for row in db.session.execute(select(Branch.id, Branch.name))}


def _last_seen() -> dict[int, datetime]:
    rows = db.session.execute(select(SignIn.staff_id, func.max(SignIn.last_seen)).group_by(SignIn.staff_id))
    return {row[0]: row[1] for row in rows}
