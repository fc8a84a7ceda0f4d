"""The relay: one per server process, it pushes each office's new events, in order, to its own sockets."""

from __future__ import annotations

import json
import logging
import threading
import time

from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.models import Branch, Event
from app.realtime.push import Broadcaster

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
PULSE_EVERY = 5.0

# Put together once: that takes longer than asking.
HEADS = select(Branch.id, Branch.last_seq)
NEWS = (
    select(Event.body)
    .where(Event.branch_id == bindparam("branch_id"), Event.seq > bindparam("last"), Event.seq <= bindparam("head"))
    .order_by(Event.seq)
)


def room(branch_id: int) -> str:
    """The room of an office's screens: by its id, since codes and names can be renamed."""
    return f"branch:{branch_id}"


class Relay:
    """Pushes what happened since its last look. Best effort: screens ask for what they miss."""

    def __init__(self, app: Flask, socketio: SocketIO) -> None:
        self.app = app
        self.broadcaster = Broadcaster(socketio)
        self.pushed: dict[int, int] = {}
        self._last_pulse = 0.0

    def run(self, stop: threading.Event, bell: threading.Event) -> None:
        """Look when the bell rings and every second besides, until stopped."""
        while not stop.is_set():
            bell.clear()
            try:
                self.push_news()
                self._pulse_when_due()
            except SQLAlchemyError:
                log.exception("the relay could not read the history; it tries again")
                stop.wait(LOOK_EVERY)
            bell.wait(LOOK_EVERY)

    def push_news(self) -> None:
        """Send every event after the last one pushed, office by office."""
        with self.app.app_context():
            for branch_id, head in db.session.execute(HEADS):
                # An office seen for the first time: its screens read the board as it is now.
                last = self.pushed.setdefault(branch_id, head)
                if head != last:
                    self._push(branch_id, last, head)
                    self.pushed[branch_id] = head

    def _push(self, branch_id: int, last: int, head: int) -> None:
        news = db.session.scalars(NEWS, {"branch_id": branch_id, "last": last, "head": head})
        self.broadcaster.tell(room(branch_id), "event", news.all())

    def _pulse_when_due(self) -> None:
        if time.monotonic() - self._last_pulse < PULSE_EVERY:
            return
        self._last_pulse = time.monotonic()
        with self.app.app_context():
            codes = dict(db.session.execute(select(Branch.id, Branch.code)).all())
        # Not all of them: an office made a moment ago has not been looked at yet.
        for branch_id in self.pushed.keys() & codes.keys():
            pulse = json.dumps({"branch": codes[branch_id], "seq": self.pushed[branch_id]}, separators=(",", ":"))
            self.broadcaster.tell(room(branch_id), "pulse", [pulse])
