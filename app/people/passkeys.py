"""Passkeys (WebAuthn) as the second step of signing in: made, named, used and taken away."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select

from app import audit
from app.clock import now
from app.db import db, transaction
from app.errors import GiliranError
from app.models import Installation, Passkey, Staff
from app.people import ceremony, challenges, recovery_codes, second_step, signing_in
from app.people.errors import (
    NoSuchPasskey,
    PasskeyCopied,
    PasskeyNameUnusable,
    PasskeyNotMade,
    PasskeyWrong,
    TooManyPasskeys,
)
from app.people.person import Person
from app.rules.audit import AuditAction
from app.rules.passkey import LONGEST_NAME, MOST, Site, counts_on


def of(staff_id: int, site: Site | None = None) -> Sequence[Passkey]:
    """Somebody's passkeys, the first first.

    Args:
        site: of this one alone.
    """
    rows = select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.id)
    return db.session.scalars(rows.where(Passkey.site == site.name) if site else rows).all()


def name_for(name: str, otherwise: str) -> str:
    """What a passkey is to be called.

    Args:
        name: as somebody typed it.
        otherwise: when they typed nothing.

    Raises:
        PasskeyNameUnusable: longer than 60 characters, or with some that nobody sees.
    """
    name = " ".join(name.split()) or otherwise[:LONGEST_NAME]
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise PasskeyNameUnusable(most=str(LONGEST_NAME))
    return name


def may_add(person: Person) -> None:
    """Whether somebody may have one more; raises TooManyPasskeys."""
    if len(of(person.id)) >= MOST:
        raise TooManyPasskeys(most=str(MOST))


def add(person: Person, site: Site, challenge: str, answer: str, name: str) -> list[str]:
    """Let somebody sign in with a passkey that their browser has just made.

    Args:
        site: where it was made, and will work.
        challenge: what the browser was given (`challenges.new`); it is used up.
        answer: what the browser says, as JSON.
        name: what it is called (`name_for`).

    Returns:
        ten recovery codes, to be shown once, when it is their first second step; none otherwise.

    Raises:
        PasskeyNotMade: the answer does not prove it, comes too late, or it is there already.
        TooManyPasskeys: of theirs.
    """
    with transaction() as session:
        in_time = challenges.use_up(session, person.id, challenge)
    if not in_time:
        raise PasskeyNotMade
    try:
        made = ceremony.made(answer, challenge, site)
    except ceremony.NotProven as wrong:
        raise PasskeyNotMade from wrong
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        staff = session.get_one(Staff, person.id)
        if len(staff.passkeys) >= MOST:
            raise TooManyPasskeys(most=str(MOST))
        if session.scalar(select(exists().where(Passkey.credential == made.credential))):
            raise PasskeyNotMade
        is_first = not staff.has_second_step
        staff.passkeys.append(Passkey(name=name, site=site.name, created_at=now(), **vars(made)))
        after = {"kind": "passkey", "name": name}
        audit.record(session, AuditAction.SECOND_FACTOR_ADDED, staff.name, after=after, branch_id=staff.office_id)
        return recovery_codes.make(session, staff.id) if is_first else []


def rename(person: Person, passkey_id: int, name: str) -> None:
    """Call a passkey of somebody's own otherwise; raises NoSuchPasskey, PasskeyNameUnusable."""
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        staff = session.get_one(Staff, person.id)
        passkey = _one_of(staff, passkey_id)
        before, passkey.name = passkey.name, name_for(name, passkey.name)
        if passkey.name != before:
            was, now_is = {"passkey": before}, {"passkey": passkey.name}
            office = staff.office_id
            audit.record(session, AuditAction.STAFF_CHANGED, staff.name, before=was, after=now_is, branch_id=office)


def remove_own(person: Person, passkey_id: int) -> bool:
    """Let a passkey of somebody's own count no more.

    Returns:
        whether they have a second step left.

    Raises:
        NoSuchPasskey: it is none of theirs.
        SecondStepNeeded: it is the last thing they have, and they need a second step.
    """
    with transaction() as session:
        session.get(Installation, 1, with_for_update=True)
        staff = session.get_one(Staff, person.id)
        second_step.forget_passkey(session, staff, _one_of(staff, passkey_id))
        return second_step.must_be_enough(session, staff)


def check(staff_id: int, site: Site, challenge: str, answer: str, address: str) -> None:
    """Whether a passkey of somebody who has given their password has signed a challenge, which is used up by it.

    Raises:
        SignInRests: wrong too often, passwords and codes counted in.
        PasskeyWrong: the answer does not prove it, or comes too late.
        PasskeyCopied: its count goes back.
    """
    name = db.session.get_one(Staff, staff_id).name
    signing_in.count_a_try(name, address)
    refused = _refusal_of(staff_id, site, challenge, answer)
    if refused:
        signing_in.note_refusal(name, by="passkey", why=refused.code)
        raise refused


def _refusal_of(staff_id: int, site: Site, challenge: str, answer: str) -> GiliranError | None:
    with transaction() as session:
        in_time = challenges.use_up(session, staff_id, challenge)
    try:
        keys = {each.credential: each.public_key for each in of(staff_id, site)}
        used = ceremony.used(answer, challenge, site, keys)
    except ceremony.NotProven:
        return PasskeyWrong()
    with transaction() as session:
        this = (Passkey.staff_id == staff_id) & (Passkey.credential == used.credential)
        passkey = session.scalar(select(Passkey).where(this).with_for_update())
        if passkey is None or not in_time:
            return PasskeyWrong()
        if not counts_on(passkey.sign_count, used.sign_count):
            return PasskeyCopied(name=passkey.name)
        passkey.sign_count, passkey.last_used_at = used.sign_count, now()
    return None


def _one_of(staff: Staff, passkey_id: int) -> Passkey:
    found = next((each for each in staff.passkeys if each.id == passkey_id), None)
    if found is None:
        raise NoSuchPasskey
    return found
