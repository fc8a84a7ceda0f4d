"""Imported: the last import of an office from a file, so that it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.branch import Branch
from app.models.staff import Staff


class Imported(Model):
    """What the last import changed: each cell of each row before and after, as `rules.tables.Planned`.

    One for each office and each of `what`, "catalogue" and "staff"; the next one takes its place.
    """

    __tablename__ = "imported"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))
    is_undoing: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[list[Any]] = mapped_column(JSON)
