"""The spool of one printer as an agent sees it: the server's, over the line (printers.worker.Spool)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from printers.agent.server import Line, NotPaired, Refused, Unreachable
from printers.drivers import PrinterError, Status, Trouble
from printers.worker import Job

log = logging.getLogger(__name__)

LONGEST_BACK_OFF = 10.0


class HttpSpool:
    """Slips of a printer that this agent drives.

    Args:
        printer_id: the server's number of it.
        url: where it is, as this agent offered it: a server cannot send an agent to any other place.
        line: of its own, since others wait on theirs.
        stop: set when the agent ends.
    """

    def __init__(self, printer_id: int, url: str, line: Line, stop: threading.Event) -> None:
        self.url = url
        self.due = threading.Event()
        """Set when the server said that a slip is due."""
        self._path = f"/printers/{printer_id}"
        self._line = line
        self._stop = stop
        self._lost = False

    def claim(self) -> Job | None:
        """Take the next slip that is due; None when there is none, or nobody to ask."""
        if not self.due.is_set():
            return None
        self.due.clear()
        try:
            answer = self._line.ask(f"{self._path}/claim", {"lost": self._lost}, again={"lost": True})
        except Unreachable:
            # Perhaps it was given to us, and the answer was lost: then it was not printed, and the server is told.
            self._lost = True
            return None
        except (NotPaired, Refused):
            return None
        self._lost = False
        if answer is None:
            return None
        self.due.set()  # there may be another one behind it
        return Job(**{**answer, "url": self.url})

    def mark_printed(self, job: Job, status: Status, millimetres: int) -> None:
        """The slip came out, as far as the printer can tell."""
        self._tell("printed", job, {"status": asdict(status), "millimetres": millimetres})

    def mark_failed(self, job: Job, error: PrinterError) -> None:
        """The slip did not come out, or nobody knows."""
        how = {"needs_a_person": error.needs_a_person, "maybe_printed": error.maybe_printed}
        self._tell("failed", job, {"reason": error.reason[:200], "trouble": error.trouble.value, **how})

    def address(self) -> str | None:
        """Where the printer is."""
        return self.url

    def mark_status(self, status: Status, trouble: Trouble | None) -> None:
        """What the printer said, or that it could not be asked. It is asked again soon: no need to insist."""
        said = {"status": asdict(status), "trouble": trouble.value if trouble else None}
        try:
            self._line.ask(f"{self._path}/status", said)
        except (Unreachable, NotPaired, Refused):
            log.debug("the server did not hear how %s is", self.url)

    def _tell(self, what: str, job: Job, said: Mapping[str, Any]) -> None:
        # Until it is heard: forgotten, the slip would be printed once more. The claim keeps it from counting twice.
        pause = 0.5
        while not self._stop.is_set():
            try:
                self._line.ask(f"{self._path}/{what}", {"job": job.id, "claim": job.claim, **said})
                return
            except Unreachable:
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_BACK_OFF)
            except (NotPaired, Refused) as error:
                log.warning("slip %d: the server does not take our word any more (%s)", job.id, error)
                return
