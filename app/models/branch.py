"""Branch: one office with one waiting room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class Installation(Model):
    """This installation itself: a single row, locked by changes that no office owns."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    made_by_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Branch(Model):
    """One office. Its row is the lock of every verb in it, and the keeper of its history's head."""

    __tablename__ = "branch"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(240), default="")
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Jakarta")
    running_text: Mapped[dict[str, str]] = mapped_column(default=dict)
    slip_footer: Mapped[dict[str, str]] = mapped_column(default=dict)
    last_seq: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime | None]
