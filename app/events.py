"""The history: an office's head, locked; record() appends one row to it, chained to the one before."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from flask import current_app, g, has_request_context
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.clock import now, office_day, office_time
from app.errors import NoSuchBranch
from app.models import Branch, Event, Reason
from app.office import Office, office_at
from app.rules import chain
from app.statements import Statement

_head = (Branch.last_seq, Branch.last_at, Branch.chain_head, Branch.day, Branch.ended_on, Branch.interleave_turn)
LOCK = Statement(
    select(Branch.setup_version, *_head).where(Branch.id == bindparam("branch_id")).with_for_update(of=Branch)
)
MOVE_HEAD = Statement(
    update(Branch)
    .where(Branch.id == bindparam("branch_id"))
    .values({column: bindparam(f"new_{column.key}", type_=column.type) for column in _head})
)
APPEND = Statement(
    insert(Event),
    ("branch_id", "seq", "day", "at", "kind", "body", "facts", "link", "ticket_id", "counter_id", "staff_id"),
)


class Numbered(Protocol):
    """What an event says of a ticket."""

    id: Any
    label: Any
    calls: Any


class Placed(Protocol):
    """What an event says of a counter."""

    id: Any
    number: Any


@dataclass
class History:
    """The head of an office's history, locked until the transaction ends.

    `at` is the moment of everything recorded in it: now, or the office's last event, so that a clock set back
    reorders nothing. `day` is the office's working day then.
    """

    session: Session
    office: Office
    at: datetime
    day: date
    staff_id: int | None
    last_seq: int
    last_at: datetime | None
    chain_head: str
    running_day: date | None
    ended_on: date | None
    interleave_turn: int

    def record(
        self,
        kind: str,
        *,
        ticket: Numbered | None = None,
        counter: Placed | None = None,
        waiting: dict[str, int] | None = None,
        reason: str = "",
        inside: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """Append what happened, with the office's next `seq`.

        Args:
            kind: one of the kinds of CONTRACT (Socket.IO), as "ticket.called".
            waiting: how many wait now, per letter that changed.
            reason: somebody's own words; they stand beside the chain and can be erased.
            inside: further facts that stay in the office.
            more: further public facts. Never a name, a phone or a NIK: every screen receives them.
        """
        self.last_seq += 1
        self.last_at = self.at
        branch = self.office.branch
        body = {"branch": branch.code, "seq": self.last_seq, "kind": kind, "at": said_at(self.at, branch), **more}
        if ticket:
            body |= {"ticket": ticket.label, "calls": ticket.calls}
        if counter:
            body["counter"] = counter.number
        if waiting:
            body["waiting"] = waiting
        facts: dict[str, Any] = {
            "ticket_id": ticket.id if ticket else None,
            "counter_id": counter.id if counter else None,
            "staff_id": self.staff_id,
        }
        program = {"api_key_id": g.api_key_id} if has_request_context() and "api_key_id" in g else {}
        salt = secrets.token_hex(16) if reason else ""
        digest = {"reason": chain.digest_of_reason(salt, reason)} if reason else {}
        kept = facts | program | dict(inside or {}) | digest
        self._append(kind, canonical(body), canonical(kept), facts)
        if reason:
            self.session.add(Reason(branch_id=branch.id, seq=self.last_seq, salt=salt, text=reason))

    def write_head(self) -> None:
        """Keep the head, once, at the end of the transaction."""
        MOVE_HEAD.run(
            self.session,
            branch_id=self.office.id,
            new_last_seq=self.last_seq,
            new_last_at=self.last_at,
            new_chain_head=self.chain_head,
            new_day=self.running_day,
            new_ended_on=self.ended_on,
            new_interleave_turn=self.interleave_turn,
        )

    def _append(self, kind: str, body: str, facts: str, columns: dict[str, Any]) -> None:
        self.chain_head = chain.link(current_app.config["CHAIN_KEY"], self.chain_head, chained_text(body, facts))
        APPEND.run(
            self.session,
            branch_id=self.office.id,
            seq=self.last_seq,
            day=self.day,
            at=self.at,
            kind=kind,
            body=body,
            facts=facts,
            link=self.chain_head,
            **columns,
        )


@contextmanager
def history_of(session: Session, branch_id: int, staff_id: int | None = None) -> Iterator[History]:
    """Lock an office and hand out its history; its head is kept when the block ends well.

    Raises:
        NoSuchBranch: there is no office with this id.
    """
    found = LOCK.one(session, branch_id=branch_id)
    if found is None:
        raise NoSuchBranch
    version, last_seq, last_at, chain_head, running_day, ended_on, turn = found
    office = office_at(session, branch_id, version)
    at = max(now(), last_at) if last_at else now()
    day = office_day(at, office.branch.zone)
    history = History(session, office, at, day, staff_id, last_seq, last_at, chain_head, running_day, ended_on, turn)
    before = (last_seq, running_day, ended_on, turn)
    yield history
    if before != (history.last_seq, history.running_day, history.ended_on, history.interleave_turn):
        history.write_head()


def canonical(facts: dict[str, Any]) -> str:
    """The one text of a JSON object: sorted keys, no spaces, no escapes."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chained_text(body: str, facts: str) -> str:
    """What the chain is made over: both texts of a row, exactly as stored."""
    return f"{body}\n{facts}"


def said_at(at: datetime, branch: Branch) -> str:
    """A moment as the outside reads it: ISO 8601 in the office's zone, to the millisecond."""
    return office_time(at, branch.zone).isoformat(timespec="milliseconds")
