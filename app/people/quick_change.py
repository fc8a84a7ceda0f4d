"""Officers who share a computer change over with six digits.

Only whoever signed in there with everything that is asked of them, and was not signed out since: by themselves, by the
end of the day, by a new password or by an administrator. The browser remembers digests of those sign-ins, which
open nothing by themselves. Whoever comes back goes on with theirs, and no longer than it lasts (`sign_ins.begin`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app import audit
from app.clock import now
from app.db import db, transaction
from app.errors import NotYours
from app.models import Role, SignIn, Staff
from app.passwords import matches
from app.people import sign_ins
from app.people.errors import OfficersPinWrong, PinSpent
from app.rules.audit import AuditAction
from app.rules.authority import LOOKS_AFTER_PEOPLE
from app.rules.pin import TRIES

AT_A_COUNTER = (Role.OFFICER, Role.SUPERVISOR)


@dataclass(frozen=True)
class Colleague:
    """Somebody who may change over here."""

    staff_id: int
    name: str
    has_pin: bool


def colleagues(known: Collection[str], branch_id: int, me: int) -> list[Colleague]:
    """Who may change over in an office, on a computer that knows these sign-ins, besides whoever asks; by name."""
    rows = (
        select(Staff)
        .join(SignIn, SignIn.staff_id == Staff.id)
        .where(SignIn.digest.in_(known), sign_ins.lasts(now()))
        .where(Staff.is_active, Staff.password_is_one_time.is_(False), Staff.id != me)
        .order_by(Staff.name)
    )
    return [
        Colleague(row.id, row.name, bool(row.pin_hash))
        for row in db.session.scalars(rows).unique()
        # Whoever looks after others is asked for more than six digits.
        if row.roles.include_in(branch_id, *AT_A_COUNTER) and not row.roles.include(*LOOKS_AFTER_PEOPLE)
    ]


def must_be_pin(staff_id: int, pin: str) -> None:
    """Whether this is the PIN of somebody; each try counts before it is looked at.

    Raises:
        NotYours: they have none.
        PinSpent: it was wrong too often since they last gave their password.
        OfficersPinWrong: it is not.
    """
    with transaction() as session:
        staff = session.get_one(Staff, staff_id, with_for_update=True)
        name, hashed, office = staff.name, staff.pin_hash, staff.office_id
        spent = staff.pin_tries >= TRIES
        staff.pin_tries = min(staff.pin_tries + 1, TRIES)
    if not hashed:
        raise NotYours
    if spent:
        raise PinSpent(name=name)
    if not matches(hashed, pin):
        with transaction() as session:
            audit.record(session, AuditAction.SIGN_IN_REFUSED, name, after={"by": "PIN"}, branch_id=office)
        raise OfficersPinWrong(name=name)
