"""What a verb holds while it acts: its office, locked; the moment; and how tickets move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.errors import NoSuchService, NoSuchTicket, ReasonUnusable, WrongState
from app.events import History
from app.models import Branch, Counter, Series, Service, Ticket
from app.models.ticket import HOLDS_A_COUNTER
from app.office import Office, office_at, set_up_anew
from app.queueing import rows
from app.queueing.line import people_ahead
from app.rules.states import Action, State, after
from app.statements import Statement

COUNT = Statement(
    update(Series)
    .where(Series.branch_id == bindparam("branch"), Series.day == bindparam("on"), Series.letter == bindparam("of"))
    .values(
        waiting=Series.waiting + bindparam("more_waiting"), last_number=Series.last_number + bindparam("more_numbers")
    )
    .returning(Series.waiting, Series.last_number, Series.width)
)
HELD_BY = Statement(
    select(Ticket.id, Ticket.label).where(Ticket.counter_id == bindparam("counter_id"), HOLDS_A_COUNTER)
)
SETUP_VERSION = Statement(select(Branch.setup_version).where(Branch.id == bindparam("branch_id")))
BEGIN_SERIES = Statement(
    insert(Series), ("branch_id", "day", "letter", "first_number", "last_number", "width", "waiting")
)

SECONDS_IN = {
    State.WAITING: "wait_seconds",
    State.CALLED: "walk_seconds",
    State.SERVING: "service_seconds",
    State.HELD: "hold_seconds",
}
"""Where the time spent in a state is added up: wait, walk, service and hold stay apart."""


class SeriesNow(NamedTuple):
    """How a letter's day stands: who waits, the last number given, and how many digits its numbers have."""

    waiting: int
    last: int
    width: int


@dataclass(frozen=True)
class Acting:
    """What a verb holds while it acts."""

    history: History

    @property
    def session(self) -> Session:
        return self.history.session

    @property
    def office(self) -> Office:
        return self.history.office

    @property
    def at(self) -> datetime:
        return self.history.at

    @property
    def day(self) -> date:
        return self.history.day

    @property
    def staff_id(self) -> int | None:
        return self.history.staff_id

    def record(self, kind: str, **facts: Any) -> None:
        """Append an event to the office's history; the arguments are those of `History.record`."""
        self.history.record(kind, **facts)

    def change_setup(self) -> None:
        """Tell every process that this verb changes the office's set-up."""
        set_up_anew(self.session, self.office.id)

    def read_setup_again(self) -> None:
        """Go on with the set-up as this transaction has changed it."""
        version = SETUP_VERSION.one(self.session, branch_id=self.office.id)
        assert version
        self.history.office = office_at(self.session, self.office.id, version[0])

    def ticket(self, ticket_id: int) -> Ticket:
        """A ticket of this office as it stands now, to act on and then to `record_move`; raises NoSuchTicket."""
        found = rows.read(self.session, ticket_id)
        if found is None or found.branch_id != self.office.id:
            raise NoSuchTicket
        return found

    def counter_row(self, counter: Counter) -> Counter:
        """The row of a counter, to change it."""
        return self.session.get_one(Counter, counter.id)

    def record_move(self, kind: str, ticket: Ticket, **facts: Any) -> None:
        """Append what happened to a ticket, and keep the ticket as it is now."""
        self.record(kind, ticket=ticket, **facts)
        ticket.last_seq = self.history.last_seq
        rows.keep(self.session, ticket)

    def move(self, ticket: Ticket, action: Action) -> dict[str, int]:
        """Take a ticket through the transition table, add up its time, and keep the waiting counts true.

        Returns:
            how many wait now, per letter that this changed.

        Raises:
            WrongState: the table has no such step from where the ticket is.
        """
        before, state = State(ticket.state), after(State(ticket.state), action)
        if state is None:
            raise WrongState(ticket=ticket.label)
        ticket.before = snapshot(ticket)
        self._spend(ticket, before)
        ticket.state = state
        changed = self.count(ticket, -1) if before is State.WAITING else {}
        return changed | (self.count(ticket, +1) if state is State.WAITING else {})

    def people_ahead(self, ticket: Ticket) -> int | None:
        """How many are called before a ticket as things stand now; None once it does not wait."""
        return people_ahead(self.session, self.office, ticket, self.at, self.history.interleave_turn)

    def count(self, ticket: Ticket, change: int) -> dict[str, int]:
        """Add to the kept number of those in the line where a ticket stands; how many there are now."""
        return {ticket.queue: self.series(ticket.day, ticket.queue, waiting=change).waiting}

    def series(self, day: date, letter: str, *, waiting: int = 0, numbers: int = 0) -> SeriesNow:
        """Change a letter's day: those who wait, and numbers given. Begins the series where there is none."""
        of_series = {"branch": self.office.id, "on": day, "of": letter}
        change = {"more_waiting": waiting, "more_numbers": numbers}
        found = COUNT.one(self.session, **of_series, **change)
        if found is None:
            of_letter = self.office.letters[letter]
            BEGIN_SERIES.run(
                self.session,
                branch_id=self.office.id,
                day=day,
                letter=letter,
                first_number=of_letter.first_number,
                last_number=of_letter.first_number - 1,
                width=of_letter.width,
                waiting=0,
            )
            found = COUNT.one(self.session, **of_series, **change)
        assert found
        return SeriesNow(*found)

    def service(self, code: str) -> Service:
        """A service of this office, to read; raises NoSuchService."""
        found = self.office.services.get(code)
        if found is None:
            raise NoSuchService
        return found

    def held_by(self, counter: Counter) -> tuple[int, str] | None:
        """Id and number of the citizen a counter has called or serves, if any; the database allows one."""
        found = HELD_BY.one(self.session, counter_id=counter.id)
        return (found[0], found[1]) if found else None

    def _spend(self, ticket: Ticket, state: State) -> None:
        spent_in = SECONDS_IN.get(state)
        if spent_in:
            spent = int((self.at - ticket.since).total_seconds())
            setattr(ticket, spent_in, getattr(ticket, spent_in) + max(0, spent))
        ticket.since = self.at


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """How a ticket stands, as JSON can keep it."""
    values = {name: getattr(ticket, name) for name in rows.ACTED_ON}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def one_line(reason: str, *, needed: bool = True) -> str:
    """A reason as it is kept: one line, at most 200 characters.

    Raises:
        ReasonUnusable: it is too long, or missing where it is needed.
    """
    reason = " ".join(reason.split())
    if len(reason) > 200 or (needed and not reason) or not reason.isprintable():
        raise ReasonUnusable
    return reason
