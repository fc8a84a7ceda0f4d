"""The people of the tests: citizens wait, Rina and her colleagues serve, the hall shows what happened."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.db import db
from app.models import Branch, Counter, Event, Role, Series, Staff, Ticket
from app.people import accounts
from app.queueing import calling, issuing, moving, opening, reading, serving
from app.queueing.views import TicketView

PASSWORD = "a-long-enough-password"
_touches = itertools.count(1)


@dataclass
class Officer:
    """Somebody at a counter, doing what the buttons do."""

    hall: Hall
    name: str
    staff_id: int
    counter_id: int

    def opens(self) -> None:
        opening.open_counter(self.counter_id, self.staff_id)

    def takes_over(self, reason: str = "") -> None:
        opening.take_over(self.counter_id, self.staff_id, reason)

    def pauses(self) -> None:
        opening.pause_counter(self.counter_id, self.staff_id)

    def leaves(self) -> None:
        opening.close_counter(self.counter_id, self.staff_id)

    def calls_next(self) -> TicketView:
        return calling.call_next(self.counter_id, self.staff_id)

    def calls_again(self, ticket: TicketView) -> TicketView:
        return calling.recall(ticket.id, self.counter_id, self.staff_id)

    def starts(self, ticket: TicketView) -> TicketView:
        return serving.start(ticket.id, self.counter_id, self.staff_id)

    def finishes(self, ticket: TicketView) -> TicketView:
        return serving.finish(ticket.id, self.counter_id, self.staff_id)

    def gives_up_on(self, ticket: TicketView) -> TicketView:
        return serving.mark_no_show(ticket.id, self.counter_id, self.staff_id)

    def sets_aside(self, ticket: TicketView) -> TicketView:
        return serving.hold(ticket.id, self.counter_id, self.staff_id)

    def goes_on_with(self, ticket: TicketView) -> TicketView:
        return serving.resume(ticket.id, self.counter_id, self.staff_id)

    def sends_back(self, ticket: TicketView, to: str | None = None, after: int | None = None) -> TicketView:
        return moving.return_to_queue(ticket.id, self.counter_id, to, after, self.staff_id)

    def sends_on(self, ticket: TicketView, **where: str) -> TicketView:
        return moving.transfer(ticket.id, self.counter_id, staff_id=self.staff_id, **where)

    def takes_back(self, ticket: TicketView) -> TicketView:
        return moving.undo(ticket.id, self.counter_id, self.staff_id)

    def calls(self, ticket: TicketView, reason: str = "Ibu hamil besar") -> TicketView:
        return calling.call_this_one(ticket.id, self.counter_id, reason, self.staff_id)

    def serves_next(self) -> TicketView:
        return self.finishes(self.starts(self.calls_next()))


class Hall:
    """The hall of the demo office."""

    def __init__(self, app: Flask, code: str = "karawaci") -> None:
        self.app = app
        self.code = code
        self.branch_id = reading.branch(code).id
        self.officers: dict[str, Officer] = {}

    @property
    def branch(self) -> Branch:
        db.session.rollback()
        return reading.branch(self.code)

    def citizen_takes(self, service: str = "A-KTPR", **how: Any) -> TicketView:
        """A citizen touches a tile and confirms."""
        return issuing.issue(self.branch_id, service, how.pop("key", None) or f"touch-{next(_touches)}", **how)

    def employ(self, name: str, role: Role = Role.OFFICER, branch: str | None = "karawaci") -> int:
        """Somebody with an account; their id."""
        accounts.create(name, role, PASSWORD, branch)
        return db.session.scalars(select(Staff.id).where(Staff.name == name)).one()

    def officer(self, name: str = "Rina", counter: str = "3") -> Officer:
        """An officer at her open counter."""
        counter_id = db.session.scalars(
            select(Counter.id).where(Counter.branch_id == self.branch_id, Counter.number == counter)
        ).one()
        somebody = self.officers[name] = Officer(self, name, self.employ(name), counter_id)
        somebody.opens()
        return somebody

    def office_counters(self) -> list[int]:
        """The ids of the counters, in their order."""
        return list(reading.office(self.code).counters)

    def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What happened, as screens are told, in order."""
        db.session.rollback()
        rows = select(Event.body).where(Event.branch_id == self.branch_id).order_by(Event.seq)
        bodies = [json.loads(body) for body in db.session.scalars(rows)]
        return [body for body in bodies if kind in (None, body["kind"])]

    def rules_changed(self) -> list[list[dict[str, Any]]]:
        """What each change of the rules changed, as the history keeps it inside."""
        db.session.rollback()
        rows = select(Event.facts).where(Event.branch_id == self.branch_id, Event.kind == "branch.rules_changed")
        return [json.loads(facts)["changes"] for facts in db.session.scalars(rows.order_by(Event.seq))]

    def ticket(self, seen: TicketView) -> Ticket:
        """The row of a ticket as it is now."""
        db.session.rollback()
        return db.session.get_one(Ticket, seen.id)

    def waiting(self) -> dict[str, int]:
        """The kept counts of those who wait, over all days."""
        db.session.rollback()
        rows = db.session.scalars(select(Series).where(Series.branch_id == self.branch_id))
        return {series.letter: series.waiting for series in rows if series.waiting}

    def count_waiting(self, letter: str) -> int:
        """How many really wait, counted."""
        waiting = select(func.count()).where(
            Ticket.branch_id == self.branch_id, Ticket.letter == letter, Ticket.state == "waiting"
        )
        return db.session.scalar(waiting) or 0
