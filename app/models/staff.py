"""Staff: who works here and what they may do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch


class Role(StrEnum):
    """What somebody may do; a person has one role, in one office or (without one) in all."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    CITY = "city"
    AUDITOR = "auditor"


class Staff(Model, UserMixin):  # type: ignore[misc]
    """Somebody who signs in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(12))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey(Branch.id))
    is_active: Mapped[bool] = mapped_column(default=True)
    has_signed_in: Mapped[bool] = mapped_column(default=False)
    signed_out_at: Mapped[datetime | None]

    branch: Mapped[Branch | None] = relationship()

    def works_in(self, branch_id: int) -> bool:
        """Whether this person's role reaches into an office; without an office of their own it reaches all."""
        return self.branch_id is None or self.branch_id == branch_id
