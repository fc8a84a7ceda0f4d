"""The boards of an office: what each shows and says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app import kept
from app.changes import Change, differences, must_be_usable, told
from app.errors import NoSuchBoard
from app.models import Board
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.rules import board as rules
from app.rules.board import MAIN, BoardRules
from app.rules.faults import Faults
from app.rules.medium import Medium, stored

KIND = "media"
"""The folder of what boards show (app.kept)."""


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
        return told(act.history, [Change("board", None, board.name, of=code)])


def set_board(branch_id: int, code: str, board: BoardRules, staff_id: int | None = None) -> int:
    """Let a board show and say something else, at once; whatever it speaks just then is spoken to the end.

    Its pictures and videos stay as they are: they have verbs of their own (ruling.media).

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
        board = replace(board, media=before.media)
        changes = differences(settings_told(before), settings_told(board), of=code)
        if changes:
            row_of(act, code).settings = rules.stored(board)
        return told(act.history, changes)


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
        let_files_go(act, code, act.office.boards[code].media)
        return told(act.history, [Change("board", act.office.boards[code].name, None, of=code)])


def _faults(act: Acting, board: BoardRules, *, needs_name: bool = True) -> Faults:
    counters = [each.number for each in act.office.counters.values()]
    return rules.faults(board, counters, act.office.letters, needs_name=needs_name)


def row_of(act: Acting, code: str) -> Board:
    """The row of a board that is there; the office's first board has none before anybody has set it."""
    row = act.session.get(Board, (act.office.id, code))
    if row is None:
        row = Board(branch_id=act.office.id, code=code)
        act.session.add(row)
    return row


def settings_told(board: BoardRules) -> dict[str, object]:
    """A board as the history tells it: without the names of files, which are people's own words."""
    said = {f"board_{name}": value for name, value in rules.stored(board).items()}
    media = [{name: value for name, value in stored(each).items() if name != "name"} for each in board.media]
    return said | {"board_media": media}


def let_files_go(act: Acting, code: str, gone: Iterable[Medium]) -> None:
    """Take away the files that none of the other boards shows, once this is saved."""
    others = {each.seal for other, board in act.office.boards.items() if other != code for each in board.media}
    for medium in gone:
        if medium.seal not in others:
            kept.let_go(act.session, kept.where(act.office.id, KIND, medium.seal, medium.ending))
