"""Board: one screen of the hall that shows and speaks calls."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.branch import Branch


class Board(Model):
    """A board by its code in its address; `settings` is a `rules.board.BoardRules` as it is stored."""

    __tablename__ = "board"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
