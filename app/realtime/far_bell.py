"""The bell between processes, through Redis; loaded only where there is one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import redis

log = logging.getLogger(__name__)

CHANNEL = "giliran:bell"
PATIENCE = 2.0


class FarBell:
    """Rings the other processes of this installation, and hears them."""

    def __init__(self, redis_url: str) -> None:
        from_url = redis.Redis.from_url
        self._ear = from_url(redis_url, socket_timeout=None, socket_connect_timeout=PATIENCE)
        self._mouth = from_url(redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._due = threading.Event()

    def ring(self) -> None:
        """Let the others be woken; whoever rings does not wait for Redis, which may be mute."""
        self._due.set()

    def ring_others(self, stop: threading.Event) -> None:
        """Wake the others whenever this process rings, until stopped. Where Redis is away they look every second."""
        while not stop.is_set():
            if not self._due.wait(1.0):
                continue
            self._due.clear()
            try:
                self._mouth.publish(CHANNEL, b"")
            except redis.RedisError:
                log.warning("could not ring the bell of other processes; they look every second")

    def hear(self, rung: Callable[[], None], stop: threading.Event) -> None:
        """Call `rung` whenever another process rings, until stopped."""
        while not stop.is_set():
            try:
                self._listen(rung, stop)
            except redis.RedisError as error:
                log.warning("the bell between processes is silent: %s", error)
                stop.wait(PATIENCE)

    def _listen(self, rung: Callable[[], None], stop: threading.Event) -> None:
        with self._ear.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
            heard.subscribe(CHANNEL)
            while not stop.is_set():
                if heard.get_message(timeout=1.0):
                    rung()
