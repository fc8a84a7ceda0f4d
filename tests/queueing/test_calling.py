"""Rina calls citizens to her counter."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from app.db import db, transaction
from app.errors import CounterBusy, CounterNotOpen, CounterTaken, NobodyWaiting, NotYours, WrongState
from app.models import Ticket
from app.queueing.views import TicketView
from tests.conftest import TurnableClock
from tests.people import Hall


def test_who_came_first_is_called_first(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    for _ in range(3):
        hall.citizen_takes()
        time.passes(seconds=10)
    assert [rina.serves_next().number for _ in range(3)] == ["A-001", "A-002", "A-003"]


def test_letters_are_called_by_arrival_and_not_by_alphabet(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    for service in ("B-DOM", "A-KTPR", "D-INF"):
        hall.citizen_takes(service)
        time.passes(seconds=10)
    assert [rina.serves_next().number for _ in range(3)] == ["B-001", "A-001", "D-001"]


def test_an_elderly_citizen_is_called_before_those_who_came_a_little_earlier(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    time.passes(minutes=29)
    grandmother = hall.citizen_takes(priority="elderly")
    assert rina.calls_next().id == grandmother.id


def test_nobody_starves_because_a_head_start_is_only_half_an_hour(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    budi = hall.citizen_takes()
    time.passes(minutes=31)
    hall.citizen_takes(priority="elderly")
    assert rina.calls_next().id == budi.id


def test_a_call_goes_from_waiting_to_served_by_three_moments(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    sari = hall.citizen_takes()
    called = rina.calls_next()
    assert (called.id, called.state, called.counter, called.calls) == (sari.id, "called", "3", 1)
    time.passes(seconds=40)
    assert rina.starts(called).state == "serving"
    time.passes(minutes=6)
    rina.finishes(called)
    row = hall.ticket(sari)
    assert row.state == "served"
    assert row.issued_at <= row.called_at < row.started_at < row.ended_at  # type: ignore[operator]


def test_calling_again_is_a_new_event_for_the_same_citizen(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    called = rina.calls_next()
    assert rina.calls_again(called).calls == 2
    again = hall.events("ticket.recalled")
    assert [(event["ticket"], event["counter"], event["calls"]) for event in again] == [("A-001", "3", 2)]


def test_who_does_not_come_frees_the_counter(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    hall.citizen_takes()
    rina.gives_up_on(rina.calls_next())
    assert rina.calls_next().number == "A-002"


def test_the_next_call_never_completes_the_one_before(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    hall.citizen_takes()
    called = rina.calls_next()
    with pytest.raises(CounterBusy) as refusal:
        rina.calls_next()
    assert "A-001" in refusal.value.words()
    assert hall.ticket(called).state == "called"
    assert hall.waiting() == {"A": 1}


def test_nobody_waiting_is_said_and_nothing_is_written(hall: Hall) -> None:
    rina = hall.officer()
    before = hall.events()
    with pytest.raises(NobodyWaiting):
        rina.calls_next()
    assert hall.events() == before


def test_those_of_yesterday_are_not_called_today(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    time.passes(days=1)
    rina.opens()
    with pytest.raises(NobodyWaiting):
        rina.calls_next()


def test_a_paused_or_closed_counter_calls_nobody(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    rina.pauses()
    with pytest.raises(CounterNotOpen):
        rina.calls_next()
    rina.leaves()
    with pytest.raises(CounterNotOpen):
        rina.calls_next()


def test_a_colleague_can_neither_take_the_counter_nor_its_citizen(hall: Hall) -> None:
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    hall.citizen_takes()
    called = rina.calls_next()
    with pytest.raises(NotYours):
        dewi.finishes(called)
    dewi.counter_id = rina.counter_id
    with pytest.raises(CounterTaken):
        dewi.opens()


def test_who_sits_down_elsewhere_leaves_the_old_counter(hall: Hall) -> None:
    rina = hall.officer("Rina", "3")
    counter_3, rina.counter_id = rina.counter_id, rina.counter_id + 1
    rina.opens()
    assert [event["counter"] for event in hall.events("counter.closed")] == ["3"]
    hall.citizen_takes()
    rina.calls_next()
    with pytest.raises(CounterBusy):
        rina.leaves()
    assert counter_3 != rina.counter_id


@pytest.mark.parametrize("press", ["finishes", "calls_again", "starts", "gives_up_on"])
def test_a_button_pressed_too_late_is_refused_in_words_and_changes_nothing(hall: Hall, press: str) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    served = rina.serves_next()
    before = hall.events()
    with pytest.raises(WrongState):
        getattr(rina, press)(served)
    assert hall.events() == before


def test_the_database_itself_allows_one_citizen_per_counter(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    second = hall.citizen_takes()
    rina.calls_next()
    with pytest.raises(IntegrityError), transaction() as session:
        row = session.get_one(Ticket, second.id)
        row.state, row.counter_id = "called", rina.counter_id


def test_eight_officers_pressing_at_once_call_eight_different_citizens(hall: Hall) -> None:
    officers = [hall.officer(f"Petugas {number}", str(number)) for number in range(1, 9)]
    for _ in range(12):
        hall.citizen_takes()
    called: list[TicketView] = []
    start = threading.Barrier(len(officers))

    def press(counter_id: int, staff_id: int) -> None:
        from app.queueing import calling

        with hall.app.app_context():
            start.wait()
            called.append(calling.call_next(counter_id, staff_id))
            db.session.remove()

    threads = [threading.Thread(target=press, args=(each.counter_id, each.staff_id)) for each in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(ticket.number for ticket in called) == [f"A-{number:03d}" for number in range(1, 9)]
    assert hall.waiting() == {"A": 4}
