"""The rules of a hall in plain Python: no database, no framework; what the verbs are compared with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

HEAD_START = timedelta(minutes=30)
LARGEST_WAIT = timedelta(minutes=90)
UNDO_WITHIN = timedelta(seconds=60)
RETURN_WITHIN = timedelta(minutes=60)
RETURN_AFTER = 2
NEXT = timedelta(microseconds=1)
SERVICES = {"A-KTPR": "A", "B-SKTM": "B", "D-INF": "D"}
JOURNEYS = {"A-KTPR": ["D-INF"]}
QUOTAS = {"B-SKTM": 4}
TURNS = ("priority", "ordinary", "ordinary")
"""Where classes take turns: one of priority, then two others."""


class Refused(Exception):
    """The rules do not allow it; the argument is the refusal's code."""


@dataclass
class Place:
    """A citizen's place. `before` is how it was before the last step; `turn` the office's turn after their call."""

    id: int
    label: str
    service: str
    queue: str
    priority: bool
    day: date
    arrived: datetime
    key: datetime
    since: datetime
    state: str = "waiting"
    step: int = 0
    journey: list[str] = field(default_factory=list)
    counter: int | None = None
    only: int | None = None
    calls: int = 0
    called: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    worked: timedelta = timedelta()
    before: Place | None = None
    turn: int | None = None


@dataclass
class ModelHall:
    """One office: three letters, counters that serve them all.

    Args:
        policy: "first_come", "head_start" or "interleave".
        patience: how often somebody is called before they count as not come, and so many seconds apart.
    """

    counters: dict[int, str]
    policy: str
    patience: tuple[int, int]
    day: date
    places: dict[int, Place] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    strips: set[str] = field(default_factory=set)
    learned: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    closed_services: set[str] = field(default_factory=set)
    suspended_services: set[str] = field(default_factory=set)
    opened_today: bool = False
    suspended: bool = False
    closed: bool = False
    turn: int = 0
    recaps: int = 0
    seq: int = 0

    def today(self, *states: str) -> list[Place]:
        return [each for each in self.places.values() if each.day == self.day and each.state in states]

    def line(self, queue: str | None = None) -> list[Place]:
        waiting = [each for each in self.today("waiting") if queue in (None, each.queue)]
        return sorted(waiting, key=lambda each: (each.key, each.id))

    def at_counter(self, counter: int) -> Place | None:
        return next((each for each in self.today("called", "serving") if each.counter == counter), None)

    def in_order(self, line: list[Place], at: datetime) -> list[tuple[Place, str]]:
        """People in the order in which they are called, each with what decided it."""
        overdue = sorted(
            (each for each in line if at - each.arrived >= LARGEST_WAIT), key=lambda each: (each.arrived, each.id)
        )
        rest = [each for each in line if each not in overdue]
        if self.policy != "interleave":
            by_key = [(each, "head_start" if each.key < each.arrived else "arrival") for each in rest]
            return [(each, "waited_longest") for each in overdue] + by_key
        return [(each, "waited_longest") for each in overdue] + self._in_turns(rest)

    def _in_turns(self, line: list[Place]) -> list[tuple[Place, str]]:
        classes = {"priority": [each for each in line if each.priority]}
        classes["ordinary"] = [each for each in line if not each.priority]
        called, turn = [], self.turn
        while all(classes.values()):
            whose = TURNS[turn % len(TURNS)]
            called.append((classes[whose].pop(0), f"{whose}_turn"))
            turn += 1
        return called + [(each, "arrival") for left in classes.values() for each in left]

    def ahead(self, place: Place, at: datetime) -> int | None:
        if place.state != "waiting":
            return None
        return [each for each, _why in self.in_order(self.line(place.queue), at)].index(place)

    def take(self, service: str, priority: bool, at: datetime) -> Place:
        self._must_be_given(service)
        letter = SERVICES[service]
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return self._stands(f"{letter}-{self.numbers[letter]:03d}", service, priority, at)

    def walk_in(self, service: str, counter: int, at: datetime) -> Place:
        self._ready(counter)
        place = self.take(service, False, at)
        self._call(place, counter, at)
        return place

    def print_strip(self, letter: str, count: int) -> list[str]:
        first = self.numbers.get(letter, 0) + 1
        self.numbers[letter] = first + count - 1
        strip = [f"{letter}-{number:03d}" for number in range(first, first + count)]
        self.strips |= set(strip)
        self.seq += 1
        return strip

    def use_strip(self, label: str, service: str, at: datetime) -> Place:
        used = any(each.label == label and each.day == self.day for each in self.places.values())
        if label not in self.strips or label[0] != SERVICES[service] or used:
            raise Refused("not-on-a-strip")
        return self._stands(label, service, False, at)

    def _must_be_given(self, service: str) -> None:
        if service in self.closed_services:
            raise Refused("service-closed")
        if self.closed:
            raise Refused("office-closed")
        given = [each for each in self.places.values() if each.day == self.day and each.service == service]
        if sum(each.state != "cancelled" for each in given) >= QUOTAS.get(service, 999):
            raise Refused("quota-reached")
        if self.opened_today and all(state == "closed" for state in self.counters.values()):
            raise Refused("counters-closed")

    def _stands(self, label: str, service: str, priority: bool, at: datetime) -> Place:
        self.seq += 1
        key = at - HEAD_START if priority and self.policy == "head_start" else at
        number = len(self.places) + 1
        place = Place(number, label, service, SERVICES[service], priority, self.day, at, key, at)
        place.journey = JOURNEYS.get(service, [])
        self.places[number] = place
        return place

    def opens(self, counter: int) -> None:
        if self.counters[counter] != "open":
            self.counters[counter], self.opened_today = "open", True
            self.seq += 1

    def pauses(self, counter: int) -> None:
        if self.counters[counter] != "open":
            raise Refused("counter-not-open")
        self.counters[counter] = "paused"
        self.seq += 1

    def closes(self, counter: int) -> None:
        if self.at_counter(counter):
            raise Refused("counter-busy")
        if self.counters[counter] != "closed":
            self.counters[counter] = "closed"
            self.seq += 1

    def suspends_or_resumes(self) -> None:
        self.suspended = not self.suspended
        self.seq += 1

    def suspends_service(self, service: str) -> None:
        self.suspended_services.add(service)
        self.seq += 1

    def resumes_service(self, service: str) -> None:
        if service not in self.suspended_services:
            raise Refused("nothing-suspended")
        self.suspended_services.remove(service)
        self.seq += 1

    def closes_service(self, service: str) -> None:
        self.closed_services.add(service)
        self.seq += 1

    def opens_service(self, service: str) -> None:
        self.seq += service in self.closed_services
        self.closed_services.discard(service)

    def closes_day(self, at: datetime) -> None:
        if not self.closed:
            self._ends(("waiting", "called", "held"), at)
            self.closed = True
            self._tells_the_end()

    def opens_day(self) -> None:
        self.seq += self.closed
        self.closed = False

    def night_passes(self, at: datetime) -> None:
        self._ends(("waiting", "called", "held", "serving"), at)
        if not self.closed and self.numbers:
            self._tells_the_end()
        self.day, self.opened_today, self.closed = at.date(), False, False
        self.numbers, self.strips, self.closed_services = {}, set(), set()

    def _ends(self, states: tuple[str, ...], at: datetime) -> None:
        for place in self.today(*states):
            self._moves(place, "expired", at)
            place.ended, place.before = at, None
        for counter in self.counters:
            if not self.at_counter(counter):
                self.closes(counter)

    def _tells_the_end(self) -> None:
        self.seq += 1
        self.recaps += any(each.day == self.day for each in self.places.values())

    def _ready(self, counter: int) -> None:
        if self.counters[counter] != "open":
            raise Refused("counter-not-open")
        if self.at_counter(counter):
            raise Refused("counter-busy")
        if self.suspended:
            raise Refused("suspended")

    def call_next(self, counter: int, at: datetime) -> tuple[str, str]:
        self._ready(counter)
        mine = [
            each for each in self.line() if each.only in (None, counter) and each.service not in self.suspended_services
        ]
        if not mine:
            raise Refused("nobody-waiting")
        place, why = self.in_order(mine, at)[0]
        self._call(place, counter, at)
        if why.endswith("_turn"):
            self.turn += 1
            place.turn = self.turn
        elif why != "waited_longest" and place.only == counter:
            why = "for_this_counter"
        return place.label, why

    def call_this_one(self, place: Place, counter: int, at: datetime) -> None:
        self._ready(counter)
        self._must(place, "waiting")
        self._call(place, counter, at)

    def _call(self, place: Place, counter: int, at: datetime) -> None:
        self._moves(place, "called", at)
        place.counter, place.calls, place.called = counter, 1, at

    def recall(self, place: Place, at: datetime) -> None:
        self._must(place, "called")
        place.calls, place.called, place.before = place.calls + 1, at, None
        self.seq += 1

    def start(self, place: Place, at: datetime) -> None:
        self._must(place, "called")
        self._moves(place, "serving", at)
        place.started = at

    def finish(self, place: Place, at: datetime) -> None:
        self._must(place, "serving")
        self._moves(place, "served", at)
        self._learned_from(place).append(place.worked.total_seconds())
        self._leaves_for_good(place, at)

    def no_show(self, place: Place, at: datetime) -> None:
        self._must(place, "called")
        calls, seconds_apart = self.patience
        if place.calls < calls:
            raise Refused("call-again-first")
        assert place.called
        if at < place.called + timedelta(seconds=seconds_apart):
            raise Refused("too-soon")
        self._moves(place, "no_show", at)
        self._leaves_for_good(place, at)

    def _leaves_for_good(self, place: Place, at: datetime) -> None:
        place.ended = at
        if self.closed and place.counter:
            self.counters[place.counter] = "closed"
            self.seq += 1

    def _learned_from(self, place: Place) -> list[float]:
        assert place.started
        return self.learned.setdefault((place.service, place.started.hour), [])

    def hold(self, place: Place, at: datetime) -> None:
        self._must(place, "called", "serving")
        self._moves(place, "held", at)

    def resume(self, place: Place, at: datetime) -> None:
        self._must(place, "held")
        assert place.counter
        if self.counters[place.counter] != "open":
            raise Refused("counter-not-open")
        if self.at_counter(place.counter):
            raise Refused("counter-busy")
        self._moves(place, "serving" if place.started else "called", at)

    def sent_back(self, place: Place, to: str | None, after: int | None, at: datetime) -> None:
        missed = place.state == "no_show"
        if missed and place.ended and at - place.ended > RETURN_WITHIN:
            raise Refused("too-late-to-return")
        self._must(place, "called", "serving", "held", "no_show")
        self._moves(place, "waiting", at)
        to = to or ("after" if missed else "keep")
        self._takes_place(place, to, RETURN_AFTER if after is None else after, at)
        if to in ("tail", "after"):
            place.arrived = at
        self._leaves(place)

    def _takes_place(self, place: Place, to: str, after: int, at: datetime) -> None:
        others = [each for each in self.line(place.queue) if each is not place]
        if to == "head" or (to == "after" and after == 0):
            place.key = min(others[0].key - NEXT, place.key) if others else place.key
        elif to == "tail" or (to == "after" and len(others) < after):
            place.key = max(at, others[-1].key + NEXT) if others else at
        elif to == "after":
            place.key = last = others[after - 1].key + NEXT
            for behind in others[after:]:
                if behind.key > last:
                    break
                last = behind.key = last + NEXT

    def sent_on(self, place: Place, service: str | None, counter: int | None, at: datetime) -> None:
        self._must(place, "waiting", "called", "serving", "held")
        if not (service or counter) and place.step >= len(place.journey):
            raise Refused("no-next-step")
        self._moves(place, "waiting", at)
        if counter:
            place.only = counter
        else:
            self._goes_on_to(place, service or place.journey[place.step])
        self._leaves(place)

    def _goes_on_to(self, place: Place, service: str) -> None:
        place.step += place.journey[place.step : place.step + 1] == [service]
        place.service, place.queue, place.only = service, SERVICES[service], None

    def cancel(self, place: Place, at: datetime) -> None:
        self._must(place, "waiting", "called", "held")
        self._moves(place, "cancelled", at)
        place.ended = at

    def undo(self, place: Place, at: datetime) -> None:
        before = place.before
        if before is None or at - place.since > UNDO_WITHIN:
            raise Refused("nothing-to-undo")
        if before.state in ("called", "serving") and before.counter:
            if self.counters[before.counter] == "closed":
                raise Refused("counter-not-open")
            there = self.at_counter(before.counter)
            if there and there is not place:
                raise Refused("counter-busy")
        if place.state == "served":
            self._learned_from(place).remove(place.worked.total_seconds())
        if place.state == "called" and place.turn == self.turn:
            self.turn -= 1
        self.places[place.id] = replace(before, before=None)
        self.seq += 1

    def _must(self, place: Place, *states: str) -> None:
        if place.state not in states:
            raise Refused("wrong-state")

    def _moves(self, place: Place, state: str, at: datetime) -> None:
        place.before, place.turn = replace(place), None
        if place.state in ("called", "serving"):
            place.worked += at - place.since
        place.state, place.since = state, at
        self.seq += 1

    def _leaves(self, place: Place) -> None:
        place.counter, place.calls, place.called, place.started, place.ended = None, 0, None, None, None
