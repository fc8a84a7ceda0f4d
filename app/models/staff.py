"""Staff: who works here, and the roles they hold, each in one office or in all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.branch import Branch
from app.models.passkey import Passkey
from app.rules.authority import Role, Roles


class Staff(Model):
    """Somebody who signs in.

    A one-time password is to be changed by whoever signs in with it. `totp_seed` is worth nothing without the key in
    the data folder (people.second_step); `totp_step` is that of the last code, none of which counts twice.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    has_signed_in: Mapped[bool] = mapped_column(default=False)
    password_is_one_time: Mapped[bool] = mapped_column(default=False)
    totp_seed: Mapped[str] = mapped_column(String(32), default="")
    totp_step: Mapped[int] = mapped_column(default=0)
    pin_hash: Mapped[str] = mapped_column(String(120), default="")
    pin_tries: Mapped[int] = mapped_column(default=0)

    held: Mapped[list[StaffRole]] = relationship(cascade="all, delete-orphan", order_by="StaffRole.id")
    passkeys: Mapped[list[Passkey]] = relationship(cascade="all, delete-orphan", order_by=Passkey.id)

    @property
    def roles(self) -> Roles:
        """What this person may do, and where."""
        return Roles.of((each.role, each.branch_id) for each in self.held)

    @property
    def has_second_step(self) -> bool:
        """Whether more than the password is asked for: a code of a telephone, or a passkey."""
        return bool(self.totp_seed or self.passkeys)

    @property
    def office_id(self) -> int | None:
        """The one office they belong to, if it is one."""
        return self.roles.only_office


class StaffRole(Model):
    """A role that somebody holds in an office; without one, in all of them."""

    __tablename__ = "staff_role"
    __table_args__ = (
        Index("uq_staff_role_in_an_office", "staff_id", "role", "branch_id", unique=True),
        # Two NULLs are never the same to a unique key, so all offices have a key of their own.
        Index(
            "uq_staff_role_in_all",
            "staff_id",
            "role",
            unique=True,
            sqlite_where=text("branch_id IS NULL"),
            postgresql_where=text("branch_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id))
    role: Mapped[str] = mapped_column(String(12))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey(Branch.id))

    branch: Mapped[Branch | None] = relationship()


class SignIn(Model):
    """A browser in which somebody is signed in. Its cookie holds 256 random bits, of which this is the SHA-256.

    `last_seen` is written at most once a minute.
    """

    __tablename__ = "sign_in"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id), index=True)
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(80), default="")


class RecoveryCode(Model):
    """A code that lets somebody in once whose telephone is gone; a keyed digest of it."""

    __tablename__ = "recovery_code"

    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class WrongTries(Model):
    """How often somebody was refused of late, with one name or from one address.

    `subject` is a digest: what is typed as a name may be a password in the wrong field.
    """

    __tablename__ = "wrong_tries"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    rests_until: Mapped[datetime | None]


__all__ = ["RecoveryCode", "Role", "SignIn", "Staff", "StaffRole", "WrongTries"]
