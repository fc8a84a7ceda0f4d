"""VoiceClip: a clip of the board's voice that an office has recorded itself."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.branch import Branch


class VoiceClip(Model):
    """A recording, said in place of the shipped clip of this name; its sound is the file of this seal (app.kept)."""

    __tablename__ = "voice_clip"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    clip: Mapped[str] = mapped_column(String(40), primary_key=True)
    seal: Mapped[str] = mapped_column(String(16))
