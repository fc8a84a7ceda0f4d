"""A test slip on a printer that a print agent drives: through the spool, and to no other printer."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import update

from app.clock import now
from app.db import db, transaction
from app.errors import NoSuchPrinter
from app.events import History, history_of
from app.models import Printer, PrintJob
from app.models.printer import OPEN_JOB, JobState
from app.printing.troubles import WORDS, printer_trouble
from app.printing.trying import Tried
from printers.drivers import Trouble


@dataclass(frozen=True)
class Going:
    """A test slip on its way: how it went, as far as known, and whether more is to be heard."""

    tried: Tried | None
    waits: bool


def put(branch_id: int, printer_id: int, language: str) -> int:
    """Let an agent print a test slip; one of that printer that still waits is not printed any more.

    Args:
        language: of whoever reads it.

    Returns:
        the id of the job.

    Raises:
        NoSuchPrinter: the office has no such printer.
    """
    with transaction() as session, history_of(session, branch_id) as history:
        return put_in(history, printer_id, language)


def put_in(history: History, printer_id: int, language: str) -> int:
    """The same inside a verb's transaction, for any printer, whoever drives it."""
    if all(each.id != printer_id for each in history.office.printers):
        raise NoSuchPrinter
    moment = now()
    waiting = update(PrintJob).where(PrintJob.printer_id == printer_id, OPEN_JOB, PrintJob.only_here)
    history.session.execute(waiting.values(state=JobState.SUPERSEDED.value, ended_at=moment))
    job = PrintJob(
        branch_id=history.office.id,
        printer_id=printer_id,
        only_here=True,
        facts=json.dumps({"test": language}),
        created_at=moment,
        next_try_at=moment,
    )
    history.session.add(job)
    history.session.flush()
    return job.id


def going(printer: Printer, job_id: int) -> Going | None:
    """How a test slip of a printer is getting on; None when it has no such one."""
    job = db.session.get(PrintJob, job_id)
    if job is None or job.printer_id != printer.id or not job.only_here:
        return None
    if job.ended_at is None:
        return Going(Tried(printer_trouble(printer)) if printer.is_down else None, waits=True)
    return Going(_ended(JobState(job.state)), waits=False)


def _ended(state: JobState) -> Tried:
    if state in (JobState.PRINTED, JobState.UNCONFIRMED):
        return Tried(certain=state is JobState.PRINTED)
    if state is JobState.FAILED:
        return Tried(str(WORDS[Trouble.UNPRINTABLE]))
    return Tried(gettext("It was not printed in time, and is not printed any more."))
