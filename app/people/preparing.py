"""The one-time passwords of many new people, made one after the other before anything is changed.

Each takes a tenth of a second and more, on purpose: no request waits for a thousand of them. They are made beside the
requests, while a page shows how far it is, and are only in the memory of this process: whoever stops it, or the end of
the server, leaves nothing behind, and nothing was changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from flask import current_app

from app.passwords import hash_password, one_time_password
from app.rules.tables import Row

BREATH = 0.05
"""Between two passwords: the hall comes first. In seconds."""
WAITS_FOR = 1800.0
"""How long passwords that are ready wait for whoever began, in seconds."""

Hashes = Mapping[str, tuple[str, str]]
"""By the name of somebody new, their one-time password and its hash."""
Aside = Callable[[Callable[[], str]], str]
"""Where a password is hashed: it takes a processor's while."""

_one_at_a_time = threading.Lock()


@dataclass
class Preparing:
    """An import that somebody agreed to.

    Args:
        rows, shown: of the file, and the digest of the plan they saw (people.importing.carry_out).
        names: of those who are new by it.
    """

    rows: Sequence[Row]
    shown: str
    names: Sequence[str]
    hashes: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)  # no log tells a password
    begun: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def is_ready(self) -> bool:
        """Whether all are made."""
        return len(self.hashes) == len(self.names)

    @property
    def minutes_left(self) -> int | None:
        """How long it will take yet, as far as can be told from those that are made."""
        made = len(self.hashes)
        if not made:
            return None
        return ceil((time.monotonic() - self.begun) / made * (len(self.names) - made) / 60)

    def make(self, aside: Aside) -> None:
        """Make all, then wait for whoever began; gone through when `stop` is set."""
        for name in self.names:
            if self.stop.wait(BREATH):
                return
            with _one_at_a_time:  # of two imports neither takes a second processor
                self.hashes[name] = _made(aside)
        self.stop.wait(WAITS_FOR)


def begin(actor_id: int, branch_id: int, new: Preparing, aside: Aside) -> None:
    """Begin to make the passwords of those who are new by a file; what the same person began here before ends."""
    leave(actor_id, branch_id)
    jobs, whose = _jobs(), (actor_id, branch_id)
    jobs[whose] = new

    def run() -> None:
        try:
            new.make(aside)
        finally:  # also when there was no memory for it: the page then says that nothing was changed
            if jobs.get(whose) is new:
                del jobs[whose]

    threading.Thread(target=run, name=f"passwords for {branch_id}", daemon=True).start()


def of(actor_id: int, branch_id: int) -> Preparing | None:
    """What somebody has begun for an office; None when there is nothing (any more)."""
    return _jobs().get((actor_id, branch_id))


def leave(actor_id: int, branch_id: int) -> Preparing | None:
    """End it, and forget its passwords; what it was."""
    found = _jobs().pop((actor_id, branch_id), None)
    if found:
        found.stop.set()
    return found


def _made(aside: Aside) -> tuple[str, str]:
    password = one_time_password()
    return password, aside(lambda: hash_password(password))


def _jobs() -> dict[tuple[int, int], Preparing]:
    jobs: dict[tuple[int, int], Preparing] = current_app.extensions.setdefault("preparing", {})
    return jobs
