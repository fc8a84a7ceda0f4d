"""When personal data got into the wrong hands, or as a drill: nine steps, each ticked with its time.

UU 27/2022, Pasal 46: those concerned and the authority are told in writing within 3 × 24 hours, what data it was,
when and how, and what was done; the public, too, where it disturbs public services.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit
from app.clock import now
from app.db import db, transaction
from app.errors import NoBreach, NoSuchStep
from app.models import Installation
from app.rules.audit import AuditAction

STEPS = {
    "stop": 1,
    "write_down": 1,
    "evidence": 4,
    "extent": 24,
    "keys": 24,
    "head": 48,
    "tell": 72,
    "public": 72,
    "learn": 336,
}
"""What is to be done, in order, and within how many hours of noticing it."""


@dataclass(frozen=True)
class Step:
    """One step: until when it is due, and when and by whom it was ticked, if it was."""

    key: str
    due: datetime
    done_at: datetime | None
    done_by: str

    @property
    def is_late(self) -> bool:
        """Whether it was done too late, or is too late already."""
        return (self.done_at or now()) > self.due


@dataclass(frozen=True)
class Breach:
    """What is under way."""

    began_at: datetime
    is_drill: bool
    steps: tuple[Step, ...]


def under_way() -> Breach | None:
    """The breach or drill that is under way; None when there is none."""
    said = db.session.scalar(select(Installation.breach))
    return _read(said) if said else None


def begin(*, is_drill: bool) -> None:
    """Begin the list; one that is under way goes on as it is."""
    with _kept() as (session, row):
        if not row.breach:
            row.breach = {"began_at": now().isoformat(), "is_drill": is_drill, "done": {}}
            audit.record(session, AuditAction.BREACH_BEGAN, "", after={"is_drill": is_drill})


def tick(key: str, by: str) -> None:
    """Tick a step; one that was ticked keeps its first time.

    Raises:
        NoSuchStep, NoBreach: there is nothing to tick.
    """
    if key not in STEPS:
        raise NoSuchStep
    with _kept() as (session, row):
        if not row.breach:
            raise NoBreach
        if key not in row.breach["done"]:
            done = row.breach["done"] | {key: {"at": now().isoformat(), "by": by}}
            row.breach = row.breach | {"done": done}
            audit.record(session, AuditAction.BREACH_STEP_DONE, key)


def end() -> None:
    """End the list; it stands in the audit log then. Raises NoBreach."""
    with _kept() as (session, row):
        if not row.breach:
            raise NoBreach
        said = row.breach
        ticked = {key: f"{each['at']} {each['by']}" for key, each in said["done"].items()}
        audit.record(session, AuditAction.BREACH_ENDED, "", after={"began_at": said["began_at"], "done": ticked})
        row.breach = {}


@contextmanager
def _kept() -> Iterator[tuple[Session, Installation]]:
    with transaction() as session:
        yield session, session.get_one(Installation, 1, with_for_update=True)


def _read(said: dict[str, Any]) -> Breach:
    began = datetime.fromisoformat(said["began_at"])
    return Breach(began, said["is_drill"], tuple(_step(key, began, said["done"].get(key)) for key in STEPS))


def _step(key: str, began: datetime, done: dict[str, str] | None) -> Step:
    due = began + timedelta(hours=STEPS[key])
    return Step(key, due, datetime.fromisoformat(done["at"]) if done else None, done["by"] if done else "")
