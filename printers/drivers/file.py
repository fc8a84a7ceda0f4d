"""A printer that is a file: a kernel's printer device, or a place to collect slips."""

from __future__ import annotations

from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from printers.drivers.base import UNKNOWN, PrinterError, Status


@dataclass(frozen=True)
class FilePrinter:
    """Slips one after the other, at the end of `path`."""

    path: Path

    def send(self, data: bytes) -> None:
        """Write the slip at the end of the file."""
        try:
            out = self.path.open("ab", buffering=0)
        except OSError as error:
            raise PrinterError(f"{self.path} cannot be written ({error.strerror}).", needs_a_person=True) from error
        with out:
            self._write(out, data)

    def status(self) -> Status:
        """Unknown: a file does not answer."""
        return UNKNOWN

    def _write(self, out: FileIO, data: bytes) -> None:
        # Unbuffered, a device may take less than it is given.
        left = memoryview(data)
        try:
            while left:
                left = left[out.write(left) :]
        except OSError as error:
            reason = f"{self.path} stopped taking the slip ({error.strerror})."
            raise PrinterError(reason, needs_a_person=True, maybe_printed=len(left) < len(data)) from error
