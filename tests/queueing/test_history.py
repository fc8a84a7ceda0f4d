"""The history: every event in order, without gaps, without names."""

from __future__ import annotations

import threading
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import db
from app.errors import GiliranError
from app.queueing import issuing, reading
from app.queueing.desk import desk_of
from tests.conftest import TurnableClock
from tests.people import Hall, Officer


def test_seq_counts_every_event_of_an_office_without_a_gap(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    rina.serves_next()
    kinds = [event["kind"] for event in hall.events()]
    assert kinds == ["counter.opened", "ticket.issued", "ticket.called", "ticket.started", "ticket.finished"]
    assert [event["seq"] for event in hall.events()] == [1, 2, 3, 4, 5]
    assert reading.last_seq(hall.branch_id) == 5


def test_an_event_reads_as_it_was_promised_to_the_outside(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    hall.citizen_takes()
    rina.calls_next()
    assert hall.events("ticket.called") == [
        {
            "branch": "karawaci",
            "seq": 4,
            "kind": "ticket.called",
            "at": "2026-11-23T08:15:00.000+07:00",
            "ticket": "A-001",
            "counter": "3",
            "calls": 1,
            "waiting": {"A": 1},
            "why": "arrival",
            "runners_up": ["A-002"],
        }
    ]


def test_a_refused_verb_leaves_no_gap(hall: Hall) -> None:
    hall.citizen_takes(key="same")
    for service in ("Z-NO", "A-KTPR"):
        with suppress(GiliranError):
            hall.citizen_takes(service, priority="vip")
    hall.citizen_takes()
    assert [event["seq"] for event in hall.events()] == [1, 2]


def test_a_clock_set_back_does_not_reorder_history(hall: Hall, time: TurnableClock) -> None:
    hall.citizen_takes()
    time.passes(minutes=-30)
    later = hall.citizen_takes()
    moments = [event["at"] for event in hall.events()]
    assert moments == sorted(moments)
    assert later.ahead == 1


def test_no_event_says_who_acted(hall: Hall) -> None:
    rina = hall.officer("Rina Wulandari")
    hall.citizen_takes()
    rina.serves_next()
    assert "Rina" not in str(hall.events())


def test_sixteen_kiosks_at_once_give_every_number_once(hall: Hall) -> None:
    numbers: list[str] = []
    start = threading.Barrier(16)

    def touch(kiosk: int) -> None:
        with hall.app.app_context():
            start.wait()
            for tap in range(5):
                numbers.append(issuing.issue(hall.branch_id, "A-KTPR", f"kiosk-{kiosk}-{tap}").number)
            db.session.remove()

    threads = [threading.Thread(target=touch, args=(kiosk,)) for kiosk in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(numbers) == [f"A-{number:03d}" for number in range(1, 81)]
    assert [event["seq"] for event in hall.events()] == list(range(1, 81))
    assert hall.waiting() == {"A": 80}


STEPS = st.lists(st.sampled_from(["take A", "take B", "call", "recall", "start", "finish", "no-show"]), max_size=25)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_people_press_the_kept_counts_and_the_history_stay_true(hall: Hall, steps: list[str]) -> None:
    rina = hall.officers.get("Rina") or hall.officer("Rina")
    for step in steps:
        with suppress(GiliranError):
            _press(hall, rina, step)
    events = hall.events()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    counted = {letter: hall.count_waiting(letter) for letter in ("A", "B")}
    assert {letter: count for letter, count in counted.items() if count} == hall.waiting()


def _press(hall: Hall, rina: Officer, step: str) -> None:
    if step.startswith("take"):
        hall.citizen_takes({"A": "A-KTPR", "B": "B-DOM"}[step[-1]])
        return
    if step == "call":
        rina.calls_next()
        return
    db.session.rollback()
    held = desk_of(reading.counter(rina.counter_id)).ticket
    verb = {"recall": rina.calls_again, "start": rina.starts, "finish": rina.finishes, "no-show": rina.gives_up_on}
    if held:
        verb[step](held)
