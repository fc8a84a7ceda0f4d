"""The worker of a printer: takes the next slip that is due, prints it, says how it went."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from printers.drivers import PrinterError, open_driver
from printers.layout import layout
from printers.paper import paper_of
from printers.slip import Slip, as_copy

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0

Aside = Callable[[Callable[[], bytes]], bytes]
"""Runs slow arithmetic and hands back what it gave: at once, or where it holds nobody up."""


@dataclass(frozen=True)
class Job:
    """A slip to print.

    Args:
        id: its number in the spool.
        slip_json: what `Slip.to_json` wrote.
        url: the printer, as `open_driver` takes it.
        width_mm: the printer's paper, 80 or 58.
        copy: an earlier try may have come out, so that this one is marked as a copy.
        claim: which claim this is; the spool hears only the latest.
    """

    id: int
    slip_json: str
    url: str
    width_mm: int
    copy: bool
    claim: int


class Spool(Protocol):
    """Where slips wait. When to try again, and when to give up, is its affair."""

    def claim(self) -> Job | None:
        """Take the next slip that is due; None when there is none."""

    def mark_printed(self, job: Job) -> None:
        """The slip came out, as far as the printer can tell."""

    def mark_failed(self, job: Job, error: PrinterError) -> None:
        """The slip did not come out, or nobody knows."""


def at_once(work: Callable[[], bytes]) -> bytes:
    """Run it here and now."""
    return work()


def run(spool: Spool, folder: Path, stop: threading.Event, wake: threading.Event, *, aside: Aside = at_once) -> None:
    """Print what is due, until `stop` is set; then wait for `wake`, or a second.

    Args:
        spool: where slips wait.
        folder: where a virtual printer keeps its slips.
        stop: set it, and `wake`, to end the loop.
        wake: rung when there may be something to print.
        aside: where slips are laid out.
    """
    while not stop.is_set():
        # Before looking, so that a slip put in while we look is not slept over.
        wake.clear()
        try:
            printed = print_one(spool, folder, aside)
        except Exception:
            log.exception("the spool cannot be read or written; trying again")
            stop.wait(LOOK_EVERY)
            continue
        if not printed and not stop.is_set():
            wake.wait(LOOK_EVERY)


def print_one(spool: Spool, folder: Path, aside: Aside = at_once) -> bool:
    """Print the next slip that is due.

    Returns:
        Whether there was one, printed or not.

    Raises:
        Exception: the spool's own; a printer's are marked in the spool.
    """
    job = spool.claim()
    if job is None:
        return False
    error = _print(job, folder, aside)
    if error is None:
        spool.mark_printed(job)
    else:
        log.warning("slip %d did not print: %s", job.id, error.reason)
        spool.mark_failed(job, error)
    return True


def _print(job: Job, folder: Path, aside: Aside) -> PrinterError | None:
    sending = False
    try:
        driver, data = open_driver(job.url, folder=folder), aside(partial(_laid_out, job))
        sending = True
        driver.send(data)
    except PrinterError as error:
        return error
    except Exception as error:
        # No slip may end the loop: the next citizen waits behind it.
        log.exception("slip %d could not be printed", job.id)
        return PrinterError(f"The slip could not be printed ({error}).", needs_a_person=True, maybe_printed=sending)
    return None


def _laid_out(job: Job) -> bytes:
    slip = Slip.from_json(job.slip_json)
    return layout(as_copy(slip) if job.copy else slip, paper_of(job.width_mm))
