"""Whatever people press in whatever order, the office does what the rules say, on both databases."""

from __future__ import annotations

import itertools
import json
import os
from collections import Counter as Tally
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app import clock, history_check, seeds
from app.db import db, transaction
from app.errors import GiliranError
from app.models import Branch, Counter, Event, LearnedTime, Printer, PrintJob, Series, Service, Ticket
from app.queueing import calling, issuing, moving, offering, opening, reading, serving, strips
from app.queueing.views import TicketView
from tests.people import Hall
from tests.queueing.model import JOURNEYS, QUOTAS, SERVICES, ModelHall, Place, Refused

SOAK = bool(os.environ.get("GILIRAN_SOAK"))
EXAMPLES, STEPS = (140, 100) if SOAK else (12, 60)
MORNING = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
_offices = itertools.count(1)

counters = st.integers(0, 2)
people = st.integers(0, 30)
services = st.sampled_from(sorted(SERVICES))

MUST_HAPPEN = {
    "arrival", "waited_longest", "called undone", "serving undone", "served undone",
    "a day left behind", "call-again-first", "counter-busy", "counter-not-open", "counters-closed", "nobody-waiting",
    "no-next-step", "not-on-a-strip", "nothing-suspended", "nothing-to-undo", "office-closed", "quota-reached",
    "service-closed", "suspended", "too-late-to-return", "too-soon", "wrong-state",
}  # fmt: skip
WHYS = {
    "first_come": {"for_this_counter"},
    "head_start": {"for_this_counter", "head_start"},
    "interleave": {"priority_turn", "ordinary_turn", "a turn given back"},
}
"""What long runs must have come across, always and under each policy, or they do not show what they seem to show."""


def new_office(policy: str, patience: tuple[int, int]) -> tuple[int, list[int]]:
    """An office of its own for each run: its id, and those of its three counters."""
    with transaction() as session:
        branch = Branch(code=f"office-{next(_offices)}", name="Kecamatan Uji")
        branch.order_policy = {"kind": policy, "ordinary": 2, "priority": 1}
        branch.no_show_policy = {"calls": patience[0], "seconds_apart": patience[1]}
        session.add(branch)
        session.flush()
        seeds.plant(session, branch, "sekarang")
        session.add(Printer(branch_id=branch.id, name="Uji", url="virtual:"))
        rows = [Counter(branch_id=branch.id, number=str(number), letters=list("ABD")) for number in (1, 2, 3)]
        session.add_all(rows)
        session.flush()
        for service in session.scalars(select(Service).where(Service.branch_id == branch.id)):
            service.journey, service.quota = JOURNEYS.get(service.code, []), QUOTAS.get(service.code)
        return branch.id, [row.id for row in rows]


class AnyOrder(RuleBasedStateMachine):
    """Presses buttons at random, and compares the office with the model after each."""

    seen: ClassVar[Tally[str]] = Tally()

    def __init__(self, policy: str) -> None:
        super().__init__()
        self.policy = policy

    @initialize(patience=st.sampled_from([(1, 0), (2, 20)]))
    def an_office_opens(self, patience: tuple[int, int]) -> None:
        self.at = MORNING
        clock.set_clock(lambda: self.at)
        self.branch_id, self.counters = new_office(self.policy, patience)
        self.model = ModelHall(dict.fromkeys(self.counters, "closed"), self.policy, patience, MORNING.date())
        self.ids: dict[int, int] = {}
        self.touches = itertools.count(1)
        self.everybody_sits_down()
        for service in sorted(SERVICES) * 2:
            self.somebody_takes_a_number(service, len(self.ids) % 3 == 1)

    def everybody_sits_down(self) -> None:
        for counter in range(3):
            self.a_counter_opens(counter)

    def teardown(self) -> None:
        if hasattr(self, "branch_id"):
            assert history_check.first_wrong(db.session.get_one(Branch, self.branch_id)) is None
        clock.set_clock(None)

    def both(self, real: Callable[[], object], modelled: Callable[[], object]) -> Any:
        """Do it in both; both do it, or both refuse it for the same reason."""
        self.at += timedelta(seconds=1)
        try:
            expected, refused = modelled(), None
        except Refused as error:
            expected, refused = None, str(error)
        self.seen[refused or "done"] += 1
        try:
            done = real()
        except GiliranError as error:
            assert error.code == refused, f"refused as {error.code}, expected {refused or expected}"
            return None
        assert refused is None, f"done, but the rules say {refused}"
        return done if expected is None else (done, expected)

    def somebody(self, who: int) -> Place | None:
        # Counted from the last: those of today are met more often than those of the days before.
        places = list(self.model.places.values())
        return places[-1 - who % len(places)] if places else None

    def stands(self, got: tuple[TicketView, Place] | None) -> None:
        """Somebody has a number now, unless both refused it."""
        if got:
            ticket, place = got
            self.ids[place.id] = ticket.id
            assert (ticket.number, ticket.ahead) == (place.label, self.model.ahead(place, self.at))

    @rule(minutes=st.sampled_from([1, 10, 35, 95]))
    def time_passes(self, minutes: int) -> None:
        later = self.at + timedelta(minutes=minutes)
        if later.hour < 22 and later.date() == self.at.date():
            self.at = later

    @rule(what=st.sampled_from(["night", "home", "office", "day", "service"]), service=services, data=st.data())
    def something_rare_happens(self, what: str, service: str, data: st.DataObject) -> None:
        if what == "night":
            self.the_night_passes(data.draw(st.booleans()), service)
        elif what == "home":
            for counter in range(3):
                self.a_counter_pauses_or_closes(counter, leave=True)
            self.somebody_takes_a_number(service, False)
        elif what == "office":
            self.a_supervisor_suspends_or_resumes()
        elif what == "day":
            self.a_supervisor_closes_or_opens_the_day(data.draw(st.sampled_from(["closes", "opens"])))
        else:
            press = data.draw(st.sampled_from(["suspends", "resumes", "closes", "opens"]))
            self.a_supervisor_changes_a_service(service, press)

    def the_night_passes(self, keeper: bool, service: str) -> None:
        self.at = MORNING + timedelta(days=(self.at.date() - MORNING.date()).days + 1)
        if keeper:
            assert not offering.end_day_when_due(self.branch_id)
            self.model.night_passes(self.at)
        else:
            self.at += timedelta(seconds=1)
            self.model.night_passes(self.at)
            self.at -= timedelta(seconds=1)
            self.somebody_takes_a_number(service, False)
        self.everybody_sits_down()
        self.seen["a day left behind"] += 1

    @rule(who=st.lists(st.tuples(services, st.booleans()), min_size=1, max_size=4))
    def people_come(self, who: list[tuple[str, bool]]) -> None:
        for service, priority in who:
            self.somebody_takes_a_number(service, priority)

    def somebody_takes_a_number(self, service: str, priority: bool) -> None:
        key, name = f"touch-{next(self.touches)}", "elderly" if priority else "none"
        self.stands(
            self.both(
                lambda: issuing.issue(self.branch_id, service, key, priority=name, print_slip=False),
                lambda: self.model.take(service, priority, self.at),
            )
        )

    @rule(letter=st.sampled_from("ABD"), count=st.integers(1, 3))
    def a_strip_is_printed(self, letter: str, count: int) -> None:
        got = self.both(
            lambda: strips.print_strip(self.branch_id, letter, count, print_slips=False),
            lambda: self.model.print_strip(letter, count),
        )
        assert got[0] == got[1]

    @rule(service=services, number=st.integers(1, 12))
    def somebody_holds_a_number_of_a_strip(self, service: str, number: int) -> None:
        unused = sorted(self.model.strips - {each.label for each in self.model.places.values()})
        label = unused[number % len(unused)] if unused and number > 3 else f"A-{number:03d}"
        self.stands(
            self.both(
                lambda: strips.use_strip_number(self.branch_id, label, service),
                lambda: self.model.use_strip(label, service, self.at),
            )
        )

    @rule(counter=counters, service=services)
    def somebody_without_a_number_is_served(self, counter: int, service: str) -> None:
        which = self.counters[counter]
        self.stands(
            self.both(
                lambda: calling.serve_without_number(which, service),
                lambda: self.model.walk_in(service, which, self.at),
            )
        )

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
        if got:
            assert (got[0].number, self.last_event()["why"]) == got[1]
            self.seen[got[1][1]] += 1

    def last_event(self) -> dict[str, Any]:
        db.session.rollback()
        last = select(Event.body).where(Event.branch_id == self.branch_id).order_by(Event.seq.desc()).limit(1)
        return dict(json.loads(db.session.scalars(last).one()))

    @rule(counter=counters, who=people)
    def an_officer_calls_somebody_out_of_order(self, counter: int, who: int) -> None:
        place, which = self.somebody(who), self.counters[counter]
        if place:
            self.both(
                lambda: calling.call_this_one(self.ids[place.id], which, "Sakit"),
                lambda: self.model.call_this_one(place, which, self.at),
            )

    @rule(who=people, press=st.sampled_from(["recall", "no_show", "hold", "resume", "cancel"]))
    def an_officer_presses(self, who: int, press: str) -> None:
        place = self.somebody(who)
        if place:
            self.presses(press, place)

    @rule(counter=counters, times=st.integers(1, 7), by_mistake=st.booleans())
    def an_officer_works(self, counter: int, times: int, by_mistake: bool) -> None:
        for _ in range(times):
            self.goes_on(counter)
        if by_mistake:
            self.takes_back(max(self.model.places.values(), key=lambda each: each.since))

    @rule(
        counter=counters, again=st.booleans(), waits=st.sampled_from([1, 25]), back_after=st.sampled_from([0, 10, 95])
    )
    def somebody_does_not_come(self, counter: int, again: bool, waits: int, back_after: int) -> None:
        place = self.model.at_counter(self.counters[counter])
        if place is None or place.state != "called":
            self.goes_on(counter)
            place = self.model.at_counter(self.counters[counter])
        if place is None or place.state != "called":
            return
        if again:
            self.presses("recall", place)
        self.at += timedelta(seconds=waits)
        self.presses("no_show", place)
        if back_after:
            self.time_passes(back_after)
            self.sends_back(place, None, None)

    def goes_on(self, counter: int) -> None:
        """Press the large button: call, start, finish."""
        place = self.model.at_counter(self.counters[counter])
        if place:
            self.presses("start" if place.state == "called" else "finish", place)
        else:
            self.an_officer_calls_the_next(counter)

    @rule(counter=counters, press=st.sampled_from(["recall", "no_show", "hold", "finish"]))
    def an_officer_presses_for_who_is_there(self, counter: int, press: str) -> None:
        place = self.model.at_counter(self.counters[counter])
        if place:
            self.presses(press, place)

    @rule(who=people)
    def an_officer_takes_the_last_step_back(self, who: int) -> None:
        place = self.somebody(who)
        if place:
            self.takes_back(place)

    def takes_back(self, place: Place) -> None:
        """Undo the last step of a number."""
        state, turn = place.state, self.model.turn
        if self.presses("undo", place):
            self.seen[f"{state} undone"] += 1
            if self.model.turn < turn:
                self.seen["a turn given back"] += 1

    def presses(self, press: str, place: Place) -> Any:
        """Press a button of somebody's number, for the whole office."""
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
        return self.both(real, lambda: getattr(self.model, press)(place, self.at))

    @rule(
        who=people,
        to=st.sampled_from([None, "keep", "head", "tail", "after"]),
        after=st.one_of(st.none(), st.integers(0, 6)),
    )
    def an_officer_sends_somebody_back(self, who: int, to: str | None, after: int | None) -> None:
        place = self.somebody(who)
        if place:
            self.sends_back(place, to, after)

    def sends_back(self, place: Place, to: str | None, after: int | None) -> None:
        """Let somebody stand in line again."""
        self.both(
            lambda: moving.return_to_queue(self.ids[place.id], None, to, after),
            lambda: self.model.sent_back(place, to, after, self.at),
        )

    @rule(who=people, service=st.one_of(st.none(), services), counter=st.one_of(st.none(), counters))
    def an_officer_sends_somebody_on(self, who: int, service: str | None, counter: int | None) -> None:
        place = self.somebody(who)
        if place is None:
            return
        if counter is None:
            where = {"service": service} if service else {}
            modelled = lambda: self.model.sent_on(place, service, None, self.at)  # noqa: E731
        else:
            where = {"to_counter": str(counter + 1)}
            modelled = lambda: self.model.sent_on(place, None, self.counters[counter], self.at)  # noqa: E731
        self.both(lambda: moving.transfer(self.ids[place.id], None, **where), modelled)
        if counter is not None:
            self.goes_on(counter)

    def a_supervisor_suspends_or_resumes(self) -> None:
        if self.model.suspended:
            self.both(lambda: offering.resume_office(self.branch_id), self.model.suspends_or_resumes)
        else:
            self.both(lambda: offering.suspend_office(self.branch_id, "pusat mati"), self.model.suspends_or_resumes)

    def a_supervisor_changes_a_service(self, service: str, press: str) -> None:
        real = {
            "suspends": lambda: offering.suspend_service(self.branch_id, service, "blanko habis"),
            "resumes": lambda: offering.resume_service(self.branch_id, service),
            "closes": lambda: offering.close_service(self.branch_id, service, "blanko habis"),
            "opens": lambda: offering.open_service(self.branch_id, service),
        }[press]
        self.both(real, lambda: getattr(self.model, f"{press}_service")(service))
        if press == "closes":
            self.somebody_takes_a_number(service, priority=False)

    def a_supervisor_closes_or_opens_the_day(self, press: str) -> None:
        if press == "closes":
            self.both(lambda: offering.close_day(self.branch_id), lambda: self.model.closes_day(self.at))
        else:
            self.both(lambda: offering.open_day(self.branch_id), self.model.opens_day)

    @rule(who=people)
    def somebody_asks_how_many_are_ahead(self, who: int) -> None:
        place = self.somebody(who)
        if place:
            db.session.rollback()
            row = reading.ticket_by_id(self.ids[place.id])
            office = reading.office_of(self.branch_id)
            assert reading.people_ahead_of(office, row) == self.model.ahead(place, self.at)

    @invariant()
    def the_office_is_as_the_rules_say(self) -> None:
        if not hasattr(self, "branch_id"):
            return
        db.session.rollback()
        rows = {row.id: row for row in db.session.scalars(select(Ticket).where(Ticket.branch_id == self.branch_id))}
        assert len(rows) == len(self.model.places)
        codes = reading.office_of(self.branch_id).services_by_id
        for number, place in self.model.places.items():
            row = rows[self.ids[number]]
            said = (row.label, row.state, row.queue, row.counter_id, row.calls, row.only_counter_id, row.step)
            assert said == (
                place.label, place.state, place.queue, place.counter, place.calls, place.only, place.step,
            )  # fmt: skip
            assert (row.day, codes[row.service_id].code) == (place.day, place.service)
        waiting = sorted(
            (row for row in rows.values() if row.state == "waiting"), key=lambda row: (row.sort_key, row.id)
        )
        assert [row.label for row in waiting] == [place.label for place in self.model.line()]

    @invariant()
    def what_the_office_keeps_is_true(self) -> None:
        if not hasattr(self, "branch_id"):
            return
        db.session.rollback()
        series = db.session.scalars(select(Series).where(Series.branch_id == self.branch_id))
        assert {(row.day, row.letter): row.waiting for row in series if row.waiting} == {
            (self.model.day, letter): len(self.model.line(letter)) for letter in "ABD" if self.model.line(letter)
        }
        branch = db.session.execute(
            select(Branch.last_seq, Branch.interleave_turn).where(Branch.id == self.branch_id)
        ).one()
        assert tuple(branch) == (self.model.seq, self.model.turn)
        states = select(Counter.id, Counter.state).where(Counter.branch_id == self.branch_id)
        assert {row.id: row.state for row in db.session.execute(states)} == self.model.counters
        recaps = select(func.count()).where(PrintJob.branch_id == self.branch_id)
        assert db.session.scalar(recaps) == self.model.recaps

    @invariant()
    def the_office_has_learned_what_it_saw(self) -> None:
        if not hasattr(self, "branch_id"):
            return
        known = (
            select(Service.code, LearnedTime.hour, LearnedTime.count, LearnedTime.mean)
            .join(Service, Service.id == LearnedTime.service_id)
            .where(Service.branch_id == self.branch_id, LearnedTime.count > 0)
        )
        found = {(code, hour): (count, mean) for code, hour, count, mean in db.session.execute(known)}
        assert found == {
            key: (len(seconds), pytest.approx(fmean(seconds))) for key, seconds in self.model.learned.items() if seconds
        }


@pytest.mark.parametrize("policy", WHYS)
def test_any_order_of_verbs_does_what_the_rules_say(hall: Hall, policy: str) -> None:
    AnyOrder.seen.clear()
    run_state_machine_as_test(
        lambda: AnyOrder(policy),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            derandomize=not SOAK,
        ),
    )
    print(policy, dict(AnyOrder.seen.most_common()))
    # The short form is too short to come across everything.
    assert not SOAK or not (MUST_HAPPEN | WHYS[policy]) - set(AnyOrder.seen)
