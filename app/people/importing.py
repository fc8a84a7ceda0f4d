"""The people of an office in from a file: shown first, then carried out as it was shown, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy.orm import Session

from app import audit
from app.db import db
from app.errors import FileUnusable, PlanIsOld
from app.models import Branch, Imported, Staff
from app.people import managing
from app.people.managing import Added, New
from app.people.preparing import Hashes
from app.queueing.exchange.content import Cells, of_person, people_of
from app.queueing.exchange.keeping import keep
from app.queueing.exchange.planning import as_kept, digest_of
from app.rules import taking_back
from app.rules.audit import AuditAction
from app.rules.authority import Roles
from app.rules.people_file import faults, roles_after, roles_in
from app.rules.tables import STAFF, YES, Plan, Planned, Row, WrongCell, plan_of
from app.rules.taking_back import Back


@dataclass(frozen=True)
class Done:
    """What an import did: so many rows, and the new people with the passwords that are told once."""

    changes: int
    added: tuple[Added, ...]


def plan(actor_id: int, branch_id: int, rows: Iterable[Row]) -> Plan:
    """What a file would change among the people of an office, and what of it this person cannot do."""
    session = db.session()
    return _plan(session, session.get_one(Staff, actor_id).roles, actor_id, branch_id, rows)[0]


def new_names(actor_id: int, branch_id: int, rows: Iterable[Row], shown: str) -> list[str]:
    """Who is new by a file that does what was shown, and needs a password; raises FileUnusable, PlanIsOld."""
    seen = plan(actor_id, branch_id, rows)
    _must_be_as_shown(seen, shown)
    return [each.key for each in seen.changes if each.is_new]


def back(branch_id: int, changes: Sequence[Planned]) -> Back:
    """The rows that take an import of people back; whoever is new by it and has signed in stays."""
    people = _named(db.session(), branch_id, changes)
    signed_in = {name for name, person in people.items() if person.has_signed_in}
    return taking_back.back(changes, {STAFF: _table(people, branch_id)}, signed_in)


def carry_out(
    actor_id: int,
    branch_id: int,
    rows: Sequence[Row],
    shown: str,
    hashes: Hashes = MappingProxyType({}),
    *,
    undoes: bool = False,
) -> Done:
    """Change the people of an office as a file says, provided that it does what was shown. It is kept for a while.

    Roles in other offices stay. Whoever is new gets a one-time password.

    Args:
        rows: of the file.
        shown: the digest of the plan that somebody saw and agreed to.
        hashes: of those who are new, made beforehand (people.preparing): nobody waits in a lock for them.
        undoes: whether the rows are those that take the last import back.

    Raises:
        FileUnusable: something of the file cannot be, or not by this person.
        PlanIsOld: these people are no longer as they were when the plan was shown, or passwords were made for others.
        PersonUnusable: nobody would be left who administers all offices.
    """
    with managing.looking_after(actor_id) as (session, giver):
        now, people = _plan(session, giver, actor_id, branch_id, rows)
        _must_be_as_shown(now, shown)
        if any(each.is_new and each.key not in hashes for each in now.changes):
            raise PlanIsOld
        carrying = _Carrying(session, giver, actor_id, branch_id, people, hashes)
        new = carrying.add([each for each in now.changes if each.is_new])
        for each in now.changes:
            if not each.is_new:
                carrying.do(each)
        if now.changes:
            kept = Imported(branch_id=branch_id, what=STAFF, staff_id=actor_id, is_undoing=undoes)
            keep(session, kept, now.changes, {STAFF: _table(_named(session, branch_id, now.changes), branch_id)})
            action = AuditAction.IMPORT_UNDONE if undoes else AuditAction.STAFF_IMPORTED
            branch, after = session.get_one(Branch, branch_id), {"changes": len(now.changes), "new": len(new)}
            audit.record(session, action, branch.name, after=after, branch_id=branch_id)
    return Done(len(now.changes), new)


def _plan(
    session: Session, giver: Roles, actor_id: int, branch_id: int, rows: Iterable[Row]
) -> tuple[Plan, dict[str, Staff]]:
    kept = [as_kept(row) for row in rows]
    people = people_of(session, branch_id, {row.key.lower() for row in kept})
    spelled = {name.lower(): name for name in people}
    now = {STAFF: _table(people, branch_id)}
    found = plan_of([_as_known(row, spelled) for row in kept], now)
    for change in found.changes:
        person = people.get(change.key)
        wrong = faults(
            giver,
            person.roles if person else None,
            _after(change, now[STAFF]),
            branch_id,
            switched=any(column == "stopped" for column, _before, _value in change.cells),
            oneself=person is not None and person.id == actor_id,
        )
        found.wrong += [WrongCell(STAFF, change.at, column, fault) for column, fault in wrong.items()]
    return found, people


def _named(session: Session, branch_id: int, changes: Iterable[Planned]) -> dict[str, Staff]:
    return people_of(session, branch_id, {each.key.lower() for each in changes})


def _table(people: Mapping[str, Staff], branch_id: int) -> dict[str, Cells]:
    return {name: of_person(person, branch_id) for name, person in people.items()}


def _as_known(row: Row, spelled: Mapping[str, str]) -> Row:
    cells = dict(row.cells)
    if "name" in cells:
        name = " ".join(cells["name"].split())
        cells["name"] = spelled.get(name.lower(), name)
    if "role" in cells:
        cells["role"] = ", ".join(roles_in(cells["role"]))
    return replace(row, cells=cells)


def _after(change: Planned, now: Mapping[str, Cells]) -> Cells:
    before = now.get(change.key, {"name": change.key, "role": "", "stopped": "no"})
    return before | {column: value for column, _before, value in change.cells}


def _must_be_as_shown(found: Plan, shown: str) -> None:
    if found.wrong:
        raise FileUnusable
    if digest_of(found) != shown:
        raise PlanIsOld


@dataclass(frozen=True)
class _Carrying:
    """One plan on its way, under the lock."""

    session: Session
    giver: Roles
    actor_id: int
    branch_id: int
    people: Mapping[str, Staff]
    hashes: Hashes

    def add(self, changes: Sequence[Planned]) -> tuple[Added, ...]:
        """Make the accounts of those who are new; each with the password."""
        nothing = Roles(frozenset())
        wanted = [
            New(each.key, roles_after(nothing, _wanted(each)["role"], self.branch_id), self.hashes[each.key][1])
            for each in changes
        ]
        people = managing.adding(self.session, self.giver, wanted) if wanted else []
        return tuple(Added(person.id, person.name, self.hashes[person.name][0]) for person in people)

    def do(self, change: Planned) -> None:
        """Do what a row says of somebody who is known."""
        wanted, person = _wanted(change), self.people[change.key]
        oneself = person.id == self.actor_id
        if "stopped" in wanted:
            managing.must_be_whole(self.giver, person, oneself=oneself)
            (managing.stopping if wanted["stopped"] == YES else managing.admitting)(self.session, person)
        if "role" in wanted:
            after = roles_after(person.roles, wanted["role"], self.branch_id)
            managing.setting_roles(self.session, self.giver, person, after, oneself=oneself)


def _wanted(change: Planned) -> dict[str, str]:
    return {column: value for column, _before, value in change.cells}
