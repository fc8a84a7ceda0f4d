"""Whatever people press in whatever order, the office does what the rules say, on both databases."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app import clock, history_check, seeds
from app.db import db, transaction
from app.errors import GiliranError
from app.models import Branch, Counter, Series, Ticket
from app.queueing import calling, issuing, moving, offering, opening, reading, serving
from tests.people import Hall
from tests.queueing.model import SERVICES, ModelHall, Place, Refused

SOAK = bool(os.environ.get("GILIRAN_SOAK"))
EXAMPLES, STEPS = (400, 100) if SOAK else (25, 60)
MORNING = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
_offices = itertools.count(1)

counters = st.integers(0, 2)
people = st.integers(0, 30)


def new_office() -> tuple[int, list[int]]:
    """An office of its own for each run: its id, and those of its three counters."""
    with transaction() as session:
        branch = Branch(code=f"office-{next(_offices)}", name="Kecamatan Uji")
        session.add(branch)
        session.flush()
        seeds.plant(session, branch, "sekarang")
        rows = [Counter(branch_id=branch.id, number=str(number), letters=list("ABD")) for number in (1, 2, 3)]
        session.add_all(rows)
        session.flush()
        return branch.id, [row.id for row in rows]


class AnyOrder(RuleBasedStateMachine):
    """Presses buttons at random, and compares the office with the model after each."""

    @initialize()
    def an_office_opens(self) -> None:
        self.at = MORNING
        clock.set_clock(lambda: self.at)
        self.branch_id, self.counters = new_office()
        self.model = ModelHall(dict.fromkeys(self.counters, "closed"))
        self.ids: dict[int, int] = {}
        self.touches = itertools.count(1)

    def teardown(self) -> None:
        if hasattr(self, "branch_id"):
            assert history_check.first_wrong(db.session.get_one(Branch, self.branch_id)) is None
        clock.set_clock(None)

    def both(self, real: Callable[[], object], modelled: Callable[[], object]) -> object:
        """Do it in both; both do it, or both refuse it for the same reason."""
        self.at += timedelta(seconds=1)
        try:
            expected, refused = modelled(), None
        except Refused as error:
            expected, refused = None, str(error)
        try:
            done = real()
        except GiliranError as error:
            assert error.code == refused, f"refused as {error.code}, expected {refused or expected}"
            return None
        assert refused is None, f"done, but the rules say {refused}"
        return done if expected is None else (done, expected)

    def somebody(self, who: int) -> Place | None:
        places = list(self.model.places.values())
        return places[who % len(places)] if places else None

    @rule(minutes=st.sampled_from([1, 10, 35, 70]))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(service=st.sampled_from(sorted(SERVICES)), priority=st.booleans())
    def somebody_takes_a_number(self, service: str, priority: bool) -> None:
        key, name = f"touch-{next(self.touches)}", "elderly" if priority else "none"
        got = self.both(
            lambda: issuing.issue(self.branch_id, service, key, priority=name),
            lambda: self.model.take(service, priority, self.at),
        )
        if isinstance(got, tuple):
            ticket, label = got
            assert ticket.number == label
            self.ids[len(self.model.places)] = ticket.id

    @rule(counter=counters)
    def a_counter_opens(self, counter: int) -> None:
        which = self.counters[counter]
        self.both(lambda: opening.open_counter(which), lambda: self.model.opens(which))

    @rule(counter=counters, leave=st.booleans())
    def a_counter_pauses_or_closes(self, counter: int, leave: bool) -> None:
        which = self.counters[counter]
        if leave:
            self.both(lambda: opening.close_counter(which), lambda: self.model.closes(which))
        else:
            self.both(lambda: opening.pause_counter(which), lambda: self.model.pauses(which))

    @rule(counter=counters)
    def an_officer_calls_the_next(self, counter: int) -> None:
        which = self.counters[counter]
        got = self.both(lambda: calling.call_next(which), lambda: self.model.call_next(which, self.at))
        if isinstance(got, tuple):
            assert got[0].number == got[1]

    @rule(counter=counters, who=people)
    def an_officer_calls_somebody_out_of_order(self, counter: int, who: int) -> None:
        place, which = self.somebody(who), self.counters[counter]
        if place:
            self.both(
                lambda: calling.call_this_one(self.ids[place.id], which, "Sakit"),
                lambda: self.model.call_this_one(place, which, self.at),
            )

    @rule(
        who=people, press=st.sampled_from(["recall", "start", "finish", "no_show", "hold", "resume", "cancel", "undo"])
    )
    def an_officer_presses(self, who: int, press: str) -> None:
        place = self.somebody(who)
        if place is None:
            return
        ticket = self.ids[place.id]
        real = {
            "recall": lambda: calling.recall(ticket, None),
            "start": lambda: serving.start(ticket, None),
            "finish": lambda: serving.finish(ticket, None),
            "no_show": lambda: serving.mark_no_show(ticket, None),
            "hold": lambda: serving.hold(ticket, None),
            "resume": lambda: serving.resume(ticket, None),
            "cancel": lambda: moving.cancel(ticket),
            "undo": lambda: moving.undo(ticket, None),
        }[press]
        modelled = getattr(self.model, press)
        self.both(real, (lambda: modelled(place)) if press == "recall" else (lambda: modelled(place, self.at)))

    @rule(who=people, to=st.sampled_from(["keep", "head", "tail", "after"]), after=st.integers(0, 6))
    def an_officer_sends_somebody_back(self, who: int, to: str, after: int) -> None:
        place = self.somebody(who)
        if place:
            self.both(
                lambda: moving.return_to_queue(self.ids[place.id], None, to, after),
                lambda: self.model.sent_back(place, to, after, self.at),
            )

    @rule(who=people, service=st.sampled_from(sorted(SERVICES)), counter=st.one_of(st.none(), counters))
    def an_officer_sends_somebody_on(self, who: int, service: str, counter: int | None) -> None:
        place = self.somebody(who)
        if place is None:
            return
        if counter is None:
            where: dict[str, str] = {"service": service}
            modelled = lambda: self.model.sent_on(place, service, None, self.at)  # noqa: E731
        else:
            where = {"to_counter": str(counter + 1)}
            modelled = lambda: self.model.sent_on(place, None, self.counters[counter], self.at)  # noqa: E731
        self.both(lambda: moving.transfer(self.ids[place.id], None, **where), modelled)

    @rule()
    def a_supervisor_suspends_or_resumes(self) -> None:
        if self.model.suspended:
            offering.resume_office(self.branch_id)
        else:
            offering.suspend_office(self.branch_id, "jaringan pusat terganggu")
        self.model.suspended = not self.model.suspended
        self.model.seq += 1

    @invariant()
    def the_office_is_as_the_rules_say(self) -> None:
        if not hasattr(self, "branch_id"):
            return
        db.session.rollback()
        rows = {row.id: row for row in db.session.scalars(select(Ticket).where(Ticket.branch_id == self.branch_id))}
        assert len(rows) == len(self.model.places)
        for number, place in self.model.places.items():
            row = rows[self.ids[number]]
            said = (row.label, row.state, row.queue, row.counter_id, row.calls, row.only_counter_id)
            assert said == (place.label, place.state, place.queue, place.counter, place.calls, place.only)
        waiting = sorted(
            (row for row in rows.values() if row.state == "waiting"), key=lambda row: (row.sort_key, row.id)
        )
        assert [row.label for row in waiting] == [place.label for place in self.model.line()]
        kept = {
            row.letter: row.waiting
            for row in db.session.scalars(select(Series).where(Series.branch_id == self.branch_id))
        }
        assert {letter: count for letter, count in kept.items() if count} == {
            letter: len(self.model.line(letter)) for letter in "ABD" if self.model.line(letter)
        }
        assert reading.last_seq(self.branch_id) == self.model.seq


def test_any_order_of_verbs_does_what_the_rules_say(hall: Hall) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not SOAK,
        ),
    )
