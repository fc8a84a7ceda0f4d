"""An office behind a board: its citizens take numbers and its counters call them, over the API."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Page

from tests.server import RealServer

QUICK_VOICE = """
window.played = [];
window.giliranVoice.say = async (names) => {
  window.played.push(names.join(" "));
  await new Promise((done) => setTimeout(done, names.length * %d));
  return { peak: 0.5, seconds: names.length * 0.05 };
};
"ready";
"""

MORE_QUEUES = """
from app.queueing import reading
from app.queueing.furnishing.letters import add_letter
from app.queueing.furnishing.services import Face, add_service
office = reading.office("karawaci").id
for letter in "{letters}": add_letter(office, letter, {{"id": f"Antrean {{letter}}"}}, "search")

for letter in "{letters}": add_service(office, f"{{letter}}-BARU", Face({{"id": f"{{letter}}"}}, letter, "search"))

"""
CUT_OFF = """
() => {
  const isCut = (part, whole) => {
    const [a, b] = [part, whole].map((each) => each.getBoundingClientRect());
    return a.left < b.left || a.right > b.right || a.top < b.top || a.bottom > b.bottom;
  };
  const pairs = (parts, whole) => [...document.querySelectorAll(parts)].map((part) => [part, part.closest(whole)]);
  const shown = ([part]) => part.getClientRects().length;
  return pairs("#now > *, #call > *", "#now").concat(pairs("#waiting li :not(.visually-hidden), .calls li > *", "li"))
    .filter(shown).filter(([part, whole]) => isCut(part, whole)).map(([part]) => part.outerHTML);
}
"""


class Office:
    """What happens in the hall, as the counters' programs tell the server."""

    def __init__(self, server: RealServer) -> None:
        self.server, self.url = server, f"{server.url}/api/v1"
        self.key = server.command("create-api-key", "Hall").stdout.strip()
        self._touches = itertools.count(1)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        """One request; its answer."""
        sends = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"} | headers
        text = None if method == "GET" else json.dumps(body or {}).encode()
        with urlopen(Request(self.url + path, text, sends, method=method), timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def citizens_come(self, count: int, service: str = "A-KTPR") -> list[dict[str, Any]]:
        """So many take a number."""
        wanted = {"service": service, "print": False}
        return [
            self.ask("POST", "/branches/karawaci/tickets", wanted, **{"Idempotency-Key": f"citizen-{touch:06}"})
            for touch in itertools.islice(self._touches, count)
        ]

    def opens(self, *counters: str) -> None:
        for counter in counters:
            self.ask("POST", f"/branches/karawaci/counters/{counter}/open")

    def has_more_queues(self, letters: str) -> None:
        """One more queue for each letter, with one service."""
        told = self.server.command("shell", stdin=MORE_QUEUES.format(letters=letters))
        assert "Traceback" not in told.stderr, told.stderr

    def suspends(self, what: str = "") -> None:
        """Nobody is called for now: by the whole office, or for "services/<code>" alone."""
        self.ask("POST", f"/branches/karawaci/{what}/suspend".replace("//", "/"), {"reason": "Listrik padam"})

    def resumes(self) -> None:
        self.ask("POST", "/branches/karawaci/resume")

    def closes(self) -> None:
        """The day is over."""
        self.ask("POST", "/branches/karawaci/close")

    def calls_next(self, counter: str) -> dict[str, Any]:
        called: dict[str, Any] = self.ask("POST", f"/branches/karawaci/counters/{counter}/call-next")
        return called

    def does(self, ticket: dict[str, Any], *steps: str, **body: Any) -> None:
        """One step after the other: start, finish, undo, return …"""
        for step in steps:
            self.ask("POST", f"/tickets/{ticket['id']}/{step}", body)

    def calls_and_serves(self, counter: str) -> str:
        """A whole service in a moment; the number that was called."""
        called = self.calls_next(counter)
        self.does(called, "start", "finish")
        return str(called["number"])


def quicken(board: Page, milliseconds: int = 10) -> None:
    """Let every clip last so long; what is played is kept in `window.played`."""
    board.evaluate(QUICK_VOICE % milliseconds)


def cut_off(board: Page) -> list[str]:
    """What does not stand whole in the call's panel, in the row of another call or in a queue's place at the foot."""
    return list(board.evaluate(CUT_OFF))


def spoken(board: Page) -> list[dict[str, Any]]:
    """What the board has told to its end, the last twenty of it."""
    return list(json.loads(board.evaluate("document.body.dataset.spoken || '[]'")))


def numbers_spoken(board: Page, count: int, patience: float = 30) -> list[str]:
    """The numbers of the last twenty calls, once so many were spoken and nothing waits."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        board.wait_for_timeout(100)
        if len(spoken(board)) >= count and not board.evaluate("window.giliranAnnouncer.isBusy()"):
            return [each["ticket"] for each in spoken(board)]
    raise AssertionError(f"{spoken(board)} within {patience} s")
