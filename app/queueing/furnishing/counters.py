"""The counters of an office: added, renamed, renumbered, retired and brought back."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.changes import Change, differences, must_be_usable, told
from app.errors import NoSuchCounter
from app.models import Board, Counter, Ticket
from app.queueing.acting import Acting
from app.queueing.day_end import UNTIL_CLOSING
from app.queueing.furnishing.errors import BoardOverCounter, CitizensSentHere, CounterInUse
from app.queueing.locking import acting_in
from app.rules import board as boards
from app.rules import counter as rules
from app.rules.board import Kind
from app.rules.faults import Fault, Wrong
from app.rules.states import CounterState


def add_counter(branch_id: int, number: str, name: str = "", staff_id: int | None = None) -> int:
    """Give an office one more counter; it serves every queue until somebody sets its work.

    Args:
        number: as painted on it, 1-8 letters or digits; called by voice when it is a number such as 3 or 3B.
        name: what staff call it; may be empty.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: the number or name cannot be used, or is taken.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, adding(act, number, name))


def adding(act: Acting, number: str, name: str) -> list[Change]:
    """`add_counter`, as part of a larger change."""
    many = {"": Fault(Wrong.TOO_MANY, {"most": str(rules.MOST)})} if len(act.office.counters) >= rules.MOST else {}
    must_be_usable(_faults(act, number, name) | many)
    last = max((each.position for each in act.office.every_counter.values()), default=0)
    letters = list(act.office.letters)
    act.session.add(Counter(branch_id=act.office.id, number=number, name=name, position=last + 1, letters=letters))
    return [Change("counter", None, name or number, of=number)]


def set_counter(branch_id: int, counter_id: int, number: str, name: str, staff_id: int | None = None) -> int:
    """Paint another number on a counter, or call it otherwise; boards over it follow.

    Args:
        number, name: as for `add_counter`.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchCounter: there is no such office or counter.
        SettingsUnusable: as for `add_counter`.
        CounterInUse: it is open or holds a citizen, who was sent to the number they saw.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, setting(act, _counter(act, counter_id), number, name))


def setting(act: Acting, counter: Counter, number: str, name: str) -> list[Change]:
    """`set_counter`, as part of a larger change."""
    must_be_usable(_faults(act, number, name, counter))
    before = {"counter_number": counter.number, "counter_name": counter.name}
    changes = differences(before, {"counter_number": number, "counter_name": name}, of=counter.number)
    if number != counter.number:
        _must_rest(act, counter)
        _boards_follow(act, counter.number, number)
    row = act.counter_row(counter)
    row.number, row.name = number, name
    return changes


def move_counter(branch_id: int, counter_id: int, places: int, staff_id: int | None = None) -> int:
    """Let a counter stand so many places later in the hall's order, which gives it its colour and shape.

    Returns:
        the `seq` of what was changed; 0 when it stands there already.

    Raises:
        NoSuchBranch, NoSuchCounter: there is no such office or counter.
    """
    with acting_in(branch_id, staff_id) as act:
        counter = _counter(act, counter_id)
        before = list(act.office.counters.values())
        after = [each for each in before if each.id != counter.id]
        after.insert(max(0, before.index(counter) + places), counter)
        for position, each in enumerate(after):
            act.counter_row(each).position = position
        orders = ([each.number for each in order] for order in (before, after))
        return told(act.history, differences({"counters_order": next(orders)}, {"counters_order": next(orders)}))


def retire_counter(branch_id: int, counter_id: int, staff_id: int | None = None) -> int:
    """Take a counter out of the hall; its history stays, and it may come back as it was.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchCounter: there is no such office or counter.
        CounterInUse: it is open, paused or holds a citizen.
        CitizensSentHere: somebody waits for this counter alone.
        BoardOverCounter: a board hangs over it and would show nothing.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, retiring(act, _counter(act, counter_id)))


def retiring(act: Acting, counter: Counter) -> list[Change]:
    """`retire_counter`, as part of a larger change."""
    _must_rest(act, counter)
    _no_board_over(act, counter)
    act.counter_row(counter).is_retired = True
    return [Change("counter_retired", False, True, of=counter.number)]


def bring_counter_back(branch_id: int, counter_id: int, staff_id: int | None = None) -> int:
    """Let a retired counter serve again, with the work it had; it is closed until an officer sits down.

    Returns:
        the `seq` of what was changed; 0 when it was never gone.

    Raises:
        NoSuchBranch, NoSuchCounter: there is no such office or counter.
    """
    with acting_in(branch_id, staff_id) as act:
        counter = act.office.every_counter.get(counter_id)
        if counter is None:
            raise NoSuchCounter
        return told(act.history, returning(act, counter))


def returning(act: Acting, counter: Counter) -> list[Change]:
    """`bring_counter_back`, as part of a larger change."""
    act.counter_row(counter).is_retired = False
    return differences({"counter_retired": counter.is_retired}, {"counter_retired": False}, of=counter.number)


def _counter(act: Acting, counter_id: int) -> Counter:
    found = act.office.counters.get(counter_id)
    if found is None:
        raise NoSuchCounter
    return found


def _faults(act: Acting, number: str, name: str, own: Counter | None = None) -> dict[str, Fault]:
    # A number it has already is not asked again: some offices have had a 3 and a 03 since long.
    if own and own.number == number:
        return rules.faults(number, name, {})
    every = act.office.every_counter.values()
    return rules.faults(number, name, {each.number: each.is_retired for each in every if not own or each.id != own.id})


def _must_rest(act: Acting, counter: Counter) -> None:
    if counter.state != CounterState.CLOSED or act.held_by(counter):
        raise CounterInUse(counter=counter.number)
    sent = select(Ticket.id).where(
        Ticket.only_counter_id == counter.id, Ticket.day == act.day, Ticket.state.in_(UNTIL_CLOSING)
    )
    if act.session.scalar(sent.limit(1)):
        raise CitizensSentHere(counter=counter.number)


def _no_board_over(act: Acting, counter: Counter) -> None:
    for board in act.office.boards.values():
        if board.kind is Kind.COUNTER and counter.number in board.counters:
            raise BoardOverCounter(counter=counter.number, board=board.name)


def _boards_follow(act: Acting, number: str, now_called: str) -> None:
    for code, board in act.office.boards.items():
        counters = tuple(now_called if each == number else each for each in board.counters)
        ways = {now_called if each == number else each: way for each, way in board.ways.items()}
        if (counters, ways) != (board.counters, dict(board.ways)):
            followed = replace(board, counters=counters, ways=ways)
            act.session.get_one(Board, (act.office.id, code)).settings = boards.stored(followed)
