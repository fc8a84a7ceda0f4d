"""Device: a kiosk, a board or a print agent that belongs to an office; Pairing: one that asks to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.branch import Branch
from app.models.staff import Staff


class DeviceKind(StrEnum):
    """What a device is for."""

    KIOSK = "kiosk"
    BOARD = "board"
    AGENT = "agent"


class Device(Model):
    """A paired device. Its token is 256 random bits and kept as SHA-256; None until the device has fetched it.

    Which kiosks and boards are paired belongs to the office's set-up (app.office). `last_seen` is written now and
    then, never at a touch. `printers_seen` is what an agent offers to print on: addresses, each with a name.
    `printers` are those of a kiosk with an order of its own, by id; without any it prints in the office's order.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    paired_by: Mapped[int] = mapped_column(ForeignKey(Staff.id))
    paired_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_seen: Mapped[datetime | None]
    version: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    printers_seen: Mapped[dict[str, str]] = mapped_column(default=dict)
    printers: Mapped[list[int]] = mapped_column(default=list)

    @property
    def is_agent(self) -> bool:
        return self.kind == DeviceKind.AGENT

    @property
    def may_show(self) -> bool:
        """Whether it is a screen of its office now."""
        return not self.is_agent and self.token_digest is not None and self.revoked_at is None


class Pairing(Model):
    """A device that shows a code and waits for somebody to approve it; gone once it has its token or ran out.

    A screen asks for the office of its address; an agent joins the office of whoever approves it. The device alone
    holds the secret of which `secret_digest` is the SHA-256.
    """

    __tablename__ = "pairing"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey(Branch.id))
    address: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[str] = mapped_column(String(80), default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey(Device.id))
