"""The browsers in which somebody is signed in: begun, known again by their cookie, shown, ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask import current_app, g
from sqlalchemy import ColumnElement, bindparam, delete, exists, func, select, update
from sqlalchemy.orm import Session

from app import audit
from app.clock import now
from app.db import db, transaction
from app.devices.tokens import digest, new_token
from app.models import Branch, Counter, Installation, Passkey, SignIn, Staff, StaffRole
from app.people import signing_in
from app.people.errors import NameOrPasswordWrong
from app.people.person import Person
from app.rules.audit import AuditAction
from app.rules.authority import Role
from app.rules.idling import limits

LONGEST_UNSEEN = timedelta(hours=12)
"""Whoever was not seen for so long has gone home: as long as the cookie itself lives."""
LONGEST_SIGNED_IN = timedelta(hours=16)
"""However often they were seen: whoever signs in on one working day signs in anew on the next."""
NOTED_EVERY = timedelta(minutes=1)

_WITH_ROLES = (
    select(Staff.id, Staff.name, Staff.is_active, Staff.password_is_one_time, Staff.totp_seed)
    .add_columns(exists().where(Passkey.staff_id == Staff.id).label("has_passkey"))
    .add_columns(SignIn.digest, SignIn.created_at, SignIn.last_seen)
    .add_columns(StaffRole.role, StaffRole.branch_id, Branch.name.label("office"), Branch.zone, Branch.idle_minutes)
    .select_from(SignIn)
    .join(Staff, Staff.id == SignIn.staff_id)
    .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
    .outerjoin(Branch, Branch.id == StaffRole.branch_id)
    .order_by(SignIn.digest, Branch.name, StaffRole.id)
)
OF_ONE = _WITH_ROLES.where(SignIn.digest == bindparam("digest"))
OF_MANY = _WITH_ROLES.where(SignIn.digest.in_(bindparam("digests", expanding=True)))


@dataclass(frozen=True)
class Browser:
    """A browser in which somebody is signed in, as they recognise it."""

    mark: str
    created_at: datetime
    last_seen: datetime
    address: str
    browser: str
    is_this: bool


def begin(staff_id: int, address: str, browser: str, seal: str = "", goes_on: Collection[str] = ()) -> Person:
    """Sign somebody in, whose right to it has been looked at.

    Args:
        address, browser: where, in words by which they recognise it later.
        seal: of the password that was right (`signing_in.Known`); empty where it was none that was asked for.
        goes_on: digests of sign-ins, with the latest of which they go on instead of giving a password: this one takes
            their place, and lasts no longer than that one would have.

    Raises:
        NameOrPasswordWrong: their account was stopped, the password made anew, or the sign-in with which they go on
            ended, since that was looked at.
    """
    secret, moment = new_token(), now()
    with transaction() as session:
        # Whoever stops an account or makes its password anew holds this row until every sign-in is ended.
        session.get(Installation, 1, with_for_update=True)
        staff = session.get_one(Staff, staff_id)
        if not staff.is_active or seal not in ("", signing_in.seal_of(staff)):
            raise NameOrPasswordWrong
        since = _taken_place_of(session, staff_id, goes_on, moment) if goes_on else moment
        staff.has_signed_in, staff.pin_tries = True, 0
        signing_in.forgive(session, staff.name, address)
        session.execute(delete(SignIn).where(SignIn.staff_id == staff_id, ~lasts(moment)))
        session.add(
            SignIn(
                digest=digest(secret),
                staff_id=staff_id,
                created_at=since,
                last_seen=moment,
                address=address[:64],
                browser=browser[:80],
            )
        )
        audit.record(session, AuditAction.SIGNED_IN, staff.name, branch_id=staff.office_id, staff_id=staff_id)
    person = find(secret)
    assert person
    return person


def find(secret: str) -> Person | None:
    """Who is signed in in the browser with this cookie; None when nobody is any more. Costs one statement."""
    rows = db.session.execute(OF_ONE, {"digest": digest(secret)}).all()
    person = _still_in(rows, secret)
    if person and now() - rows[0].last_seen >= NOTED_EVERY:
        g.seen_in_browser = secret
    return person


def still_in(digests: Collection[str]) -> dict[str, Person]:
    """Who is signed in yet in the browsers whose cookies have these digests. It does not count as being seen."""
    rows = db.session.execute(OF_MANY, {"digests": list(digests)}) if digests else ()
    found = {of: _still_in(list(held), "") for of, held in groupby(rows, lambda row: str(row.digest))}
    return {of: person for of, person in found.items() if person}


def note_seen() -> None:
    """Write down that the browser of this request was seen, when that is due: once the answer is made."""
    secret = g.pop("seen_in_browser", None)
    if secret is None:
        return
    with transaction() as session:
        session.execute(update(SignIn).where(SignIn.digest == digest(secret)).values(last_seen=now()))


def lasts(moment: datetime) -> ColumnElement[bool]:
    """Which sign-ins are not over for everybody: neither unseen nor signed in for too long."""
    return (SignIn.last_seen >= moment - LONGEST_UNSEEN) & (SignIn.created_at >= moment - LONGEST_SIGNED_IN)


def that_last(digests: Collection[str]) -> set[str]:
    """Which of these sign-ins are not over yet, by the digests of their cookies."""
    return set(db.session.scalars(select(SignIn.digest).where(SignIn.digest.in_(digests), lasts(now()))))


def browsers_of(person: Person) -> list[Browser]:
    """Where somebody is signed in, the latest first."""
    rows = select(SignIn).where(SignIn.staff_id == person.id, lasts(now()))
    mine = digest(person.secret)
    return [
        Browser(row.digest[:16], row.created_at, row.last_seen, row.address, row.browser, row.digest == mine)
        for row in db.session.scalars(rows.order_by(SignIn.last_seen.desc(), SignIn.created_at.desc()))
    ]


def end(person: Person) -> None:
    """Sign this browser out."""
    with transaction() as session:
        session.execute(delete(SignIn).where(SignIn.digest == digest(person.secret)))
        audit.record(session, AuditAction.SIGNED_OUT, person.name, branch_id=person.roles.only_office)


def end_one(person: Person, mark: str) -> None:
    """Sign another browser of the same person out, by the mark it is shown with."""
    with transaction() as session:
        its = (SignIn.staff_id == person.id) & SignIn.digest.startswith(mark, autoescape=True)
        session.execute(delete(SignIn).where(its), execution_options={"synchronize_session": False})
        audit.record(session, AuditAction.SIGNED_OUT, person.name, branch_id=person.roles.only_office)


def end_everywhere(person: Person) -> None:
    """Sign somebody out of every browser, this one too."""
    with transaction() as session:
        end_all(session, person.id)
        audit.record(session, AuditAction.SESSIONS_ENDED, person.name, branch_id=person.roles.only_office)


def end_all(session: Session, staff_id: int, but_for: str = "") -> None:
    """Sign somebody out, inside a transaction; not of the browser whose cookie holds this secret."""
    session.execute(delete(SignIn).where(SignIn.staff_id == staff_id, SignIn.digest != digest(but_for)))


def _taken_place_of(session: Session, staff_id: int, digests: Collection[str], moment: datetime) -> datetime:
    """End somebody's sign-ins of these digests that still last; when the latest of them began."""
    theirs = (SignIn.staff_id == staff_id) & SignIn.digest.in_(digests)
    since = session.scalar(select(func.max(SignIn.created_at)).where(theirs, lasts(moment)))
    if since is None:
        raise NameOrPasswordWrong
    session.execute(delete(SignIn).where(theirs), execution_options={"synchronize_session": False})
    return since


def _still_in(rows: Sequence[Any], secret: str) -> Person | None:
    if not rows or not rows[0].is_active:
        return None
    unseen, since = now() - rows[0].last_seen, now() - rows[0].created_at
    if unseen > LONGEST_UNSEEN or since > LONGEST_SIGNED_IN or _is_idle(rows, unseen):
        return None
    return Person.of(rows, secret)


def _is_idle(rows: Sequence[Any], unseen: timedelta) -> bool:
    held = [(Role(row.role), row.idle_minutes) for row in rows if row.role]
    anywhere, away = limits(held, current_app.config["IDLE_MINUTES"])
    if anywhere is not None and unseen > timedelta(minutes=anywhere):
        return True
    if away is None or unseen <= timedelta(minutes=away):
        return False
    return not db.session.scalar(select(exists().where(Counter.staff_id == rows[0].id)))
