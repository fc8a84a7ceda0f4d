"""What every printer can be asked, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

PaperLeft = Literal["ok", "near_end", "out", "unknown"]


class PrinterError(Exception):
    """A slip did not come out, or nobody knows.

    Args:
        reason: one sentence for the office.
        needs_a_person: trying again does not help before somebody goes to the printer.
        maybe_printed: bytes were written, so that some of it may be on paper; False is certain.
    """

    def __init__(self, reason: str, *, needs_a_person: bool = False, maybe_printed: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.needs_a_person = needs_a_person
        self.maybe_printed = maybe_printed


@dataclass(frozen=True)
class Status:
    """What a printer says about itself; what it does not say is unknown, and never called well.

    Args:
        online: it would print now; None is unknown.
        paper: how much is left.
        cover_open: None is unknown.
    """

    online: bool | None = None
    paper: PaperLeft = "unknown"
    cover_open: bool | None = None

    def trouble(self) -> str | None:
        """Why a slip would not come out now, in a sentence; None when nothing is known against it."""
        if self.cover_open:
            return "The printer's cover is open."
        if self.paper == "out":
            return "The printer is out of paper."
        if self.online is False:
            return "The printer says it is not ready."
        return None


UNKNOWN = Status()


class Driver(Protocol):
    """A printer at the end of some wire. Nothing is opened before something is asked of it."""

    def send(self, data: bytes) -> None:
        """Print a slip.

        Args:
            data: ESC/POS, one whole slip.

        Raises:
            PrinterError: it did not come out, or nobody knows.
        """

    def status(self) -> Status:
        """How the printer is.

        Raises:
            PrinterError: there is no printer to ask.
        """
