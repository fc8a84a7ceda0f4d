"""A screen joins its office and is told what it missed (CONTRACT: Socket.IO, `watch`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from flask_socketio import join_room
from sqlalchemy import select

from app.access import may_show, paired_screen, signed_in
from app.db import db
from app.devices import contact
from app.devices.tokens import digest
from app.errors import GiliranError, NotYours
from app.extensions import socketio
from app.models import Device
from app.office import Office
from app.people import sign_ins
from app.queueing import reading
from app.realtime import wire
from app.realtime.relay import room


@dataclass(frozen=True)
class Watcher:
    """By what a socket was let into the room of an office.

    Args:
        office_id: whose room.
        device_id: of a paired screen.
        sign_in: the digest of a browser's cookie in which staff of the office are signed in.
        address: from where; of a paired screen it is noted.

    One with neither watches by its ticket, or is the demo on its own machine.
    """

    office_id: int
    device_id: int | None = None
    sign_in: str = ""
    address: str = ""


def init_screens(app: Flask) -> None:
    """Listen to screens, without compression, which costs more than it saves on messages this small."""
    app.extensions["watching"] = {}
    socketio.on_event("watch", watch)
    socketio.on_event("disconnect", left)
    app.wsgi_app = wire.without_deflate(app.wsgi_app)  # type: ignore[assignment,method-assign]


def watch(asked: Any = None) -> dict[str, Any]:
    """Let a screen into its office's room.

    Args:
        asked: `{"branch": code, "since": seq?, "history": to which it belongs?, "token": of a device or a ticket?,
            "board": its code?}`.

    Returns:
        `{"seq", "history", "board", "events", "reset"}`, or `{"error", "message"}` when refused.
    """
    try:
        office, since = _wanted(asked)
        watcher = _admitted(office, asked.get("token"))
    except GiliranError as refusal:
        return {"error": refusal.code, "message": refusal.words()}
    join_room(room(office.id))
    _watching()[request.sid] = watcher  # type: ignore[attr-defined]
    db.session.rollback()  # from now on it is told what happens: what it reads is no older
    return _caught_up(office, since, _text(asked, "history"), _text(asked, "board"))


def left(*_why: Any) -> None:
    """A screen has gone."""
    _watching().pop(request.sid, None)  # type: ignore[attr-defined]


def look_at_screens(app: Flask) -> None:
    """Hang up on whoever may not watch any more; note which paired screens do.

    Whoever is hung up on loads the page anew (live.js): a screen that was sent away shows its code, staff whose role
    was taken or who were signed out stand before the door.
    """
    with app.app_context():
        watching = dict(_watching())
        sent_away = _devices_sent_away({each.device_id for each in watching.values() if each.device_id})
        people = sign_ins.still_in({each.sign_in for each in watching.values() if each.sign_in})
        db.session.rollback()
        for sid, watcher in watching.items():
            person = people.get(watcher.sign_in)
            if watcher.device_id in sent_away or (
                watcher.sign_in and (person is None or not person.holds_in(watcher.office_id))
            ):
                socketio.server.disconnect(sid)
            elif watcher.device_id:
                contact.note(watcher.device_id, watcher.address)


def _devices_sent_away(devices: set[int]) -> set[int]:
    if not devices:
        return set()
    return set(db.session.scalars(select(Device.id).where(Device.id.in_(devices), Device.revoked_at.is_not(None))))


def _watching() -> dict[str, Watcher]:
    known: dict[str, Watcher] = current_app.extensions["watching"]
    return known


def _wanted(asked: Any) -> tuple[Office, int | None]:
    if not isinstance(asked, dict):
        raise NotYours
    since = asked.get("since")
    valid = isinstance(since, int) and not isinstance(since, bool)
    return reading.office(str(asked.get("branch", ""))), since if valid else None


def _admitted(office: Office, token: Any) -> Watcher:
    # A device by its cookie or its token; staff, the demo's own machine, and a ticket's own phone without one.
    shown = office.screens.get(digest(token)) if isinstance(token, str) else None
    device = shown or paired_screen(office)
    if device:
        return Watcher(office.id, device_id=device.id, address=request.remote_addr or "")
    if may_show(office):
        person = signed_in()
        return Watcher(office.id, sign_in=digest(person.secret) if person else "")
    if isinstance(token, str) and reading.ticket_by_token(token).branch_id == office.id:
        return Watcher(office.id)
    raise NotYours


def _text(asked: dict[str, Any], name: str) -> str | None:
    said = asked.get(name)
    return said if isinstance(said, str) else None


def _caught_up(office: Office, since: int | None, history: str | None, code: str | None) -> dict[str, Any]:
    board = reading.board(office, code)
    missed = [] if since is None else reading.events_since(office.branch, since, history)
    now = {"seq": board["seq"], "history": board["history"], "board": board}
    return now | {"events": missed or [], "reset": missed is None}
