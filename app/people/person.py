"""Whoever is signed in, as pages know them: a record, read once a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, has_app_context
from flask_login import UserMixin

from app.clock import WHERE_THE_CITY_IS
from app.rules.authority import Role, Roles


@dataclass(frozen=True, eq=False)
class Person(UserMixin):  # type: ignore[misc]
    """A member of staff.

    Args:
        offices: the names of the offices they hold a role in, by id; none of whoever reaches all.
        first_password: whether they still have the one-time password they were given.
        has_telephone, has_passkey: what may be asked for after the password.
        secret: what their cookie holds; by it their browser is known again.
        zone: in which they read times that belong to no office.
    """

    id: int
    name: str
    roles: Roles
    offices: dict[int, str]
    first_password: bool = False
    has_telephone: bool = False
    has_passkey: bool = False
    secret: str = ""
    zone: str = WHERE_THE_CITY_IS

    @classmethod
    def of(cls, rows: Sequence[Any], secret: str) -> Person:
        """The person of some rows of `sign_ins`, one for each role."""
        first = rows[0]
        held = Roles.of((row.role, row.branch_id) for row in rows if row.role)
        offices = {row.branch_id: row.office for row in rows if row.branch_id}
        zone = next((row.zone for row in rows if row.branch_id), WHERE_THE_CITY_IS)
        has = bool(first.totp_seed), bool(first.has_passkey)
        return cls(first.id, first.name, held, offices, first.password_is_one_time, *has, secret, zone)

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: nothing that anybody could count up."""
        return self.secret

    def works_in(self, branch_id: int) -> bool:
        """Whether this person may do in an office what this page is for: there they hold one of the roles it asks for.

        On a page that asks for none, any role will do.
        """
        return self.roles.include_in(branch_id, *asked_for())

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held anywhere."""
        return self.roles.include(*roles)

    def holds_in(self, branch_id: int, *roles: Role) -> bool:
        """Whether one of these roles is held in an office."""
        return self.roles.include_in(branch_id, *roles)

    @property
    def needs_second_step(self) -> bool:
        """Whether a password alone is too little for what they may do."""
        return self.roles.need_second_step

    @property
    def has_second_step(self) -> bool:
        """Whether more than the password is asked for when they sign in."""
        return self.has_telephone or self.has_passkey

    @property
    def reaches_all(self) -> bool:
        """Whether a role of theirs counts in every office."""
        return self.roles.include_in(None)

    @property
    def role(self) -> Role | None:
        """The highest of their roles, by which they are called."""
        return self.roles.highest()


def ask_for(roles: tuple[Role, ...]) -> None:
    """Remember which roles the page of this request is for."""
    g.roles_asked_for = roles


def asked_for() -> tuple[Role, ...]:
    """The roles the page of this request is for; none where it has not said."""
    found: tuple[Role, ...] = g.get("roles_asked_for", ()) if has_app_context() else ()
    return found
