"""Pairing: a device shows a code, somebody of the office approves it, the device fetches its token, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app import audit
from app.clock import now
from app.db import db, transaction
from app.devices.errors import AsksElsewhere, CodeRanOut, CodeUnknown, DeviceNameUnusable, TooManyCodes
from app.devices.replacing import take_the_place
from app.devices.tokens import as_typed, digest, new_code, new_token
from app.errors import NoSuchDevice
from app.events import History, history_of
from app.models import Device, DeviceKind, Pairing
from app.office import set_up_anew
from app.rules.audit import AuditAction

CODE_LIVES = timedelta(minutes=10)
MOST_CODES = 30
"""So many codes of one address at a time: a hall full of screens behind one router, but no flood."""


@dataclass(frozen=True)
class Asking:
    """A device that waits to be approved, as somebody sees it who decides."""

    code: str
    kind: DeviceKind
    address: str
    version: str
    expires_at: datetime


@dataclass(frozen=True)
class Paired:
    """A device that has been approved: its token, which cannot be read again."""

    token: str
    branch_id: int
    name: str


def ask(kind: DeviceKind, branch_id: int | None, address: str, version: str = "") -> tuple[str, Asking]:
    """Let a device wait to be approved.

    Args:
        branch_id: the office whose screen it wants to be; None of an agent, which takes the one that approves it.
        address: where it asks from.
        version: what it runs on, in its own words.

    Returns:
        the secret by which it fetches its token, and the code to show.

    Raises:
        TooManyCodes: this address shows too many already.
    """
    secret, moment = new_token(), now()
    with transaction() as session:
        session.execute(delete(Pairing).where(Pairing.expires_at < moment))
        if _shown_at(session, address) >= MOST_CODES:
            raise TooManyCodes
        row = Pairing(
            code=_unused_code(session),
            secret_digest=digest(secret),
            kind=kind.value,
            branch_id=branch_id,
            address=address[:64],
            version=version[:80],
            expires_at=moment + CODE_LIVES,
        )
        session.add(row)
        return secret, _asking(row)


def waiting(secret: str) -> Asking | None:
    """What a device shows that is not approved yet; None when it may fetch its token.

    Raises:
        CodeRanOut: nobody waits with this secret any more.
    """
    row = db.session.scalar(_with_secret(secret))
    if row is None:
        raise CodeRanOut
    return None if row.device_id else _asking(row)


def who_asks(branch_id: int, code: str) -> Asking:
    """Who shows a code, to somebody of an office who is to decide.

    Raises:
        CodeUnknown: nobody shows it, or not any more.
        AsksElsewhere: it wants to be a screen of another office.
    """
    return _asking(_shown(db.session(), branch_id, code))


def asking_now(branch_id: int) -> list[Asking]:
    """The devices that show a code now and may join an office: its own screens, and agents."""
    live = select(Pairing).where(Pairing.expires_at >= now(), Pairing.device_id.is_(None))
    ours = live.where(Pairing.branch_id.is_(None) | (Pairing.branch_id == branch_id))
    return [_asking(row) for row in db.session.scalars(ours.order_by(Pairing.id.desc()))]


def approve(branch_id: int, code: str, name: str, staff_id: int, replaces: int | None = None) -> int:
    """Let the device that shows a code be one of this office.

    Args:
        name: 1-80 characters, what staff call it.
        replaces: an earlier device of the same kind, whose printers it gets and which is sent away.

    Returns:
        the device's id.

    Raises:
        CodeUnknown, AsksElsewhere: as `who_asks`.
        DeviceNameUnusable: the name is empty or too long.
        NoSuchDevice: the office has no such device to replace.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise DeviceNameUnusable
    with transaction() as session, history_of(session, branch_id, staff_id) as history:
        row = _shown(session, branch_id, code)
        device = Device(
            branch_id=branch_id,
            kind=row.kind,
            name=name,
            paired_by=staff_id,
            paired_at=now(),
            address=row.address,
            version=row.version,
        )
        session.add(device)
        session.flush()
        row.device_id, row.expires_at = device.id, now() + CODE_LIVES
        if replaces is not None:
            _send_away(history, take_the_place(session, device, replaces))
        _record(history, "device.paired", AuditAction.DEVICE_APPROVED, device)
        return device.id


def fetch(secret: str) -> Paired:
    """Hand an approved device its token, once.

    Raises:
        CodeRanOut: nobody approved it in time, or the token was fetched already.
    """
    token = new_token()
    with transaction() as session:
        row = session.scalar(_with_secret(secret).with_for_update())
        if row is None or row.device_id is None:
            raise CodeRanOut
        device = session.get_one(Device, row.device_id)
        if device.revoked_at:
            raise CodeRanOut
        device.token_digest, device.last_seen = digest(token), now()
        session.delete(row)
        session.flush()
        set_up_anew(session, device.branch_id)
        return Paired(token, device.branch_id, device.name)


def revoke(branch_id: int, device_id: int, staff_id: int) -> None:
    """Let a device be none of this office any more; it shows a new code.

    Raises:
        NoSuchDevice: this office has none of that id.
    """
    with transaction() as session, history_of(session, branch_id, staff_id) as history:
        device = session.get(Device, device_id)
        if device is None or device.branch_id != branch_id:
            raise NoSuchDevice
        _send_away(history, device)


def _send_away(history: History, device: Device) -> None:
    history.session.flush()
    set_up_anew(history.session, device.branch_id)
    if device.revoked_at is None:
        device.revoked_at = now()
        history.session.flush()
        _record(history, "device.revoked", AuditAction.DEVICE_REVOKED, device)


def _record(history: History, kind: str, action: AuditAction, device: Device) -> None:
    # Its name was typed by somebody, and no word in the history's chain could be taken back: the audit log has it.
    history.record(kind, device=device.kind, device_id=device.id)
    facts = {"kind": device.kind, "device": device.id, "its_address": device.address, "runs_on": device.version}
    came, went = (facts, None) if action is AuditAction.DEVICE_APPROVED else (None, facts)
    audit.record(
        history.session,
        action,
        device.name,
        before=went,
        after=came,
        branch_id=device.branch_id,
        staff_id=history.staff_id,
    )


def _with_secret(secret: str) -> Select[Pairing]:
    return select(Pairing).where(Pairing.secret_digest == digest(secret), Pairing.expires_at >= now())


def _shown(session: Session, branch_id: int, code: str) -> Pairing:
    live = select(Pairing).where(Pairing.code == as_typed(code), Pairing.expires_at >= now())
    row = session.scalar(live.where(Pairing.device_id.is_(None)))
    if row is None:
        raise CodeUnknown
    if row.branch_id not in (None, branch_id):
        raise AsksElsewhere
    return row


def _shown_at(session: Session, address: str) -> int:
    return session.scalar(select(func.count()).where(Pairing.address == address[:64])) or 0


def _unused_code(session: Session) -> str:
    code = new_code()
    while session.scalar(select(Pairing.id).where(Pairing.code == code)):
        code = new_code()
    return code


def _asking(row: Pairing) -> Asking:
    return Asking(row.code, DeviceKind(row.kind), row.address, row.version, row.expires_at)
