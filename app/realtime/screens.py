"""A screen joins its office and is told what it missed (CONTRACT: Socket.IO, `watch`)."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request
from flask_socketio import join_room
from sqlalchemy import select

from app.access import may_show, paired_screen
from app.db import db
from app.devices import contact
from app.devices.tokens import digest
from app.errors import GiliranError, NotYours
from app.extensions import socketio
from app.models import Device
from app.office import Office
from app.queueing import reading
from app.realtime import wire
from app.realtime.relay import room


def init_screens(app: Flask) -> None:
    """Listen to screens, without compression, which costs more than it saves on messages this small."""
    app.extensions["watching"] = {}
    socketio.on_event("watch", watch)
    socketio.on_event("disconnect", left)
    app.wsgi_app = wire.without_deflate(app.wsgi_app)  # type: ignore[assignment,method-assign]


def watch(asked: Any = None) -> dict[str, Any]:
    """Let a screen into its office's room.

    Args:
        asked: `{"branch": code, "since": seq?, "token": of a device or a ticket?, "board": its code?}`.

    Returns:
        `{"seq", "board", "events", "reset"}`, or `{"error", "message"}` when refused.
    """
    try:
        office, since = _wanted(asked)
        device = _admitted(office, asked.get("token"))
    except GiliranError as refusal:
        return {"error": refusal.code, "message": refusal.words()}
    join_room(room(office.id))
    if device:
        _watching()[request.sid] = (device.id, request.remote_addr or "")  # type: ignore[attr-defined]
    board = asked.get("board")
    return _caught_up(office, since, board if isinstance(board, str) else None)


def left(*_why: Any) -> None:
    """A screen has gone."""
    _watching().pop(request.sid, None)  # type: ignore[attr-defined]


def look_at_screens(app: Flask) -> None:
    """Note which paired screens watch now; hang up on those that were sent away meanwhile.

    One that is hung up on loads its page anew (live.js), and so shows its code.
    """
    with app.app_context():
        watching = dict(_watching())
        paired = {device_id for device_id, _address in watching.values()}
        if not paired:
            return
        gone = set(db.session.scalars(select(Device.id).where(Device.id.in_(paired), Device.revoked_at.is_not(None))))
        db.session.rollback()
        for sid, (device_id, address) in watching.items():
            if device_id in gone:
                socketio.server.disconnect(sid)
            else:
                contact.note(device_id, address)


def _watching() -> dict[str, tuple[int, str]]:
    known: dict[str, tuple[int, str]] = current_app.extensions["watching"]
    return known


def _wanted(asked: Any) -> tuple[Office, int | None]:
    if not isinstance(asked, dict):
        raise NotYours
    since = asked.get("since")
    valid = isinstance(since, int) and not isinstance(since, bool)
    return reading.office(str(asked.get("branch", ""))), since if valid else None


def _admitted(office: Office, token: Any) -> Device | None:
    # A device by its cookie or its token; staff, the demo's own machine, and a ticket's own phone without one.
    shown = office.screens.get(digest(token)) if isinstance(token, str) else None
    device = shown or paired_screen(office)
    if device or may_show(office):
        return device
    if isinstance(token, str) and reading.ticket_by_token(token).branch_id == office.id:
        return None
    raise NotYours


def _caught_up(office: Office, since: int | None, code: str | None) -> dict[str, Any]:
    board = reading.board(office, code)
    missed = [] if since is None else reading.events_since(office.branch, since)
    return {"seq": board["seq"], "board": board, "events": missed or [], "reset": missed is None}
