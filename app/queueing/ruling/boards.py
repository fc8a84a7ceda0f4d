"""The boards of an office: what each shows and says."""

from __future__ import annotations

from app.errors import NoSuchBoard
from app.models import Board
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.queueing.ruling.changes import Change, differences, must_be_usable, told
from app.rules import board as rules
from app.rules.board import MAIN, BoardRules
from app.rules.faults import Faults


def add_board(branch_id: int, code: str, board: BoardRules, staff_id: int | None = None) -> int:
    """Give an office one more board, at its code behind the office's own address.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: the code is no code or taken, or something of the board means nothing here.
    """
    with acting_in(branch_id, staff_id) as act:
        must_be_usable(rules.faults_of_code(code, act.office.boards) | _faults(act, board))
        position = len(act.office.boards)
        act.session.add(Board(branch_id=act.office.id, code=code, settings=rules.stored(board), position=position))
        return told(act, [Change("board", None, board.name, of=code)])


def set_board(branch_id: int, code: str, board: BoardRules, staff_id: int | None = None) -> int:
    """Let a board show and say something else, at once; whatever it speaks just then is spoken to the end.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchBoard: there is no such office, or no such board in it.
        SettingsUnusable: something of it means nothing here.
    """
    with acting_in(branch_id, staff_id) as act:
        before = act.office.boards.get(code)
        if before is None:
            raise NoSuchBoard
        must_be_usable(_faults(act, board, needs_name=code != MAIN))
        row = act.session.get(Board, (act.office.id, code))
        if row is None:  # the office's first board is there before anybody has set it
            row = Board(branch_id=act.office.id, code=code)
            act.session.add(row)
        row.settings = rules.stored(board)
        changes = differences(_named(before), _named(board), of=code)
        return told(act, changes)


def remove_board(branch_id: int, code: str, staff_id: int | None = None) -> int:
    """Take a board away; the one at the office's own address becomes the standard one.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchBoard: there is no such office, or nothing was set for such a board.
    """
    with acting_in(branch_id, staff_id) as act:
        row = act.session.get(Board, (act.office.id, code))
        if row is None:
            raise NoSuchBoard
        act.session.delete(row)
        return told(act, [Change("board", act.office.boards[code].name, None, of=code)])


def _faults(act: Acting, board: BoardRules, *, needs_name: bool = True) -> Faults:
    counters = [each.number for each in act.office.counters.values()]
    return rules.faults(board, counters, act.office.letters, needs_name=needs_name)


def _named(board: BoardRules) -> dict[str, object]:
    return {f"board_{name}": value for name, value in rules.stored(board).items()}
