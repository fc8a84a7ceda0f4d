"""GuideClip: a sentence of the kiosk's spoken guide that an office has recorded itself."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.branch import Branch


class GuideClip(Model):
    """A recording of a sentence; its sound is the file of this seal (app.kept).

    `clip` is the sentence's key (app.guide.words), `sentence` what was read aloud: once the office has changed that
    text, nobody else knows what the recording says.
    """

    __tablename__ = "guide_clip"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    clip: Mapped[str] = mapped_column(String(32), primary_key=True)
    sentence: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(16))
