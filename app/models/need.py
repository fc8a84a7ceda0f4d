"""Need: what happened to a citizen, in their own words, and which services help then."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.branch import Branch


class Need(Model):
    """A way into an office's services for whoever does not know what they are called; `services` are their codes."""

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), index=True)
    name: Mapped[dict[str, str]]
    icon: Mapped[str] = mapped_column(String(40))
    services: Mapped[list[str]]
    position: Mapped[int] = mapped_column(default=0)
