"""The bell: something was committed, look for yourself. It carries nothing, so it can be lost or doubled."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

import redis

from app.db import committed

log = logging.getLogger(__name__)

CHANNEL = "giliran:bell"
PATIENCE = 2.0


class Bell:
    """Rings every listener of this process after a commit; through Redis, those of the others too."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._listeners: list[threading.Event] = []
        self._redis = (
            redis.Redis.from_url(redis_url, socket_timeout=None, socket_connect_timeout=PATIENCE) if redis_url else None
        )
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
        while self._redis and not stop.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
                    heard.subscribe(CHANNEL)
                    while not stop.is_set():
                        if heard.get_message(timeout=1.0):
                            self.ring()
            except redis.RedisError as error:
                log.warning("the bell between processes is silent: %s", error)
                stop.wait(PATIENCE)

    def _after_commit(self, _sender: Any) -> None:
        self.ring()
        time.sleep(0)  # the relay's turn: screens hear of a call before its own page is put together
        if self._redis:
            try:
                self._redis.publish(CHANNEL, b"")
            except redis.RedisError:
                log.warning("could not ring the bell of other processes; they look every second")
