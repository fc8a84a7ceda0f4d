"""What can happen to a citizen's place in line: the transition table is the state machine."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a ticket is (the words of CONTRACT: States)."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    NO_SHOW = "no_show"


class Action(StrEnum):
    """What staff do to a ticket."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    MARK_NO_SHOW = "mark_no_show"


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.WAITING, Action.CALL): State.CALLED,
    (State.CALLED, Action.RECALL): State.CALLED,
    (State.CALLED, Action.START): State.SERVING,
    (State.CALLED, Action.MARK_NO_SHOW): State.NO_SHOW,
    (State.SERVING, Action.FINISH): State.SERVED,
}

AT_COUNTER = (State.CALLED, State.SERVING)
"""States in which the citizen holds a counter: one at a time each, kept by the database."""


class CounterState(StrEnum):
    """Whether an officer serves at a counter."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


def after(state: State, action: Action) -> State | None:
    """The state that follows, or None when the action is not allowed in this state."""
    return TRANSITIONS.get((state, action))
