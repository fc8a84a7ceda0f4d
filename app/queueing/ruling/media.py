"""What a board shows when it has room: its pictures and videos, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.changes import differences, must_be_usable, told
from app.errors import NoSuchBoard, NoSuchMedium
from app.queueing.locking import acting_in
from app.queueing.ruling.boards import let_files_go, row_of, settings_told
from app.rules import board as boards
from app.rules import medium as rules
from app.rules.faults import Fault, Wrong
from app.rules.medium import Medium

Media = tuple[Medium, ...]


def add_medium(branch_id: int, code: str, medium: Medium, staff_id: int | None = None) -> int:
    """Let a board show one more picture or video, after those it has.

    Args:
        medium: its file is kept already.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchBoard: there is no such office, or no such board in it.
        SettingsUnusable: the board has it already, or as many as it can have.
    """

    def added(before: Media) -> Media:
        if medium.seal in _seals(before):
            must_be_usable({"file": Fault(Wrong.MEDIUM_THERE)})
        if len(before) >= rules.MOST:
            must_be_usable({"file": Fault(Wrong.TOO_MANY_MEDIA, {"most": str(rules.MOST)})})
        return (*before, medium)

    return _change(branch_id, code, added, staff_id)


def set_medium(branch_id: int, code: str, medium: Medium, staff_id: int | None = None) -> int:
    """Show a picture or video of a board at other times, for longer or shorter, or not for now.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchBoard, NoSuchMedium: there is no such office, board, or medium of it.
        SettingsUnusable: it cannot be shown like that.
    """
    must_be_usable(rules.faults(medium))

    def changed(before: Media) -> Media:
        _must_have(before, medium.seal)
        return tuple(medium if each.seal == medium.seal else each for each in before)

    return _change(branch_id, code, changed, staff_id)


def move_medium(branch_id: int, code: str, seal: str, by: int, staff_id: int | None = None) -> int:
    """Show a medium of a board some places later, or earlier when `by` is negative; at either end it stays.

    Returns:
        the `seq` of what was changed; 0 when it stands at that end already.

    Raises:
        NoSuchBranch, NoSuchBoard, NoSuchMedium: there is no such office, board, or medium of it.
    """

    def moved(before: Media) -> Media:
        _must_have(before, seal)
        return rules.moved(before, seal, by)

    return _change(branch_id, code, moved, staff_id)


def remove_medium(branch_id: int, code: str, seal: str, staff_id: int | None = None) -> int:
    """Take a picture or video from a board; its file goes when no other board shows it.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchBoard, NoSuchMedium: there is no such office, board, or medium of it.
    """

    def left(before: Media) -> Media:
        _must_have(before, seal)
        return tuple(each for each in before if each.seal != seal)

    return _change(branch_id, code, left, staff_id)


def _change(branch_id: int, code: str, how: Callable[[Media], Media], staff_id: int | None) -> int:
    with acting_in(branch_id, staff_id) as act:
        before = act.office.boards.get(code)
        if before is None:
            raise NoSuchBoard
        after = replace(before, media=how(before.media))
        changes = differences(settings_told(before), settings_told(after), of=code)
        if changes:
            row_of(act, code).settings = boards.stored(after)
            let_files_go(act, code, [each for each in before.media if each.seal not in _seals(after.media)])
        return told(act.history, changes)


def _seals(media: Media) -> list[str]:
    return [each.seal for each in media]


def _must_have(media: Media, seal: str) -> None:
    if seal not in _seals(media):
        raise NoSuchMedium
