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
        self._redis = redis.Redis.from_url(redis_url, socket_timeout=None, socket_connect_timeout=PATIENCE)

    def ring(self) -> None:
        """Wake the others. Where Redis is away they look once a second anyway."""
        try:
            self._redis.publish(CHANNEL, b"")
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
        with self._redis.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
            heard.subscribe(CHANNEL)
            while not stop.is_set():
                if heard.get_message(timeout=1.0):
                    rung()
