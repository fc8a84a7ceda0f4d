"""A crowd at real servers: kiosks take numbers, officers call, servers die and come back."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.realtime.screens import FollowingScreen
from tests.server import RealServer

PATIENCE = 60.0


@dataclass
class Crowd:
    """People at several servers of one office; each goes to another server when one does not answer."""

    servers: list[RealServer]
    key: str
    taken: dict[int, str] = field(default_factory=dict)
    served: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, path: str, key: str | None = None, /, **body: Any) -> requests.Response:
        """Ask any server, again and again with the same key, until one has answered."""
        headers = {"Authorization": f"Bearer {self.key}"} | ({"Idempotency-Key": key} if key else {})
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            server = random.choice(self.servers)
            try:
                answer = requests.post(f"{server.url}/api/v1{path}", json=body, headers=headers, timeout=10)
            except requests.RequestException:
                time.sleep(0.05)
                continue
            if answer.status_code < 500:
                return answer
            time.sleep(0.05)
        raise TimeoutError(f"no answer to {path} within {PATIENCE} s")

    def kiosk(self, number: int, tickets: int) -> None:
        """Take numbers, one after the other."""
        for count in range(tickets):
            service = random.choice(["A-KTPR", "A-KK", "B-SKTM"])
            answer = self.ask("/branches/karawaci/tickets", f"kiosk-{number}-{count}", service=service, print=False)
            assert answer.status_code == 201, answer.text
            with self._lock:
                self.taken[answer.json()["id"]] = answer.json()["number"]

    def officer(self, counter: int, done: threading.Event) -> None:
        """Call and serve until the kiosks are done and nobody waits."""
        office = f"/branches/karawaci/counters/{counter}"
        self.ask(f"{office}/open")
        while True:
            last_round = done.is_set()
            answer = self.ask(f"{office}/call-next")
            if answer.status_code == 204:
                if last_round:
                    return
                time.sleep(0.02)
                continue
            # Busy: the answer to an earlier call was lost with its server; the citizen is here all the same.
            ticket = answer.json()["ticket"] if answer.status_code == 409 else answer.json()
            for step in ("start", "finish"):
                self.ask(f"/tickets/{ticket['id']}/{step}")
            with self._lock:
                self.served.append(ticket["id"])

    def works(self, kiosks: int, tickets: int, officers: int) -> None:
        """Everybody at once, until all have been served."""
        done = threading.Event()
        taking = [self._started(self.kiosk, number, tickets) for number in range(kiosks)]
        calling = [self._started(self.officer, number, done) for number in range(1, officers + 1)]
        for thread in taking:
            thread.join(PATIENCE * 3)
        done.set()
        for thread in calling:
            thread.join(PATIENCE * 3)
        assert not self.failures, self.failures

    def _started(self, does: Callable[..., None], *args: Any) -> threading.Thread:
        def run() -> None:
            try:
                does(*args)
            except Exception as error:
                self.failures.append(repr(error))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread


@contextmanager
def dying(servers: list[RealServer], every: float, how_often: int) -> Iterator[None]:
    """Kill a server with -9 at random moments, and start it again."""
    stop = threading.Event()

    def reaper() -> None:
        for time_and_again in range(how_often):
            # A quick crowd may be through before the first death: it comes all the same, and what was saved stays.
            if stop.wait(every * random.uniform(0.1, 1.5)) and time_and_again:
                return
            victim = random.choice(servers)
            victim.stop(signal.SIGKILL)
            victim.start()

    thread = threading.Thread(target=reaper, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(30)


@contextmanager
def watching(crowd: Crowd, each: int) -> Iterator[list[FollowingScreen]]:
    """So many screens at each server, from the first number to the last event; each must have seen everything, once."""
    screens = [FollowingScreen(server) for server in crowd.servers for _ in range(each)]
    end: list[int] = []
    threads = [
        threading.Thread(target=screen.follow, args=(lambda seen: bool(end) and seen >= end[0],), daemon=True)
        for screen in screens
    ]
    for thread in threads:
        thread.start()
    _until(lambda: all(screen.lives for screen in screens))
    yield screens
    history = all_events(crowd.servers[0], crowd.key)
    end.append(history[-1]["seq"])
    for thread in threads:
        thread.join(PATIENCE)
    for screen in screens:
        assert not screen.wrong, screen.wrong[:3]
        assert screen.told == history[screen.first :], [event["seq"] for event in screen.told]


def _until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def must_be_sound(crowd: Crowd) -> None:
    """Every acknowledged number is there, once; nobody was called twice; the history is whole."""
    server = crowd.servers[0]
    verified = server.command("verify")
    assert verified.returncode == 0, verified.stderr
    assert len(set(crowd.taken.values())) == len(crowd.taken), "a number was given twice"
    events = all_events(server, crowd.key)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    calls = Counter(event["ticket"] for event in events if event["kind"] == "ticket.called")
    issued = {event["ticket"] for event in events if event["kind"] == "ticket.issued"}
    assert set(crowd.taken.values()) <= issued
    assert set(calls) == issued
    assert set(calls.values()) == {1}, calls.most_common(3)


def all_events(server: RealServer, key: str) -> list[dict[str, Any]]:
    """The whole history, page by page."""
    events: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = requests.get(
            f"{server.url}/api/v1/branches/karawaci/events",
            params={"limit": "500", **cursor},
            headers={"Authorization": f"Bearer {key}"},
            timeout=30,
        ).json()
        events += answer["items"]
        if answer["next"] is None:
            return events
        cursor = {"cursor": answer["next"]}


SOAK = bool(os.environ.get("GILIRAN_SOAK"))
