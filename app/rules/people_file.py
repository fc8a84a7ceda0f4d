"""A list of an office's people as a file: what its cells mean, and what of them cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from app.rules.authority import HIGHEST_FIRST, IN_AN_OFFICE, Held, NotGiven, Role, Roles, refusal_of
from app.rules.faults import Fault, Faults, Wrong
from app.rules.tables import NO, YES

LONGEST_NAME = 80

SAID = {
    "petugas": Role.OFFICER,
    "penyelia": Role.SUPERVISOR,
    "pengelola": Role.ADMIN,
    "administrator": Role.ADMIN,
} | {role.value: role for role in IN_AN_OFFICE}
"""Roles as a file may call them: by their own word, and by what Indonesian pages say."""


def is_name(name: str) -> bool:
    """Whether somebody can sign in by it: 1 to 80 characters that can be seen."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable()


def roles_in(cell: str) -> list[str]:
    """The roles that a cell names, the highest first; words that name none come last, as they are."""
    words = [word.strip() for word in cell.replace(";", ",").split(",") if word.strip()]
    said = {SAID.get(word.lower(), word) for word in words}
    return [role for role in HIGHEST_FIRST if role in said] + sorted(said - set(HIGHEST_FIRST))


def roles_after(before: Roles, cell: str, branch_id: int) -> Roles:
    """All that somebody would hold: what a cell names in an office, and elsewhere what they hold now."""
    elsewhere = {each for each in before.held if each.branch_id != branch_id}
    return Roles(frozenset(elsewhere | {Held(Role(role), branch_id) for role in roles_in(cell)}))


def faults(
    giver: Roles, before: Roles | None, cells: Mapping[str, str], branch_id: int, *, switched: bool, oneself: bool
) -> Faults:
    """What of a row nobody could do, or not this giver.

    Args:
        before: what somebody holds now, anywhere; None is somebody new.
        cells: the row as it would be.
        switched: whether they would be stopped, or let in again.
        oneself: whether the row is the giver's own.
    """
    found: Faults = {}
    if before is None and not is_name(cells["name"]):
        found["name"] = _of_person("no_name")
    strange = [word for word in roles_in(cells["role"]) if word not in SAID.values()]
    if strange:
        return found | {"role": Fault(Wrong.ROLE_UNKNOWN, {"name": strange[0], "known": ", ".join(IN_AN_OFFICE)})}
    had = before or Roles(frozenset())
    after = roles_after(had, cells["role"], branch_id)
    refused = refusal_of(giver, had, after, oneself=oneself)
    if refused:
        found["role"] = _of_person(refused)
    elif before and not after.held:
        found["role"] = Fault(Wrong.NO_ROLE_LEFT)
    return found | _of_switch(giver, had, cells["stopped"], is_new=before is None, switched=switched, oneself=oneself)


def _of_switch(giver: Roles, had: Roles, said: str, *, is_new: bool, switched: bool, oneself: bool) -> Faults:
    if said not in (YES, NO):
        return {"stopped": Fault(Wrong.NOT_YES_OR_NO)}
    if not switched:
        return {}
    if is_new:
        return {"stopped": Fault(Wrong.NEW_AND_STOPPED)}
    if oneself:
        return {"stopped": _of_person("oneself")}
    return {} if giver.looks_after_all(had) else {"stopped": _of_person(NotGiven.BEYOND_REACH)}


def _of_person(why: str) -> Fault:
    return Fault(Wrong(f"person_{why}"))
