"""What must be mended below Socket.IO, measured in docs/decisions/0003-realtime.md."""

from __future__ import annotations

import _thread
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import simple_websocket

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

MOST_LATE = 256 * 1024
"""So many bytes may wait for a client, beside what the kernel holds, until it is hung up on."""
CHUNK = 64 * 1024
GONE_AFTER = 60
"""Seconds after which the kernel ends a connection whose other side takes nothing any more."""


def without_deflate(wsgi_app: Wsgi) -> Wsgi:
    """Hide that browsers offer permessage-deflate: it costs 92 kB and half the CPU again per connection."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return wsgi_app(environ, start_response)

    return app


def text_frame(text: str) -> bytes:
    """The bytes of a whole text message from a server (RFC 6455, 5.2): final, unmasked, uncompressed."""
    payload = text.encode()
    length = len(payload)
    if length < 126:
        head = struct.pack("!BB", 0x81, length)
    elif length < 65536:
        head = struct.pack("!BBH", 0x81, 126, length)
    else:
        head = struct.pack("!BBQ", 0x81, 127, length)
    return head + payload


class WholeFrames:
    """A socket that takes whole frames, one behind the other, and never lets its writers wait.

    simple-websocket 1.1 calls `send()` where it means `sendall()`: a slow client would receive a frame
    cut off in the middle, and two writers could mix theirs. And whoever tells a whole room something
    cannot wait for its slowest screen: what the network does not take now waits here, and somebody of
    this client's own sends it. A client too far behind is hung up on; it comes back and catches up.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._order = threading.Lock()  # held for moments, never while the network is waited for
        self._late = bytearray()
        self._hung_up = False

    def send(self, data: bytes) -> int:
        """Take all of `data`, to be sent after what was taken before; raises BrokenPipeError when hung up."""
        with self._order:
            if self._hung_up:
                raise BrokenPipeError("this screen was hung up on")
            if len(self._late) > MOST_LATE:
                self._hang_up()
                raise BrokenPipeError("this screen reads too slowly")
            sent = 0 if self._late else self._send_now(data)
            if sent < len(data):
                self._send_later(data[sent:])
        return len(data)

    def _send_now(self, data: bytes) -> int:
        # Of all ways to send, only sendmsg() keeps from waiting on gevent's sockets as on Python's own.
        try:
            return int(self._sock.sendmsg([data], [], socket.MSG_DONTWAIT))
        except BlockingIOError:
            return 0

    def _send_later(self, rest: bytes) -> None:
        first = not self._late
        self._late += rest
        if first:
            # Not threading.Thread: its start() waits for the new one to run, and the others would wait too.
            _thread.start_new_thread(self._catch_up, ())

    def _catch_up(self) -> None:
        # Nobody else takes from the front, and while there is something nobody overtakes it.
        try:
            while True:
                sent = self._sock.send(bytes(self._late[:CHUNK]))
                with self._order:
                    del self._late[:sent]
                    if not self._late:
                        return
        except OSError:
            with self._order:
                self._hang_up()

    def _hang_up(self) -> None:
        # The one who reads this socket notices, and ends the session as after any lost connection.
        self._hung_up = True
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def send_whole_frames() -> None:
    """Let every WebSocket of this process send whole frames. Called once, by the server's entry point."""
    handshake = simple_websocket.Server.handshake

    def with_whole_frames(self: Any) -> None:
        # A sleeping tablet answers the network's own questions for days; what waits for it would wait as long.
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_AFTER * 1000)
        self.sock = WholeFrames(self.sock)
        handshake(self)

    simple_websocket.Server.handshake = with_whole_frames
