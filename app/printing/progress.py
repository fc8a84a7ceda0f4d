"""How a ticket's slip is getting on, for those who wait for it."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from app.db import db
from app.models import PrintJob
from app.models.printer import JobState


class Slip(StrEnum):
    """What to tell the citizen about the paper."""

    NONE = "none"
    ON_ITS_WAY = "on_its_way"
    OUT = "out"
    TROUBLE = "trouble"


def of_slip(ticket_id: int) -> Slip:
    """The state of a ticket's latest slip. A first failed try is trouble: the citizen stands there now."""
    job = db.session.scalar(
        select(PrintJob).where(PrintJob.ticket_id == ticket_id).order_by(PrintJob.id.desc()).limit(1)
    )
    if job is None:
        return Slip.NONE
    if job.state == JobState.PRINTED:
        return Slip.OUT
    if job.attempts or job.printer.is_down or job.state in (JobState.FAILED, JobState.EXPIRED):
        return Slip.TROUBLE
    return Slip.ON_ITS_WAY
