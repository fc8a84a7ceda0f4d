"""Carry out what a file was shown to change: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app import audit
from app.changes import Change, differences, told
from app.errors import FileUnusable, PlanIsOld
from app.models import Counter, Imported, Service
from app.queueing.acting import Acting
from app.queueing.exchange import content, keeping
from app.queueing.exchange.planning import after_all, digest_of, plan_for
from app.queueing.exchange.unused import unused_of
from app.queueing.furnishing import counters, letters, services, standards
from app.queueing.locking import acting_in
from app.queueing.ruling.counters import profile_of, working
from app.rules.audit import AuditAction
from app.rules.standard import in_force
from app.rules.tables import YES, Planned, Row
from app.rules.work import WorkProfile


def carry_out(
    branch_id: int, rows: Sequence[Row], shown: str, staff_id: int | None = None, *, undoes: bool = False
) -> int:
    """Change an office as a file says, provided that it does what was shown. It is kept, so that it can be taken back.

    Args:
        rows: of the file.
        shown: the digest of the plan that somebody saw and agreed to.
        undoes: whether the rows are those that take the last import back.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        FileUnusable: something of the file cannot be.
        PlanIsOld: the office is no longer as it was when the plan was shown.
        StillNeeded: something that is to be retired is in use.
    """
    with acting_in(branch_id, staff_id) as act:
        last = keeping.last(branch_id, keeping.CATALOGUE) if undoes else None
        plan = plan_for(act.office, rows, unused_of(act.session, act.office, last.changes) if last else None)
        if plan.wrong:
            raise FileUnusable
        if digest_of(plan) != shown:
            raise PlanIsOld
        changes = _Carrying(act, plan.changes, after_all(plan, content.tables_of(act.office))).all()
        seq = told(act.history, changes)
        if changes:
            kept = Imported(branch_id=act.office.id, what=keeping.CATALOGUE, staff_id=staff_id, is_undoing=undoes)
            keeping.keep(act.session, kept, plan.changes, content.tables_of(act.office))
            action = AuditAction.IMPORT_UNDONE if undoes else AuditAction.CATALOGUE_IMPORTED
            after = {"changes": len(changes), "seq": seq}
            audit.record(act.session, action, act.office.branch.name, after=after, branch_id=act.office.id)
        return seq


class _Carrying:
    """One plan on its way: sheet by sheet, each step seeing what those before it changed."""

    def __init__(self, act: Acting, planned: Sequence[Planned], after: content.Tables) -> None:
        self.act, self.planned, self.after = act, planned, after
        self.changes: list[Change] = []

    def all(self) -> list[Change]:
        """Everything, in an order in which nothing leans on what is not there yet."""
        for step in (
            self._queues, self._services_back, self._services, self._standards,
            self._counters_back, self._counters, self._work, self._counters_gone, self._services_gone,
            self._services_removed, self._queues_removed,
        ):  # fmt: skip
            step()
            self.act.session.flush()
            self.act.change_setup()
            self.act.read_setup_again()
        return self.changes

    def _rows(self, sheet: str) -> list[tuple[Planned, content.Cells]]:
        mine = [each for each in self.planned if each.sheet == sheet and not each.removes]
        return [(each, self.after[sheet][each.key]) for each in mine]

    def _removed(self, sheet: str) -> list[str]:
        return [each.key for each in self.planned if each.sheet == sheet and each.removes]

    def _queues(self) -> None:
        for each, cells in self._rows("queues"):
            verb = letters.adding if each.is_new else letters.setting
            self.changes += verb(self.act, each.key, content.name_in(cells), cells["icon"])
            if each.is_new:  # the next one comes after it
                self.act.session.flush()
                self.act.change_setup()
                self.act.read_setup_again()

    def _services_back(self) -> None:
        for each, cells in self._rows("services"):
            known = self.act.office.every_service.get(each.key)
            if known and known.is_retired and cells["retired"] != YES:
                self.changes += services.returning(self.act, known)

    def _services(self) -> None:
        for each, cells in self._rows("services"):
            face = content.face_in(cells)
            if each.is_new:
                self.changes += services.adding(self.act, each.key, face, content.standard_in(cells, {}))
            else:
                self.changes += services.facing(self.act, each.key, face)

    def _standards(self) -> None:
        for each, cells in self._rows("services"):
            service = self.act.service(each.key)
            before = in_force(service.standards, self.act.day)
            wanted = content.standard_in(cells, before)
            self.changes += standards.publishing(self.act, each.key, wanted, self.act.day)
            quota = int(cells["quota"]) if cells.get("quota") else None
            self.changes += differences({"quota": service.quota}, {"quota": quota}, of=each.key)
            self.act.session.get_one(Service, service.id).quota = quota

    def _counters_back(self) -> None:
        for each, cells in self._rows("counters"):
            known = next((one for one in self.act.office.every_counter.values() if one.number == each.key), None)
            if known and known.is_retired and cells["retired"] != YES:
                self.changes += counters.returning(self.act, known)

    def _counters(self) -> None:
        for each, cells in self._rows("counters"):
            name = cells.get("name", "")
            if each.is_new:
                self.changes += counters.adding(self.act, each.key, name)
            else:
                known = self._counter(each.key)
                self.changes += counters.setting(self.act, known, known.number, name)

    def _work(self) -> None:
        for each, cells in self._rows("counters"):
            served = content.letters_in(cells)
            known = self._counter(each.key)
            # A row without this column leaves it: a new queue may have been added to what the counter serves.
            is_said = any(column == "letters" for column, _before, _value in each.cells)
            if is_said and served != list(known.letters):
                self.changes += working(self.act, known, self._profile(known, served))

    def _profile(self, counter: Counter, served: list[str]) -> WorkProfile:
        codes = [code for code, one in self.act.office.services.items() if one.letter in served]
        return replace(
            profile_of(counter),
            letters=served,
            services=[code for code in counter.services if code in codes],
            first_letters=[letter for letter in counter.first_letters if letter in served],
            helps={letter: after for letter, after in counter.helps.items() if letter not in served},
        )

    def _counters_gone(self) -> None:
        for each, cells in self._rows("counters"):
            if cells.get("retired") == YES:
                self.changes += counters.retiring(self.act, self._counter(each.key))

    def _services_gone(self) -> None:
        for each, cells in self._rows("services"):
            if cells.get("retired") == YES:
                self.changes += services.retiring(self.act, each.key)

    def _services_removed(self) -> None:
        for code in self._removed("services"):
            self.changes += services.removing(self.act, code)

    def _queues_removed(self) -> None:
        for letter in self._removed("queues"):
            self.changes += letters.removing(self.act, letter)

    def _counter(self, number: str) -> Counter:
        return next(each for each in self.act.office.counters.values() if each.number == number)
