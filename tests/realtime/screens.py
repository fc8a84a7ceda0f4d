"""Screens without a browser: a WebSocket or long polling, and a history that is written without people."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

from websocket import WebSocket, create_connection

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
