"""The queues of an office: a letter, what citizens read under it, its picture and its place on the kiosk."""

from __future__ import annotations

from sqlalchemy import select

from app.changes import Change, differences, must_be_usable, told
from app.errors import NoSuchLetter
from app.models import Counter, Letter, Series
from app.queueing.acting import Acting
from app.queueing.furnishing.errors import LetterGaveNumbers, LetterInUse, OnlyWorkOf
from app.queueing.furnishing.pictures import faults_of_picture
from app.queueing.locking import acting_in
from app.rules import letters as rules
from app.rules.texts import DEFAULT_LANGUAGE, Texts


def add_letter(branch_id: int, letter: str, name: Texts, icon: str, staff_id: int | None = None) -> int:
    """Give an office one more queue, served by every counter that serves all the others; it comes last.

    Args:
        letter: one or two capital letters, with which its numbers begin.
        name: what citizens read, by language; Indonesian is needed.
        icon: one of the lucide set.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: the letter, the words or the picture cannot be used.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, adding(act, letter, name, icon))


def adding(act: Acting, letter: str, name: Texts, icon: str) -> list[Change]:
    """`add_letter`, as part of a larger change."""
    known = act.office.letters
    must_be_usable(rules.faults(letter, known) | rules.faults_of_name(name) | faults_of_picture(icon))
    position = max((each.position for each in known.values()), default=-1) + 1
    act.session.add(Letter(branch_id=act.office.id, letter=letter, name=name, icon=icon, position=position))
    for counter in act.office.every_counter.values():
        if set(known) <= set(counter.letters):
            row = act.counter_row(counter)
            row.letters = [*row.letters, letter]
    return [Change("letter", None, name[DEFAULT_LANGUAGE], of=letter)]


def set_letter(branch_id: int, letter: str, name: Texts, icon: str, staff_id: int | None = None) -> int:
    """Let citizens read other words at a queue, or see another picture.

    Args:
        name, icon: as for `add_letter`.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchLetter: there is no such office or queue.
        SettingsUnusable: as for `add_letter`.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, setting(act, letter, name, icon))


def setting(act: Acting, letter: str, name: Texts, icon: str) -> list[Change]:
    """`set_letter`, as part of a larger change."""
    row = _row(act, letter)
    must_be_usable(rules.faults_of_name(name) | faults_of_picture(icon))
    before, after = {"letter_name": row.name, "letter_icon": row.icon}, {"letter_name": name, "letter_icon": icon}
    row.name, row.icon = name, icon
    return differences(before, after, of=letter)


def move_letter(branch_id: int, letter: str, places: int, staff_id: int | None = None) -> int:
    """Let a queue stand so many places later on the kiosk.

    Returns:
        the `seq` of what was changed; 0 when it stands there already.

    Raises:
        NoSuchBranch, NoSuchLetter: there is no such office or queue.
    """
    with acting_in(branch_id, staff_id) as act:
        _row(act, letter)
        before = list(act.office.letters)
        after = [each for each in before if each != letter]
        after.insert(max(0, before.index(letter) + places), letter)
        for position, each in enumerate(after):
            _row(act, each).position = position
        return told(act.history, differences({"letters_order": before}, {"letters_order": after}))


def remove_letter(branch_id: int, letter: str, staff_id: int | None = None) -> int:
    """Take away a queue that was never used; one that was stays, unseen by citizens once it has no services.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchLetter: there is no such office or queue.
        LetterInUse, LetterGaveNumbers: services belong to it, or the history refers to it.
        OnlyWorkOf: a counter serves nothing else.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, removing(act, letter))


def removing(act: Acting, letter: str) -> list[Change]:
    """`remove_letter`, as part of a larger change."""
    row = _row(act, letter)
    if any(each.letter == letter for each in act.office.every_service.values()):
        raise LetterInUse(letter=letter)
    given = select(Series.letter).where(Series.branch_id == act.office.id, Series.letter == letter).limit(1)
    if act.session.scalar(given):
        raise LetterGaveNumbers(letter=letter)
    for counter in act.office.every_counter.values():
        _forget(act.counter_row(counter), letter)
    act.session.delete(row)
    return [Change("letter", row.name[DEFAULT_LANGUAGE], None, of=letter)]


def _forget(counter: Counter, letter: str) -> None:
    if counter.letters == [letter] and not counter.is_retired:
        raise OnlyWorkOf(counter=counter.number, what=letter)
    counter.letters = [each for each in counter.letters if each != letter]
    counter.first_letters = [each for each in counter.first_letters if each != letter]
    counter.helps = {each: minutes for each, minutes in counter.helps.items() if each != letter}


def _row(act: Acting, letter: str) -> Letter:
    row = act.session.get(Letter, (act.office.id, letter))
    if row is None:
        raise NoSuchLetter
    return row
