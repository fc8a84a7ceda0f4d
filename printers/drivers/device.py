"""Printers on a cable, USB or serial. Each slip is written by a short-lived process of its own.

libusb and a stuck serial line block whoever calls them; a process can be waited for, and ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from printers.drivers.base import UNKNOWN, PrinterError, Status, Trouble

SECONDS = 12
NOT_OPENED = 3
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class DevicePrinter:
    """A printer on a cable.

    Args:
        kind: the cable.
        address: "vvvv:pppp" of USB, or the device file of a serial line.
        baud: bits a second of a serial line.
    """

    kind: Literal["usb", "serial"]
    address: str
    baud: int = 9600

    def send(self, data: bytes) -> Status:
        """Write the slip, and wait until the cable took it."""
        command = [sys.executable, "-m", "printers.drivers.cable", self.kind, self.address, str(self.baud)]
        try:
            done = _run(command, data)
        except subprocess.TimeoutExpired as error:
            reason = f"The printer at {self.address} did not take the slip in {SECONDS} seconds."
            raise PrinterError(reason, Trouble.BROKE_OFF, needs_a_person=True, maybe_printed=True) from error
        if done.returncode:
            self._explain(done.returncode, done.stderr.decode(errors="replace"))
        return UNKNOWN

    def status(self) -> Status:
        """Unknown: few printers answer on a cable."""
        return UNKNOWN

    def _explain(self, code: int, said: str) -> None:
        why = " ".join(said.split())[:120] or "no reason given"
        if code == NOT_OPENED:
            raise PrinterError(f"The printer at {self.address} cannot be opened ({why}).", needs_a_person=True)
        reason = f"The printer at {self.address} stopped taking the slip ({why})."
        raise PrinterError(reason, Trouble.BROKE_OFF, needs_a_person=True, maybe_printed=True)


def _run(command: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    # python-escpos leaves a temporary folder behind each time it is loaded; one a slip would fill the disk.
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        own = {**os.environ, "TMPDIR": scratch}
        return subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False, cwd=ROOT, env=own)
