"""Counter: where one officer serves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.staff import Staff
from app.rules.states import CounterState


class Counter(Model):
    """A counter (loket): its number as painted on it, who sits there, and what it serves.

    Its work profile: `letters` it serves, `services` of them when not all, `first_letters` before the others, and
    the letters it `helps` once somebody there has waited so many minutes. One that `is_retired` is for the history
    alone: it is never deleted, and may come back.
    """

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("branch_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id))
    number: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default=CounterState.CLOSED)
    letters: Mapped[list[str]] = mapped_column(default=list)
    services: Mapped[list[str]] = mapped_column(default=list)
    first_letters: Mapped[list[str]] = mapped_column(default=list)
    helps: Mapped[dict[str, int]] = mapped_column(default=dict)
    since: Mapped[datetime | None]
    opened_on: Mapped[date | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(60), default="")
    is_retired: Mapped[bool] = mapped_column(default=False)

    branch: Mapped[Branch] = relationship()
    staff: Mapped[Staff | None] = relationship()
