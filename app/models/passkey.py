"""Passkeys: what somebody's browser, telephone or key signs with, and what it was asked to sign."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class Passkey(Model):
    """A passkey of somebody: its public half, which opens nothing.

    `site` is the name it was made for and works at alone. `credential` and `public_key` are base64url, as browsers say
    them; a credential has at most 1023 bytes (WebAuthn Level 3, 4). `transports` are how browsers reach it, by commas.
    """

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(253))
    credential: Mapped[str] = mapped_column(String(1364), unique=True)
    public_key: Mapped[str] = mapped_column(String(1400))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    transports: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Model):
    """What somebody's passkey is to sign, as a SHA-256: used up by the first answer."""

    __tablename__ = "passkey_challenge"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
