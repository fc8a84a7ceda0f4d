"""Branch: one office with one waiting room."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.rules.chain import BEGINNING


def new_version() -> str:
    """A version of an office's set-up, or of a history: random, so that one taken back never passes for a later one."""
    return secrets.token_hex(8)


class Installation(Model):
    """This installation itself: a single row, locked by changes that no office owns.

    A change that locks an office too locks the office first. The columns of the audit log are its head, written by
    `app.audit` alone.
    """

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    made_by_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    audit_seq: Mapped[int] = mapped_column(default=0)
    audit_at: Mapped[datetime | None]
    audit_head: Mapped[str] = mapped_column(String(64), default=BEGINNING)
    audit_seal: Mapped[str] = mapped_column(String(64), default="")
    retention: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """A `rules.retention.Retention` as far as it is not the usual one."""
    tidied_at: Mapped[datetime | None]
    breach: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The breach, or drill of one, that is under way; see `app.breach`."""
    history_id: Mapped[str] = mapped_column(String(16), default=new_version)
    """Which history this is: another one once the installation was restored. A `seq` means something within one."""


class Branch(Model):
    """One office. Its row is the lock of every verb in it, and the keeper of its history's head.

    The first group of columns changes with every event and is written by `queueing.acting` alone; the rest is
    set-up, and whoever changes it gives it a new `setup_version`, by which every process knows that its copy is old.
    """

    __tablename__ = "branch"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_seq: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime | None]
    chain_head: Mapped[str] = mapped_column(String(64), default=BEGINNING)
    day: Mapped[date | None]
    ended_on: Mapped[date | None]
    interleave_turn: Mapped[int] = mapped_column(default=0)

    setup_version: Mapped[str] = mapped_column(String(16), default=new_version)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(240), default="")
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Jakarta")
    accent: Mapped[str] = mapped_column(String(7), default="")
    logo_seal: Mapped[str] = mapped_column(String(12), default="")
    running_text: Mapped[dict[str, str]] = mapped_column(default=dict)
    slip_footer: Mapped[dict[str, str]] = mapped_column(default=dict)
    slip_templates: Mapped[dict[str, str]] = mapped_column(default=dict)
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    order_policy: Mapped[dict[str, Any]] = mapped_column(default=dict)
    no_show_policy: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pause_reasons: Mapped[list[str]] = mapped_column(default=list)
    undo_seconds: Mapped[int] = mapped_column(default=60)
    slip_expires_seconds: Mapped[int] = mapped_column(default=120)
    reprint_minutes: Mapped[int] = mapped_column(default=30)
    officers_may_choose: Mapped[bool] = mapped_column(default=True)
    quick_change: Mapped[bool] = mapped_column(default=False)
    idle_minutes: Mapped[int | None]
    """After so many without a request its people are signed out; None is as the installation has it."""
    forced_open_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    suspended_reason: Mapped[str] = mapped_column(String(200), default="")
    message: Mapped[dict[str, str]] = mapped_column(default=dict)
    service_pin: Mapped[str] = mapped_column(String(120), default="")
    kiosks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How each kiosk was set at its service menu, by its id; "0" is a browser that is not paired."""


class SpecialDay(Model):
    """A date on which an office keeps other hours than its weekday, or none: a holiday, Ramadan, collective leave."""

    __tablename__ = "special_day"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    spans: Mapped[list[list[str]]] = mapped_column(default=list)


class SlipLogo(Model):
    """An office's logo (PNG in base64), in the dots of each paper and in colour for its screens.

    It stands apart from the office, which is read often; `branch.logo_seal` tells that there is one, and which.
    """

    __tablename__ = "slip_logo"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    wide: Mapped[str] = mapped_column(Text)
    narrow: Mapped[str] = mapped_column(Text)
    coloured: Mapped[str] = mapped_column(Text, default="")
