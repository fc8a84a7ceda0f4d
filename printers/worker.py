"""The worker of a printer: takes the next slip that is due, prints it, says how it went; idle, it asks how it is."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from printers.drivers import UNKNOWN, PrinterError, Status, Trouble, open_driver
from printers.layout import layout
from printers.networks import EVERYWHERE, Networks
from printers.paper import Paper
from printers.profiles import paper_with
from printers.roll import millimetres
from printers.slip import Slip, as_copy
from printers.teaching import Lesson, lesson_slip

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
ASK_EVERY = 10.0
ASK_A_MUTE_ONE_EVERY = 60.0
"""Asking takes a printer that never answers a third of a second, in which it prints nothing."""


@dataclass(frozen=True)
class Job:
    """A slip to print.

    Args:
        id: its number in the spool.
        slip_json: what `Slip.to_json` wrote, or `Lesson.to_json`.
        url: the printer, as `open_driver` takes it.
        width_mm: the printer's paper, 80 or 58.
        copy: an earlier try may have come out, so that this one is marked as a copy.
        claim: which claim this is; the spool hears only the latest.
        profile: what the printer can do, as `Profile.said`; empty is what is usual.
    """

    id: int
    slip_json: str
    url: str
    width_mm: int
    copy: bool
    claim: int
    profile: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LaidOut:
    """A slip as the printer takes it, and how much paper it needs."""

    data: bytes
    millimetres: int


Aside = Callable[[Callable[[], LaidOut]], LaidOut]
"""Runs slow arithmetic and hands back what it gave: at once, or where it holds nobody up."""


class Spool(Protocol):
    """Where the slips of one printer wait. When to try again, where else, and when to give up, is its affair."""

    def claim(self) -> Job | None:
        """Take the next slip that is due; None when there is none."""

    def mark_printed(self, job: Job, status: Status, millimetres: int) -> None:
        """The slip came out, as far as the printer can tell: `status` is what it said afterwards."""

    def mark_failed(self, job: Job, error: PrinterError) -> None:
        """The slip did not come out, or nobody knows."""

    def address(self) -> str | None:
        """The printer's address, to ask how it is; None when it is not used any more."""

    def mark_status(self, status: Status, trouble: Trouble | None) -> None:
        """What the printer said, or that it could not be asked."""


def at_once(work: Callable[[], LaidOut]) -> LaidOut:
    """Run it here and now."""
    return work()


def run(
    spool: Spool,
    folder: Path,
    stop: threading.Event,
    wake: threading.Event,
    *,
    aside: Aside = at_once,
    networks: Networks = EVERYWHERE,
) -> None:
    """Print what is due, until `stop` is set; then wait for `wake`, or a second.

    Args:
        spool: where slips wait.
        folder: where a virtual printer keeps its slips.
        stop: set it, and `wake`, to end the loop.
        wake: rung when there may be something to print.
        aside: where slips are laid out.
        networks: where the name of a printer may lead.
    """
    ask_at = 0.0
    while not stop.is_set():
        # Before looking, so that a slip put in while we look is not slept over.
        wake.clear()
        try:
            printed = print_one(spool, folder, aside, networks)
            if not printed and time.monotonic() >= ask_at:
                ask_at = time.monotonic() + ask(spool, folder, networks)
        except Exception:
            log.exception("the spool cannot be read or written; trying again")
            stop.wait(LOOK_EVERY)
            continue
        if not printed and not stop.is_set():
            wake.wait(LOOK_EVERY)


def print_one(spool: Spool, folder: Path, aside: Aside = at_once, networks: Networks = EVERYWHERE) -> bool:
    """Print the next slip that is due.

    Returns:
        Whether there was one, printed or not.

    Raises:
        Exception: the spool's own; a printer's are marked in the spool.
    """
    job = spool.claim()
    if job is None:
        return False
    try:
        status, millimetres = _print(job, folder, aside, networks)
    except PrinterError as error:
        log.warning("slip %d did not print: %s", job.id, error.reason)
        spool.mark_failed(job, error)
        if error.maybe_printed:  # something happened in the middle: the printer may know what
            ask(spool, folder, networks)
    else:
        spool.mark_printed(job, status, millimetres)
    return True


def ask(spool: Spool, folder: Path, networks: Networks = EVERYWHERE) -> float:
    """Ask the printer how it is, and tell the spool.

    Returns:
        after how many seconds to ask again.
    """
    url = spool.address()
    if url is None:
        return ASK_EVERY
    try:
        status = open_driver(url, folder=folder, networks=networks).status()
        spool.mark_status(status, status.trouble())
    except PrinterError as error:
        spool.mark_status(UNKNOWN, error.trouble)
    except ValueError:  # an address of another version: no slip is printed there either
        spool.mark_status(UNKNOWN, Trouble.SET_UP)
    else:
        return ASK_A_MUTE_ONE_EVERY if status == UNKNOWN else ASK_EVERY
    return ASK_EVERY


def _print(job: Job, folder: Path, aside: Aside, networks: Networks) -> tuple[Status, int]:
    trouble, sending = Trouble.SET_UP, False
    try:
        driver = open_driver(job.url, folder=folder, networks=networks)
        trouble = Trouble.UNPRINTABLE
        laid_out = aside(partial(_laid_out, job))
        trouble, sending = Trouble.BROKE_OFF, True
        return driver.send(laid_out.data), laid_out.millimetres
    except PrinterError:
        raise
    except Exception as error:
        # No slip may end the loop: the next citizen waits behind it.
        log.exception("slip %d could not be printed", job.id)
        reason = f"The slip could not be printed ({error})."
        raise PrinterError(reason, trouble, needs_a_person=True, maybe_printed=sending) from error


def _laid_out(job: Job) -> LaidOut:
    paper = paper_with(job.width_mm, job.profile)
    lesson = Lesson.from_json(job.slip_json)
    data = lesson_slip(lesson) if lesson else _slip(job, paper)
    return LaidOut(data, millimetres(data, paper))


def _slip(job: Job, paper: Paper) -> bytes:
    slip = Slip.from_json(job.slip_json)
    return layout(as_copy(slip) if job.copy else slip, paper)
