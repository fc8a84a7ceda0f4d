"""What can happen to a citizen's place in line: the transition table is the state machine."""

from __future__ import annotations

from enum import StrEnum

from app.rules.faults import Bounds

UNDO_SECONDS = Bounds(0, 600)
"""So long an office may let its officers take a step back."""


class State(StrEnum):
    """Where a ticket is (the words of CONTRACT: States)."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Action(StrEnum):
    """What is done to a ticket."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    MARK_NO_SHOW = "mark_no_show"
    HOLD = "hold"
    RESUME_CALL = "resume_call"
    RESUME_SERVICE = "resume_service"
    RETURN = "return"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    EXPIRE = "expire"


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.WAITING, Action.CALL): State.CALLED,
    (State.WAITING, Action.TRANSFER): State.WAITING,
    (State.WAITING, Action.CANCEL): State.CANCELLED,
    (State.WAITING, Action.EXPIRE): State.EXPIRED,
    (State.CALLED, Action.RECALL): State.CALLED,
    (State.CALLED, Action.START): State.SERVING,
    (State.CALLED, Action.MARK_NO_SHOW): State.NO_SHOW,
    (State.CALLED, Action.HOLD): State.HELD,
    (State.CALLED, Action.RETURN): State.WAITING,
    (State.CALLED, Action.TRANSFER): State.WAITING,
    (State.CALLED, Action.CANCEL): State.CANCELLED,
    (State.CALLED, Action.EXPIRE): State.EXPIRED,
    (State.SERVING, Action.FINISH): State.SERVED,
    (State.SERVING, Action.HOLD): State.HELD,
    (State.SERVING, Action.RETURN): State.WAITING,
    (State.SERVING, Action.TRANSFER): State.WAITING,
    (State.SERVING, Action.EXPIRE): State.EXPIRED,
    # A citizen comes back to where they were set aside: still being called, or in the middle of their business.
    (State.HELD, Action.RESUME_CALL): State.CALLED,
    (State.HELD, Action.RESUME_SERVICE): State.SERVING,
    (State.HELD, Action.RETURN): State.WAITING,
    (State.HELD, Action.TRANSFER): State.WAITING,
    (State.HELD, Action.CANCEL): State.CANCELLED,
    (State.HELD, Action.EXPIRE): State.EXPIRED,
    # Who missed their call may come back, within the office's window.
    (State.NO_SHOW, Action.RETURN): State.WAITING,
}

AT_COUNTER = (State.CALLED, State.SERVING)
"""States in which the citizen holds a counter: one at a time each, kept by the database."""

ENDED = (State.SERVED, State.NO_SHOW, State.CANCELLED, State.EXPIRED)
"""States in which the citizen waits for nothing more."""


class CounterState(StrEnum):
    """Whether an officer serves at a counter."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


def after(state: State, action: Action) -> State | None:
    """The state that follows, or None when the action is not allowed in this state."""
    return TRANSITIONS.get((state, action))
