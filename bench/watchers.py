"""Many screens in one process, and the bare loop they are compared with, in another."""

from __future__ import annotations

import json
import re
import select
import socket
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from app.realtime.wire import text_frame

AT = re.compile(rb'"at":"([^"]+)"')
CALLED = b'"kind":"ticket.called"'
PONG = b"\x81\x81\0\0\0\0" + b"3"
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Screen:
    """A board on a plain socket: a library's own time would be measured with it, a thousand times."""

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.got = bytearray()

    def joins(self, port: int) -> None:
        """Watch the demo's office."""
        self.sock.sendall(UPGRADE.format(port=port).encode())
        while b"\r\n\r\n" not in self.got:
            self.got += self.sock.recv(65536)
        del self.got[: self.got.index(b"\r\n\r\n") + 4]
        self._until(b"0")
        self._say(b"40")
        self._until(b"40")
        self._say(b'420["watch",{"branch":"karawaci"}]')
        self._until(b"430")

    def messages(self) -> Iterator[bytes]:
        """What came whole by now."""
        while len(self.got) >= 2:
            length, start = self.got[1], 2
            if length == 126:
                length, start = int.from_bytes(self.got[2:4]), 4
            elif length == 127:
                length, start = int.from_bytes(self.got[2:10]), 10
            if len(self.got) < start + length:
                return
            message = bytes(self.got[start : start + length])
            del self.got[: start + length]
            yield message

    def _until(self, beginning: bytes) -> None:
        while not any(message.startswith(beginning) for message in self.messages()):
            self.got += self.sock.recv(65536)

    def _say(self, message: bytes) -> None:
        # A client must mask; with zeros the message stays as it is.
        self.sock.sendall(bytes([0x81, 0x80 | len(message), 0, 0, 0, 0]) + message)


def watch(port: int, count: int, seconds: float, join: bool) -> None:
    """Be `count` boards; print how many events came, and how long after its moment each call did, in seconds."""
    screens = {}
    waiting = select.epoll()
    for _ in range(count):
        screen = Screen(port)
        if join:
            screen.joins(port)
        screens[screen.sock.fileno()] = screen
        waiting.register(screen.sock, select.EPOLLIN)
    print("ready", flush=True)
    events, arrivals = 0, []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for number, _what in waiting.poll(0.2, 256):
            screen = screens[number]
            screen.got += screen.sock.recv(65536)
            now = time.time()
            for message in screen.messages():
                if message == b"2":
                    screen.sock.sendall(PONG)
                elif message.startswith(b'42["event"'):
                    events += 1
                    if CALLED in message:
                        arrivals.append(now - _moment(message))
    print(json.dumps({"events": events, "arrivals": arrivals}))


def _moment(message: bytes, known: dict[bytes, float] = {}) -> float:  # noqa: B006 - it is meant to be kept
    found = AT.search(message)
    assert found
    at = found.group(1)
    if at not in known:
        known[at] = datetime.fromisoformat(at.decode()).timestamp()
    return known[at]


def bare(count: int, seconds: float) -> None:
    """Send a call of 200 bytes to `count` sockets ten times a second, doing nothing else; print the CPU it took."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(listener.getsockname()[1], flush=True)
    clients = [listener.accept()[0] for _ in range(count)]
    time.sleep(0.5)
    began, sent = time.process_time(), 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        at = datetime.now(UTC).isoformat()
        call = f'42["event",{{"at":"{at}","branch":"karawaci","kind":"ticket.called","text":"{"x" * 90}"}}]'
        frame = text_frame(call)
        for client in clients:
            client.sendall(frame)
        sent += count
        time.sleep(0.1)
    print(json.dumps((time.process_time() - began) / sent))


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare(int(sys.argv[2]), float(sys.argv[3]))
    else:
        watch(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), join=sys.argv[1] == "watch")
