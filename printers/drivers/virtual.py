"""A printer without paper: it keeps its last slips, for an admin to look at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from printers.drivers.base import PrinterError, Status

KEPT = 50
SECONDS_A_SLIP = 0.2


@dataclass(frozen=True)
class VirtualSlip:
    """A slip that came out of a virtual printer.

    Args:
        name: what it goes by in its folder.
        at: when it came out, in UTC.
        path: the file with its bytes.
    """

    name: str
    at: datetime
    path: Path


@dataclass(frozen=True)
class VirtualPrinter:
    """Keeps the bytes of each slip as a file in `folder`, the newest 50 of them."""

    folder: Path

    def send(self, data: bytes) -> Status:
        """Keep the slip; this takes as long as paper does."""
        done = time.monotonic() + SECONDS_A_SLIP
        try:
            _keep(self.folder, data)
            _forget_old(self.folder)
        except OSError as error:
            reason = f"The slip cannot be kept in {self.folder} ({error.strerror})."
            raise PrinterError(reason, needs_a_person=True) from error
        time.sleep(max(0.0, done - time.monotonic()))
        return self.status()

    def status(self) -> Status:
        """Always well."""
        return Status(online=True, paper="ok", cover_open=False)


def recent(folder: Path, n: int) -> list[VirtualSlip]:
    """The last slips.

    Args:
        folder: the printer's; it need not exist yet.
        n: how many at most.

    Returns:
        The newest first.
    """
    newest = sorted(_moments(folder), reverse=True)[:n]
    return [
        VirtualSlip(name=str(moment), at=datetime.fromtimestamp(moment / 1e9, UTC), path=folder / f"{moment}.bin")
        for moment in newest
    ]


def _keep(folder: Path, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    moment = max(time.time_ns(), max(_moments(folder), default=0) + 1)
    # Under its own name only when it is whole: somebody may be looking.
    half = folder / f"{moment}.part"
    half.write_bytes(data)
    half.rename(folder / f"{moment}.bin")


def _forget_old(folder: Path) -> None:
    for moment in sorted(_moments(folder))[:-KEPT]:
        (folder / f"{moment}.bin").unlink(missing_ok=True)


def _moments(folder: Path) -> Iterator[int]:
    return (int(file.stem) for file in folder.glob("*.bin") if file.stem.isdigit())
