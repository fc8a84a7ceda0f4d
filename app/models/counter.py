"""Counter: where one officer serves."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.staff import Staff
from app.rules.states import CounterState


class Counter(Model):
    """A counter (loket): its number as painted on it, who sits there, and which letters it serves."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("branch_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id))
    number: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default=CounterState.CLOSED)
    letters: Mapped[list[str]] = mapped_column(default=list)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id), index=True)
    position: Mapped[int] = mapped_column(default=0)

    branch: Mapped[Branch] = relationship()
    staff: Mapped[Staff | None] = relationship()
