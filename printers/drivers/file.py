"""A printer that is a file: a kernel's printer device, or a place to collect slips."""

from __future__ import annotations

import os
import select
import time
from dataclasses import dataclass
from pathlib import Path

from printers.drivers.base import UNKNOWN, PrinterError, Status, Trouble

SECONDS = 3.0

# A device without paper, and a pipe nobody reads, block whoever writes: here that would be the whole server.
HOW = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(frozen=True)
class FilePrinter:
    """Slips one after the other, at the end of `path`."""

    path: Path

    def send(self, data: bytes) -> Status:
        """Write the slip at the end of the file; a device has three seconds to take it."""
        try:
            file = os.open(self.path, HOW, 0o666)
        except OSError as error:
            raise PrinterError(f"{self.path} cannot be written ({error.strerror}).", needs_a_person=True) from error
        try:
            self._write(file, data)
        finally:
            os.close(file)
        return UNKNOWN

    def status(self) -> Status:
        """Unknown: a file does not answer."""
        return UNKNOWN

    def _write(self, file: int, data: bytes) -> None:
        left, until = memoryview(data), time.monotonic() + SECONDS
        try:
            while left:
                left = left[_taken(file, left, until) :]
            # A USB printer device that is closed early drops what it has not passed on yet.
            _wait(file, until)
        except OSError as error:
            reason = f"{self.path} stopped taking the slip ({error.strerror or error})."
            begun = len(left) < len(data)
            raise PrinterError(reason, Trouble.BROKE_OFF, needs_a_person=True, maybe_printed=begun) from error


def _taken(file: int, left: memoryview, until: float) -> int:
    try:
        return os.write(file, left)
    except BlockingIOError:
        _wait(file, until)
        return 0


def _wait(file: int, until: float) -> None:
    seconds = until - time.monotonic()
    ready = select.poll()
    ready.register(file, select.POLLOUT)
    if seconds <= 0 or not ready.poll(seconds * 1000):
        raise TimeoutError(f"it took no more for {SECONDS:g} seconds")
