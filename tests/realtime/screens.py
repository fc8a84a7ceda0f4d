"""Screens without a browser: a WebSocket or long polling, and a history that is written without people."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

from websocket import WebSocket, WebSocketException, WebSocketTimeoutException, create_connection

from tests.server import RealServer

PATIENCE = 30


def happen(server: RealServer, count: int, size: int = 0, kind: str = "board.message") -> list[int]:
    """Let something happen `count` times at the demo's office, with `size` letters said each time; the seqs."""
    with closing(sqlite3.connect(server.folder / "giliran.sqlite3", timeout=30)) as history, history:
        history.execute("BEGIN IMMEDIATE")
        (head,) = history.execute("SELECT last_seq FROM branch WHERE id = 1").fetchone()
        seqs = list(range(head + 1, head + count + 1))
        for seq in seqs:
            at = datetime.now(UTC)
            day = at.astimezone(ZoneInfo("Asia/Jakarta")).date()
            said = {"branch": "karawaci", "seq": seq, "kind": kind, "at": at.isoformat(), "text": "é" * size}
            body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
            history.execute(
                "INSERT INTO event (branch_id, seq, day, at, kind, body) VALUES (1, ?, ?, ?, ?, ?)",
                (seq, f"{day}", f"{at:%Y-%m-%d %H:%M:%S.%f}", kind, body),
            )
        history.execute("UPDATE branch SET last_seq = ? WHERE id = 1", (seqs[-1],))
    return seqs


@dataclass
class Screen:
    """A board at the demo's office, on a WebSocket."""

    server: RealServer
    since: int | None = None
    little_room: bool = False
    answer: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.connect(f"ws://127.0.0.1:{self.server.port}/socket.io/?EIO=4&transport=websocket")
        self.wire.recv()
        self.wire.send("40")
        self.wire.recv()
        self.watch()

    def connect(self, address: str) -> None:
        # A screen with little room takes only a few kilobytes it has not read yet.
        options = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)] if self.little_room else []
        # Validating UTF-8 takes this client longer than all the rest; json.loads() does it too.
        self.wire: WebSocket = create_connection(address, timeout=PATIENCE, sockopt=options, skip_utf8_validation=True)

    def watch(self) -> None:
        self.wire.send("420" + json.dumps(["watch", {"branch": "karawaci", "since": self.since}]))
        while not (message := self.message()).startswith("430"):
            pass
        self.answer = json.loads(message[3:])[0]

    def message(self) -> str:
        """The next message that is not Engine.IO's own ping."""
        while (message := str(self.wire.recv())) == "2":
            self.wire.send("3")
        return message

    def hears(self, count: int) -> list[dict[str, Any]]:
        """The next `count` events; each came whole, or it would not be JSON."""
        events: list[dict[str, Any]] = []
        while len(events) < count:
            name, said = json.loads(self.message().removeprefix("42"))
            if name == "event":
                events.append(said)
        return events


class PollingScreen:
    """A board behind a proxy that lets no WebSocket through."""

    def __init__(self, server: RealServer) -> None:
        self.address = f"{server.url}/socket.io/?EIO=4&transport=polling"
        self.waiting: list[str] = []
        self.sid = json.loads(self.message()[1:])["sid"]
        self.address += f"&sid={self.sid}"
        self.send("40")
        self.message()
        self.send('420["watch",{"branch":"karawaci"}]')
        while not self.message().startswith("430"):
            pass

    def send(self, packet: str) -> None:
        with urlopen(Request(self.address, packet.encode(), method="POST"), timeout=PATIENCE) as answer:
            assert answer.read() == b"OK"

    def message(self) -> str:
        while not self.waiting:
            with urlopen(self.address, timeout=PATIENCE) as answer:
                self.waiting = answer.read().decode().split("\x1e")
        return self.waiting.pop(0)

    hears = Screen.hears


class UpgradedScreen(Screen):
    """A board that began with polling and changed to a WebSocket, as browsers do when the first try fails."""

    def __post_init__(self) -> None:
        before = PollingScreen(self.server)
        self.connect(f"ws://127.0.0.1:{self.server.port}/socket.io/?EIO=4&transport=websocket&sid={before.sid}")
        self.wire.send("2probe")
        assert self.wire.recv() == "3probe"
        self.wire.send("5")
        self.watch()


class FollowingScreen(Screen):
    """A board that follows its office as app/static/js/live.js does, also while its server dies and comes back."""

    def __post_init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.wrong: list[str] = []
        self.first: int | None = None
        self.lives = 0

    def follow(self, over: Callable[[int], bool]) -> None:
        """Follow until it is over, which is asked with the last seq that was told of.

        What it was told of is in `told`, in order; what a server must not do is in `wrong`.
        """
        while not over(self.since or 0):
            try:
                self._join()
                while not over(self.since or 0):
                    self._hear()
            except (OSError, WebSocketException):
                time.sleep(0.05)
        self.wire.close()

    def _join(self) -> None:
        self.last_pushed = 0
        super().__post_init__()
        self.lives += 1

    def watch(self) -> None:
        self.newest = 0
        self.wire.settimeout(PATIENCE)
        self.wire.send("420" + json.dumps(["watch", {"branch": "karawaci", "since": self.since}]))
        while not (message := self.message()).startswith("430"):
            self._note(message)
        self.answer = json.loads(message[3:])[0]
        self.wire.settimeout(1)
        if self.since is None:
            self.first = self.since = self.answer["seq"]
        if self.answer["reset"]:
            self.wrong.append(f"started over after {self.since}")
            self.since = self.answer["seq"]
        for event in self.answer["events"]:
            self._take(event)
        if self.newest > self.since:
            self.watch()

    def _hear(self) -> None:
        try:
            name, said = self._note(self.message())
        except WebSocketTimeoutException:
            return
        if self.newest > (self.since or 0) + 1 or (name == "pulse" and self.newest != self.since):
            self.watch()
        elif name == "event":
            self._take(said)

    def _note(self, message: str) -> tuple[str, dict[str, Any]]:
        name, said = json.loads(message.removeprefix("42"))
        self.newest = max(self.newest, said["seq"])
        if name == "event":
            if self.last_pushed and said["seq"] != self.last_pushed + 1:
                self.wrong.append(f"pushed {said['seq']} after {self.last_pushed}")
            self.last_pushed = said["seq"]
        return name, said

    def _take(self, event: dict[str, Any]) -> None:
        if event["seq"] > (self.since or 0):
            self.told.append(event)
            self.since = event["seq"]


def until_hung_up(wire: socket.socket) -> bytes:
    """What a socket still holds, up to the moment the other side ended it."""
    wire.settimeout(PATIENCE)
    got, began = b"", time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            chunk = wire.recv(1 << 20)
        except ConnectionResetError:
            return got
        if not chunk:
            return got
        got += chunk
    raise AssertionError("nobody hung up")
