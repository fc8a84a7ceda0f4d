"""The agent at work: pairs once, asks for work, and keeps a worker for each of its printers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printers import worker
from printers.agent import VERSION
from printers.agent.seen import usb_printers
from printers.agent.server import Address, Line, NotPaired, Refused, Unreachable
from printers.agent.spool import LONGEST_BACK_OFF, HttpSpool
from printers.agent.state import State

log = logging.getLogger(__name__)

ASK_FOR_TOKEN_EVERY = 1.5
REST = 0.1
"""Between two questions for work: a slip that is due already needs no telling a hundred times."""


@dataclass(frozen=True)
class _Printing:
    spool: HttpSpool
    thread: threading.Thread
    stop: threading.Event
    wake: threading.Event


class Agent:
    """Prints for one server.

    Args:
        told: printers named at the start, besides those on USB.
    """

    def __init__(self, address: Address, state: State, told: tuple[str, ...] = ()) -> None:
        self.address = address
        self.state = state
        self.told = told
        self.stop = threading.Event()
        self._printing: dict[int, _Printing] = {}
        self._not_mine: set[str] = set()

    def run(self) -> None:
        """Work until stopped; ask for a new code whenever the server does not know this agent any more."""
        while not self.stop.is_set():
            token = self.state.token or self._pair()
            if not token:
                return
            line = Line(self.address, token)
            try:
                self._work(line)
            except NotPaired:
                log.warning("The server does not know this agent any more: it was sent away. It asks for a new code.")
                self.state.forget()
            finally:
                line.hang_up()
                self.let_go()

    def let_go(self, patience: float = 3.0) -> None:
        """Stop the workers, and wait for them a moment."""
        for each in self._printing.values():
            each.stop.set()
            each.wake.set()
        for each in self._printing.values():
            each.thread.join(patience)
        self._printing.clear()

    def _pair(self) -> str:
        line = Line(self.address)
        while not self.stop.is_set():
            asked = self._insist(lambda: line.ask("/pairing", {"version": f"giliran-agent {VERSION}"}))
            if not asked:
                break
            code, minutes = asked["code"], asked["seconds"] // 60
            log.info("This agent is not paired yet. Its code: %s %s", code[:3], code[3:])
            log.info(
                "An administrator types it under Set-up, Devices, at %s, within %d minutes.", self.address, minutes
            )
            token = self._fetch(line, asked["secret"])
            if token:
                return token
        return ""

    def _fetch(self, line: Line, secret: str) -> str:
        while not self.stop.wait(ASK_FOR_TOKEN_EVERY):
            try:
                paired = self._insist(lambda: line.ask("/pairing/token", {"secret": secret}))
            except Refused as refusal:
                if refusal.code != "code-ran-out":
                    raise
                log.info("The code has run out.")
                return ""
            if paired:
                self.state.keep(paired["token"])
                log.info("Paired as %s of %s.", paired["name"], paired["office"])
                return str(paired["token"])
        return ""

    def _work(self, line: Line) -> None:
        begun = self._insist(lambda: line.ask("/begin", {"version": f"giliran-agent {VERSION}"}))
        if begun:
            log.info("%s prints for %s.", begun["name"], begun["office"])
        while not self.stop.is_set():
            offered = self._offered()
            work = self._insist(lambda offered=offered: line.ask("/work", {"printers": offered}))  # type: ignore[misc]
            if work:
                self._keep_workers(line, work["printers"], offered)
                self._wake(work["due"])
            self.stop.wait(REST)

    def _offered(self) -> dict[str, str]:
        return usb_printers() | {url: url for url in self.told}

    def _keep_workers(self, line: Line, printers: list[Mapping[str, Any]], offered: Mapping[str, str]) -> None:
        # A printer once offered stays ours while its cable is out: its worker tells that it is away.
        wanted = {each["id"]: each["url"] for each in printers}
        for gone in self._printing.keys() - wanted.keys():
            each = self._printing.pop(gone)
            each.stop.set()
            each.wake.set()
        for printer_id, url in wanted.items():
            if printer_id in self._printing:
                continue
            if url in offered or url.startswith("usb:"):
                self._printing[printer_id] = self._worker(line, printer_id, url)
            elif url not in self._not_mine:
                self._not_mine.add(url)
                log.warning("The server wants us to print on %s, which this agent was not given; use --printer.", url)

    def _worker(self, line: Line, printer_id: int, url: str) -> _Printing:
        stop, wake = threading.Event(), threading.Event()
        spool = HttpSpool(printer_id, url, Line(line.address, line.token), self.stop)
        folder = self.state.folder / "virtual" / str(printer_id)
        thread = threading.Thread(target=worker.run, args=(spool, folder, stop, wake), name=f"printer {printer_id}")
        thread.daemon = True
        thread.start()
        log.info("Printing on %s.", url)
        return _Printing(spool, thread, stop, wake)

    def _wake(self, due: list[int]) -> None:
        for printer_id in due:
            if printer_id in self._printing:
                self._printing[printer_id].spool.due.set()
                self._printing[printer_id].wake.set()

    def _insist(self, question: Callable[[], Any]) -> Any:
        """Ask until there is an answer; None when stopped before."""
        pause, since = 0.5, 0.0
        while not self.stop.is_set():
            try:
                answer = question()
            except Unreachable as error:
                if not since:
                    since = time.monotonic()
                    log.warning("%s; trying again.", error)
                self.stop.wait(pause)
                pause = min(pause * 2, LONGEST_BACK_OFF)
                continue
            if since:
                log.info("In contact with %s again.", self.address)
            return answer
        return None


def folder_by_default(environ: Mapping[str, str]) -> Path | None:
    """Where the state is kept when nobody says: systemd's folder, else the user's own; None if the user has no home.

    A service with DynamicUser= has systemd's folder and, where libnss-systemd is missing, no home at all.
    """
    if said := environ.get("STATE_DIRECTORY"):
        return Path(said)
    try:
        own = Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    except RuntimeError:
        return None
    return own / "giliran-agent"
