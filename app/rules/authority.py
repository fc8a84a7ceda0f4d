"""Who may do what, and where: a person holds roles, each in one office or in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What somebody may do where they hold it."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    CITY = "city"
    AUDITOR = "auditor"


HIGHEST_FIRST = (Role.CITY, Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER)
LOOKS_AFTER_PEOPLE = (Role.ADMIN, Role.CITY)
"""Who gives roles to others, where they hold theirs."""

IN_AN_OFFICE = (Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER)
IN_ALL = (Role.CITY, Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR)
"""What is given; officers belong to offices, and the city is over all of them."""

IDLES = (Role.SUPERVISOR, Role.ADMIN, Role.CITY, Role.AUDITOR)
"""Whose browser signs itself out when nobody uses it: it shows and changes more than one desk."""


class Held(NamedTuple):
    """A role somebody holds: in one office, by its id, or in all of them (None)."""

    role: Role
    branch_id: int | None = None

    def reaches(self, branch_id: int | None) -> bool:
        """Whether it counts in an office; None asks for all of them."""
        return self.branch_id is None or self.branch_id == branch_id


@dataclass(frozen=True)
class Roles:
    """All that somebody holds."""

    held: frozenset[Held]

    @classmethod
    def of(cls, held: Iterable[tuple[str, int | None]]) -> Roles:
        """Those of pairs of a role and an office's id."""
        return cls(frozenset(Held(Role(role), branch_id) for role, branch_id in held))

    def include(self, *roles: Role) -> bool:
        """Whether one of these is held anywhere."""
        return any(each.role in roles for each in self.held)

    def include_in(self, branch_id: int | None, *roles: Role) -> bool:
        """Whether one of these, or without any named any role, is held in an office; None asks for all offices."""
        return any(each.reaches(branch_id) and (not roles or each.role in roles) for each in self.held)

    def highest(self, branch_id: int | None = None) -> Role | None:
        """The highest role: in an office, when one is named and any reaches it, else of all that are held."""
        here = {each.role for each in self.held if branch_id is not None and each.reaches(branch_id)}
        found = here or {each.role for each in self.held}
        return next((role for role in HIGHEST_FIRST if role in found), None)

    @property
    def need_second_step(self) -> bool:
        """Whether a password alone is too little for what these may do."""
        return self.include(*LOOKS_AFTER_PEOPLE)

    @property
    def only_office(self) -> int | None:
        """The id of the one office in which everything is held; None when there are several, or all."""
        offices = {each.branch_id for each in self.held}
        return offices.pop() if len(offices) == 1 else None

    def looks_after(self, others: Held) -> bool:
        """Whether these give and take a role: an administrator in their own office, or one of all offices anywhere."""
        return self.include_in(None if others.role == Role.CITY else others.branch_id, *LOOKS_AFTER_PEOPLE)

    def looks_after_some(self, others: Roles) -> bool:
        """Whether a role of somebody lies within reach; whoever holds none is looked after from all offices."""
        return any(map(self.looks_after, others.held)) if others.held else self.looks_after(Held(Role.OFFICER))

    def looks_after_all(self, others: Roles) -> bool:
        """Whether every role of somebody lies within reach: else their password would open more than one's own."""
        return self.looks_after_some(others) and all(map(self.looks_after, others.held))


class NotGiven(StrEnum):
    """Why roles are not changed so."""

    BEYOND_REACH = "beyond_reach"
    RAISES_ONESELF = "raises_oneself"
    OWN_LAST = "own_last"


def refusal_of(giver: Roles, before: Roles, after: Roles, *, oneself: bool) -> NotGiven | None:
    """Why somebody may not change roles from what they are to what they would be; None when they may.

    Args:
        giver: the roles of who changes them.
        oneself: whether they are the giver's own.
    """
    if not all(map(giver.looks_after, before.held ^ after.held)):
        return NotGiven.BEYOND_REACH
    if oneself and after.held - before.held:
        return NotGiven.RAISES_ONESELF
    if oneself and not after.include(*LOOKS_AFTER_PEOPLE):
        return NotGiven.OWN_LAST
    return None
