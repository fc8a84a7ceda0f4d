"""What must be mended below Socket.IO, measured in docs/decisions/0003-realtime.md."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import simple_websocket

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def without_deflate(wsgi_app: Wsgi) -> Wsgi:
    """Hide that browsers offer permessage-deflate: it costs 92 kB and half the CPU again per connection."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return wsgi_app(environ, start_response)

    return app


class WholeFrames:
    """A socket whose `send` sends everything, one frame at a time.

    simple-websocket 1.1 calls `send()` where it means `sendall()`: a slow client would receive
    a frame cut off in the middle, and two writers could mix theirs.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._turn = threading.Lock()

    def send(self, data: bytes) -> int:
        with self._turn:
            self._sock.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def send_whole_frames() -> None:
    """Let every WebSocket of this process send whole frames. Called once, by the server's entry point."""
    handshake = simple_websocket.Server.handshake

    def with_whole_frames(self: Any) -> None:
        self.sock = WholeFrames(self.sock)
        handshake(self)

    simple_websocket.Server.handshake = with_whole_frames
