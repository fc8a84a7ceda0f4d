"""Note: what an officer jots down about a citizen's business, for whoever serves them next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.staff import Staff
from app.models.ticket import Ticket


class Note(Model):
    """A line beside a ticket, never in the history, which only tells that one was made; erased, its text is None.

    `seq` is the event that tells of it.
    """

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey(Ticket.id), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))
    text: Mapped[str | None] = mapped_column(String(200))
