"""A screen joins its office and is told what it missed (CONTRACT: Socket.IO, `watch`)."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_socketio import join_room

from app.access import may_show
from app.errors import GiliranError, NotYours
from app.extensions import socketio
from app.models import Branch
from app.office import Office
from app.queueing import reading
from app.realtime import wire
from app.realtime.relay import room


def init_screens(app: Flask) -> None:
    """Listen to screens, without compression, which costs more than it saves on messages this small."""
    socketio.on_event("watch", watch)
    app.wsgi_app = wire.without_deflate(app.wsgi_app)  # type: ignore[assignment,method-assign]


def watch(asked: Any = None) -> dict[str, Any]:
    """Let a screen into its office's room.

    Args:
        asked: `{"branch": code, "since": seq?, "token": ticket token?}`.

    Returns:
        `{"seq", "board", "events", "reset"}`, or `{"error", "message"}` when refused.
    """
    try:
        office, since = _wanted(asked)
        _admit(office.branch, asked.get("token"))
    except GiliranError as refusal:
        return {"error": refusal.code, "message": refusal.words()}
    join_room(room(office.id))
    return _caught_up(office, since)


def _wanted(asked: Any) -> tuple[Office, int | None]:
    if not isinstance(asked, dict):
        raise NotYours
    since = asked.get("since")
    valid = isinstance(since, int) and not isinstance(since, bool)
    return reading.office(str(asked.get("branch", ""))), since if valid else None


def _admit(branch: Branch, token: Any) -> None:
    if may_show(branch):
        return
    if isinstance(token, str) and reading.ticket_by_token(token).branch_id == branch.id:
        return
    raise NotYours


def _caught_up(office: Office, since: int | None) -> dict[str, Any]:
    board = reading.board(office)
    missed = [] if since is None else reading.events_since(office.branch, since)
    return {"seq": board["seq"], "board": board, "events": missed or [], "reset": missed is None}
