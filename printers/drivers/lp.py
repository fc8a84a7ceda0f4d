"""A printer that the operating system keeps a queue for."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from printers.drivers.base import UNKNOWN, PrinterError, Status

SECONDS = 8


@dataclass(frozen=True)
class LpPrinter:
    """The queue `queue` of the operating system. It takes a slip long before the slip is on paper."""

    queue: str

    def send(self, data: bytes) -> Status:
        """Hand the slip to the queue."""
        command = ["lp", "-s", "-d", self.queue, "-o", "raw"]
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            reason = f"The queue {self.queue} did not take the slip in {SECONDS} seconds."
            raise PrinterError(reason, maybe_printed=True) from error
        except OSError as error:
            raise PrinterError("There is no lp command here; install CUPS.", needs_a_person=True) from error
        if done.returncode:
            reason = f"The queue {self.queue} refused the slip ({_first_line(done.stderr)})."
            raise PrinterError(reason, needs_a_person=True)
        return UNKNOWN

    def status(self) -> Status:
        """Unknown: the queue would answer for itself, not for the printer."""
        return UNKNOWN


def _first_line(said: bytes) -> str:
    lines = said.decode(errors="replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), "no reason given")[:120]
