"""ApiKey: what a program shows to act in an office, or in all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch


class ApiKey(Model):
    """A key of the API, kept as SHA-256 of its 256 random bits; without an office it reaches all.

    One that may not act only reads. After `expires_at` it opens nothing; None is without an end.
    """

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey(Branch.id))
    may_act: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    branch: Mapped[Branch | None] = relationship()

    def is_open(self, at: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)
