"""How the numbers of an office's queues look."""

from __future__ import annotations

from collections.abc import Mapping

from app.changes import Change, differences, must_be_usable, told
from app.errors import NoSuchLetter
from app.models import Letter
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.rules import numbering
from app.rules.numbering import Numbering


def set_numbering(branch_id: int, numberings: Mapping[str, Numbering], staff_id: int | None = None) -> int:
    """Decide the first number and the digits of letters; it counts from the next series of each.

    A series begins with the first number of a day, so what was printed today stays as it is.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchLetter: there is no such office or letter.
        SettingsUnusable: out of bounds; the faults are named "A.first_number".
    """
    must_be_usable(
        {
            f"{letter}.{name}": fault
            for letter, each in numberings.items()
            for name, fault in numbering.faults(each).items()
        }
    )
    with acting_in(branch_id, staff_id) as act:
        changes = [change for letter, each in numberings.items() for change in _set(act, letter, each)]
        return told(act.history, changes)


def _set(act: Acting, letter: str, wanted: Numbering) -> list[Change]:
    if letter not in act.office.letters:
        raise NoSuchLetter
    row = act.session.get_one(Letter, (act.office.id, letter))
    changes = differences(vars(Numbering(row.first_number, row.width)), vars(wanted), of=letter)
    row.first_number, row.width = wanted.first_number, wanted.width
    return changes
