"""The bell: something was committed, look for yourself. It carries nothing, so it can be lost or doubled."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from app.db import committed

if TYPE_CHECKING:
    from app.realtime.far_bell import FarBell


class Bell:
    """Rings every listener of this process after a commit; through Redis, those of the others too."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._listeners: list[threading.Event] = []
        self._others = _far_bell(redis_url) if redis_url else None
        committed.connect(self._after_commit)

    def listener(self) -> threading.Event:
        """A new event that is set whenever the bell rings; its owner clears it."""
        event = threading.Event()
        self._listeners.append(event)
        return event

    def forget(self, listener: threading.Event) -> None:
        """Ring this one no more."""
        self._listeners.remove(listener)

    def ring(self) -> None:
        """Wake everybody in this process."""
        for listener in self._listeners:
            listener.set()

    def close(self) -> None:
        """Stop listening to commits."""
        committed.disconnect(self._after_commit)

    def hear_others(self, stop: threading.Event) -> None:
        """Pass on what other processes ring, until stopped. Without Redis everybody looks once a second anyway."""
        if self._others:
            self._others.hear(self.ring, stop)

    def ring_others(self, stop: threading.Event) -> None:
        """Ring other processes for what this one commits, until stopped."""
        if self._others:
            self._others.ring_others(stop)

    def _after_commit(self, _sender: Any) -> None:
        self.ring()
        time.sleep(0)  # the relay's turn: screens hear of a call before its own page is put together
        if self._others:
            self._others.ring()


def _far_bell(redis_url: str) -> FarBell:
    from app.realtime.far_bell import FarBell  # an office without Redis starts sooner

    return FarBell(redis_url)
