"""What every printer can be asked, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

PaperLeft = Literal["ok", "near_end", "out", "unknown"]


class Trouble(StrEnum):
    """What is wrong with a printer, in one word: screens say it in their reader's language.

    Unprintable is the slip's own trouble: no printer could print it. Agent silent: nobody hears from the computer
    that drives the printer.
    """

    UNREACHABLE = "unreachable"
    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    NOT_READY = "not_ready"
    BROKE_OFF = "broke_off"
    SET_UP = "set_up"
    UNPRINTABLE = "unprintable"
    AGENT_SILENT = "agent_silent"


SENTENCES = {
    Trouble.COVER_OPEN: "The printer's cover is open.",
    Trouble.PAPER_OUT: "The printer is out of paper.",
    Trouble.NOT_READY: "The printer says it is not ready.",
}


class PrinterError(Exception):
    """A slip did not come out, or nobody knows.

    Args:
        reason: one sentence for the log, with the address.
        trouble: the same in one word.
        needs_a_person: trying again does not help before somebody goes to the printer.
        maybe_printed: bytes were written, so that some of it may be on paper; False is certain.
    """

    def __init__(
        self,
        reason: str,
        trouble: Trouble = Trouble.SET_UP,
        *,
        needs_a_person: bool = False,
        maybe_printed: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.trouble = trouble
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

    def trouble(self) -> Trouble | None:
        """Why a slip would not come out now; None when nothing is known against it."""
        if self.cover_open:
            return Trouble.COVER_OPEN
        if self.paper == "out":
            return Trouble.PAPER_OUT
        return Trouble.NOT_READY if self.online is False else None


UNKNOWN = Status()


class Driver(Protocol):
    """A printer at the end of some wire. Nothing is opened before something is asked of it."""

    def send(self, data: bytes) -> Status:
        """Print a slip.

        Args:
            data: ESC/POS, one whole slip.

        Returns:
            what the printer said after it had taken all of it; UNKNOWN of one that cannot answer.

        Raises:
            PrinterError: it did not come out, or nobody knows.
        """

    def status(self) -> Status:
        """How the printer is.

        Raises:
            PrinterError: there is no printer to ask.
        """
