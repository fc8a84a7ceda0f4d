"""The rules of a hall in plain Python: no database, no framework; what the verbs are compared with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

HEAD_START = timedelta(minutes=30)
LARGEST_WAIT = timedelta(minutes=90)
UNDO_WITHIN = timedelta(seconds=60)
RETURN_WITHIN = timedelta(minutes=60)
NEXT = timedelta(microseconds=1)
SERVICES = {"A-KTPR": "A", "B-SKTM": "B", "D-INF": "D"}


class Refused(Exception):
    """The rules do not allow it; the argument is the refusal's code."""


@dataclass
class Place:
    """A citizen's place."""

    id: int
    label: str
    queue: str
    arrived: datetime
    key: datetime
    since: datetime
    state: str = "waiting"
    counter: int | None = None
    only: int | None = None
    calls: int = 0
    started: bool = False
    ended: datetime | None = None
    before: Place | None = None


@dataclass
class ModelHall:
    """One office: three letters, counters that serve them all, the policy of a head start."""

    counters: dict[int, str]
    places: dict[int, Place] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    opened: bool = False
    suspended: bool = False
    seq: int = 0

    def line(self, queue: str | None = None) -> list[Place]:
        waiting = [each for each in self.places.values() if each.state == "waiting" and queue in (None, each.queue)]
        return sorted(waiting, key=lambda each: (each.key, each.id))

    def at_counter(self, counter: int) -> Place | None:
        return next(
            (each for each in self.places.values() if each.counter == counter and each.state in ("called", "serving")),
            None,
        )

    def take(self, service: str, priority: bool, at: datetime) -> str:
        letter = SERVICES[service]
        if self.opened and all(state == "closed" for state in self.counters.values()):
            raise Refused("counters-closed")
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        self.seq += 1
        label = f"{letter}-{self.numbers[letter]:03d}"
        number = len(self.places) + 1
        self.places[number] = Place(number, label, letter, at, at - HEAD_START if priority else at, at)
        return label

    def opens(self, counter: int) -> None:
        if self.counters[counter] != "open":
            self.counters[counter], self.opened = "open", True
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

    def _ready(self, counter: int) -> None:
        if self.counters[counter] != "open":
            raise Refused("counter-not-open")
        if self.at_counter(counter):
            raise Refused("counter-busy")
        if self.suspended:
            raise Refused("suspended")

    def call_next(self, counter: int, at: datetime) -> str:
        self._ready(counter)
        mine = [each for each in self.line() if each.only in (None, counter)]
        if not mine:
            raise Refused("nobody-waiting")
        overdue = [each for each in mine if at - each.arrived >= LARGEST_WAIT]
        chosen = min(overdue, key=lambda each: (each.arrived, each.id)) if overdue else mine[0]
        self._call(chosen, counter, at)
        return chosen.label

    def call_this_one(self, place: Place, counter: int, at: datetime) -> None:
        self._ready(counter)
        self._must(place, "waiting")
        self._call(place, counter, at)

    def _call(self, place: Place, counter: int, at: datetime) -> None:
        self._moves(place, "called", at)
        place.counter, place.calls = counter, 1

    def recall(self, place: Place) -> None:
        self._must(place, "called")
        place.calls, place.before = place.calls + 1, None
        self.seq += 1

    def start(self, place: Place, at: datetime) -> None:
        self._must(place, "called")
        self._moves(place, "serving", at)
        place.started = True

    def finish(self, place: Place, at: datetime) -> None:
        self._must(place, "serving")
        self._moves(place, "served", at)
        place.ended = at

    def no_show(self, place: Place, at: datetime) -> None:
        self._must(place, "called")
        self._moves(place, "no_show", at)
        place.ended = at

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

    def sent_back(self, place: Place, to: str, after: int, at: datetime) -> None:
        if place.state == "no_show" and place.ended and at - place.ended > RETURN_WITHIN:
            raise Refused("too-late-to-return")
        self._must(place, "called", "serving", "held", "no_show")
        self._moves(place, "waiting", at)
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
        if to in ("tail", "after"):
            place.arrived = at
        self._leaves(place)

    def sent_on(self, place: Place, service: str | None, counter: int | None, at: datetime) -> None:
        self._must(place, "waiting", "called", "serving", "held")
        self._moves(place, "waiting", at)
        if counter:
            place.only = counter
        else:
            place.queue, place.only = SERVICES[service or ""], None
        self._leaves(place)

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
        self.places[place.id] = replace(before, before=None)
        self.seq += 1

    def _must(self, place: Place, *states: str) -> None:
        if place.state not in states:
            raise Refused("wrong-state")

    def _moves(self, place: Place, state: str, at: datetime) -> None:
        place.before = replace(place)
        place.state, place.since = state, at
        self.seq += 1

    def _leaves(self, place: Place) -> None:
        place.counter, place.calls, place.started, place.ended = None, 0, False, None
