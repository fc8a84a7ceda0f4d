"""What a change of the rules leaves behind: the new set-up, and in the history who changed what from what to what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from app.errors import ChangedMeanwhile, SettingsUnusable
from app.events import History
from app.models import Event, Staff
from app.models.event import RULES_CHANGED
from app.office import set_up_anew
from app.rules.faults import Faults

KIND = "branch.rules_changed"

_seen: ContextVar[int | None] = ContextVar("seen", default=None)


@dataclass(frozen=True)
class Change:
    """One setting that differs now.

    Args:
        what: the setting, by the name the rules have for it.
        of: whose it is, when not the office's: a letter, a service's code, a counter's number, a date, a name.
        id: whose it is, where `of` is a name that may change itself.
    """

    what: str
    before: Any
    after: Any
    of: str = ""
    id: int | None = None

    @property
    def where(self) -> tuple[str, str | int]:
        """Which setting of which thing: of two changes with the same one, the later undoes the earlier."""
        return self.what, self.id or self.of

    def kept(self) -> dict[str, Any]:
        """As the history keeps it."""
        return {name: value for name, value in asdict(self).items() if name != "id" or value}


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], of: str = "", id: int | None = None
) -> list[Change]:
    """What is not as it was; `of` and `id` as in `Change`."""
    return [Change(name, before[name], value, of, id) for name, value in after.items() if value != before[name]]


def must_be_usable(faults: Faults) -> None:
    """Refuse rules with anything wrong in them; raises SettingsUnusable."""
    if faults:
        raise SettingsUnusable(faults)


@contextmanager
def as_seen_at(seq: int | None) -> Iterator[None]:
    """Change rules as somebody who saw them when the office's last event was this one; None: whatever they are now."""
    before = _seen.set(seq)
    try:
        yield
    finally:
        _seen.reset(before)


def must_be_as_seen(version: int, by: str | None) -> None:
    """Refuse to change what somebody else has changed since it was seen (`as_seen_at`); raises ChangedMeanwhile.

    Args:
        version: what it is now, where it counts its own changes.
        by: who made the last one; None is a program.
    """
    if _seen.get() not in (None, version):
        raise ChangedMeanwhile(by)


def told(history: History, changes: Sequence[Change]) -> int:
    """Append what was changed, and let every process read the set-up anew.

    Returns:
        the `seq` under which it can be read; 0 when nothing was changed.

    Raises:
        ChangedMeanwhile: somebody else changed one of these settings after they were seen (`as_seen_at`).
    """
    if not changes:
        return 0
    _nobody_came_before(history, changes)
    set_up_anew(history.session, history.office.id)
    # Inside: screens need to know no more than that the set-up is another one, and a large import is long.
    history.record(KIND, inside={"changes": [each.kept() for each in changes]})
    return history.last_seq


def changes_in(body: str, facts: str) -> tuple[Change, ...]:
    """What an event of this kind changed. Those of the first releases told it to every screen, in `body`."""
    kept = json.loads(facts).get("changes")
    return tuple(Change(**each) for each in (json.loads(body)["changes"] if kept is None else kept))


def mentioning(words: str) -> ColumnElement[bool]:
    """Which events of this kind may have some words in what they changed; in either text, as `changes_in` reads it."""
    return Event.facts.icontains(words, autoescape=True) | Event.body.icontains(words, autoescape=True)


def _nobody_came_before(history: History, changes: Sequence[Change]) -> None:
    seen = _seen.get()
    if seen is None:
        return
    ours = {each.where for each in changes}
    since = (
        select(Staff.name, Event.body, Event.facts)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(Event.branch_id == history.office.id, RULES_CHANGED, Event.seq > seen)
        .order_by(Event.seq.desc())
    )
    for by, body, facts in history.session.execute(since):
        if any(each.where in ours for each in changes_in(body, facts)):
            raise ChangedMeanwhile(by)
