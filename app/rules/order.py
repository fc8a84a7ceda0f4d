"""The order of the line: who is called next at a counter, and the reason in a word.

An office has one policy. Whatever it is, nobody starves: who waits longer than the office's largest wait goes
next, oldest first. Pure functions over standings; the database only narrows down whom to look at.

A booking will be one more field of `Policy` and `Standing`: it counts from its check-in (never from the hour it
was made for), so it enters here as an arrival with a head start of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.rules.faults import Bounds, Faults, out_of_bounds
from app.rules.priority import CLASSES, HEAD_START_MINUTES, Priority

RUNNERS_UP = 3
BOUNDS = {
    **dict.fromkeys((each.value for each in CLASSES), Bounds(0, 480)),
    "ordinary": Bounds(1, 20),
    "priority": Bounds(1, 20),
    "largest_wait": Bounds(0, 600),
    "long_wait": Bounds(1, 600),
    "too_long_wait": Bounds(1, 600),
}
"""What an office may set, by the names of `settings`."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Kind(StrEnum):
    """The policies an office chooses one of."""

    FIRST_COME = "first_come"
    HEAD_START = "head_start"
    INTERLEAVE = "interleave"


class Wait(StrEnum):
    """How a wait is marked for officers."""

    SHORT = "short"
    LONG = "long"
    TOO_LONG = "too_long"


class Why(StrEnum):
    """Why a citizen is called now, for the history and for the one-sentence answer."""

    ARRIVAL = "arrival"
    HEAD_START = "head_start"
    PRIORITY_TURN = "priority_turn"
    ORDINARY_TURN = "ordinary_turn"
    WAITED_LONGEST = "waited_longest"
    LETTER_FIRST = "letter_first"
    HELPING = "helping"
    FOR_THIS_COUNTER = "for_this_counter"
    CHOSEN = "chosen"


BY_TURN = (Why.PRIORITY_TURN, Why.ORDINARY_TURN)
"""Calls that take the office's turn in its interleaving on by one."""


@dataclass(frozen=True)
class Policy:
    """How an office orders its line.

    Args:
        head_start: minutes a priority class counts as earlier; ages by itself, since everybody waits at one rate.
        ordinary, priority: with INTERLEAVE, so many priority citizens are called, then so many ordinary ones.
        largest_wait: minutes after which anyone goes next; 0 means no such limit.
        long_wait, too_long_wait: minutes from which officers see a wait marked; they change nothing in the order.
    """

    kind: Kind = Kind.HEAD_START
    head_start: Mapping[str, int] = field(default_factory=dict)
    ordinary: int = 2
    priority: int = 1
    largest_wait: int = 90
    long_wait: int = 20
    too_long_wait: int = 45


def settings(policy: Policy) -> dict[str, object]:
    """A policy as a person sets it: one value each, a class's head start under the name of the class."""
    head_start = {each.value: policy.head_start.get(each, HEAD_START_MINUTES) for each in CLASSES}
    turns = {"ordinary": policy.ordinary, "priority": policy.priority}
    waits = {
        "largest_wait": policy.largest_wait,
        "long_wait": policy.long_wait,
        "too_long_wait": policy.too_long_wait,
    }
    return {"kind": policy.kind.value, **head_start, **turns, **waits}


def faults(policy: Policy) -> Faults:
    """What of a policy no office can keep."""
    highest = BOUNDS["too_long_wait"].high
    longer = Bounds(min(policy.long_wait + 1, highest), highest)
    return out_of_bounds(settings(policy), {**BOUNDS, "too_long_wait": longer})


def mark(policy: Policy, minutes: int) -> Wait:
    """How a wait of so many minutes is marked."""
    if minutes >= policy.too_long_wait:
        return Wait.TOO_LONG
    return Wait.LONG if minutes >= policy.long_wait else Wait.SHORT


@dataclass(frozen=True)
class Profile:
    """What a counter does: which letters, which of them first, and whom it helps after how many minutes of waiting."""

    counter_id: int
    letters: Sequence[str]
    first: Sequence[str] = ()
    helps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """One who waits: in which letter's line, since when, from when on they count, and for which counter if any."""

    id: int
    label: str
    queue: str
    priority: str
    arrived_at: datetime
    sort_key: datetime
    counter_id: int | None = None

    @property
    def is_ordinary(self) -> bool:
        return self.priority == Priority.NONE


@dataclass(frozen=True)
class Choice:
    """Whom to call, why, and who would have been next."""

    standing: Standing
    why: Why
    runners_up: tuple[Standing, ...] = ()


def sort_key(arrived_at: datetime, priority: str, policy: Policy) -> datetime:
    """The moment a citizen counts from: their arrival, or earlier by the head start of their class.

    With one rate of ageing for all, the order of `arrival - head start` never changes while people wait:
    so it is written once and indexed.
    """
    if policy.kind != Kind.HEAD_START or priority == Priority.NONE:
        return arrived_at
    return arrived_at - timedelta(minutes=policy.head_start.get(priority, HEAD_START_MINUTES))


def may_serve(profile: Profile, standing: Standing, at: datetime) -> bool:
    """Whether a counter may call this citizen now."""
    if standing.counter_id is not None:
        return standing.counter_id == profile.counter_id
    if standing.queue in profile.letters:
        return True
    after_minutes = profile.helps.get(standing.queue)
    return after_minutes is not None and at - standing.arrived_at >= timedelta(minutes=after_minutes)


def overdue_since(policy: Policy, at: datetime) -> datetime:
    """Whoever arrived at this moment or before has waited so long that they go next."""
    return at - timedelta(minutes=policy.largest_wait) if policy.largest_wait > 0 else LONG_AGO


def choose(waiting: Iterable[Standing], policy: Policy, profile: Profile, turn: int, at: datetime) -> Choice | None:
    """Whom a counter calls next; None when nobody may be called.

    Args:
        waiting: those who may be in question, in any order.
        turn: where the office stands in its interleaving, counted in calls.
        at: the moment of the call.
    """
    ordered = line_up(waiting, policy, profile, turn, at)
    if not ordered:
        return None
    (first, why), rest = ordered[0], ordered[1:]
    return Choice(first, why, tuple(standing for standing, _why in rest[:RUNNERS_UP]))


def line_up(
    waiting: Iterable[Standing], policy: Policy, profile: Profile, turn: int, at: datetime
) -> list[tuple[Standing, Why]]:
    """Everybody a counter may call, in the order it would call them, each with the reason."""
    mine = sorted((each for each in waiting if may_serve(profile, each, at)), key=_place)
    return list(_called_in_turn(mine, policy, profile, turn, at))


def _place(standing: Standing) -> tuple[datetime, int]:
    return standing.sort_key, standing.id


def _arrival(standing: Standing) -> tuple[datetime, int]:
    return standing.arrived_at, standing.id


def _called_in_turn(
    line: list[Standing], policy: Policy, profile: Profile, turn: int, at: datetime
) -> Iterable[tuple[Standing, Why]]:
    overdue = [each for each in line if each.arrived_at <= overdue_since(policy, at)]
    yield from ((each, Why.WAITED_LONGEST) for each in sorted(overdue, key=_arrival))
    first = {each.id for each in overdue}
    rest = [each for each in line if each.id not in first]
    for group in _groups(rest, profile):
        for standing, why in _by_policy(group, policy, turn):
            # A turn that is taken must be told, or it would be taken again and again.
            yield standing, why if why in BY_TURN else _special(standing, profile) or why


def _groups(line: list[Standing], profile: Profile) -> tuple[list[Standing], list[Standing]]:
    preferred = [each for each in line if each.queue in profile.first]
    return preferred, [each for each in line if each.queue not in profile.first]


def _special(standing: Standing, profile: Profile) -> Why | None:
    if standing.counter_id == profile.counter_id:
        return Why.FOR_THIS_COUNTER
    if standing.queue in profile.first:
        return Why.LETTER_FIRST
    if standing.queue not in profile.letters:
        return Why.HELPING
    return None


def _by_policy(line: list[Standing], policy: Policy, turn: int) -> Iterable[tuple[Standing, Why]]:
    if policy.kind != Kind.INTERLEAVE:
        for standing in line:
            early = standing.sort_key < standing.arrived_at
            yield standing, Why.HEAD_START if early else Why.ARRIVAL
        return
    ordinary = [each for each in line if each.is_ordinary]
    priority = [each for each in line if not each.is_ordinary]
    while ordinary and priority:
        of_priority = is_priority_turn(turn, policy)
        turn += 1
        chosen = priority if of_priority else ordinary
        yield chosen.pop(0), Why.PRIORITY_TURN if of_priority else Why.ORDINARY_TURN
    yield from ((each, Why.ARRIVAL) for each in (*ordinary, *priority))


def is_priority_turn(turn: int, policy: Policy) -> bool:
    """Whether an interleaving office calls a priority citizen now: m of them first, then n ordinary ones."""
    return turn % (policy.ordinary + policy.priority) < policy.priority


def others_before(same: int, others: int, is_priority: bool, policy: Policy, turn: int) -> int:
    """How many of the other class an interleaving office calls before somebody.

    Args:
        same: people of their own class who are called before.
        others: people of the other class who wait.
        is_priority: whether theirs is the priority class.
        turn: where the office stands in its interleaving.
    """
    called = 0
    while same >= 0 and called < others:
        if is_priority_turn(turn, policy) == is_priority:
            same -= 1
        else:
            called += 1
        turn += 1
    return called
