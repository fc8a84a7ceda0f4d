"""Somebody waits, and is told how long it will take."""

from __future__ import annotations

from app.queueing import offering, reading
from app.queueing.views import TicketView
from tests.conftest import TurnableClock
from tests.people import Hall


def minutes_left(hall: Hall, ticket: TicketView) -> int:
    told = reading.estimate_of(hall.ticket(ticket))
    assert told
    return told.minutes


def test_an_elderly_citizen_is_told_of_those_before_them_only(hall: Hall) -> None:
    numbers = [hall.citizen_takes("A-KTPR") for _ in range(6)]
    elderly = hall.citizen_takes("A-KTPR", priority="elderly")
    assert elderly.ahead == 0
    assert elderly.estimate_minutes == numbers[0].estimate_minutes
    assert minutes_left(hall, elderly) == elderly.estimate_minutes


def test_a_citizen_with_a_head_start_does_not_wait_for_the_other_letters_of_their_counter(hall: Hall) -> None:
    hall.officer("Rina", "3")  # serves every letter, and is alone
    alone = hall.citizen_takes("A-KTPR")
    for _ in range(5):
        last = hall.citizen_takes("B-DOM")
    elderly = hall.citizen_takes("B-DOM", priority="elderly")
    assert elderly.estimate_minutes == alone.estimate_minutes != last.estimate_minutes


def test_whoever_comes_later_to_another_letter_makes_nobody_wait_longer(hall: Hall, time: TurnableClock) -> None:
    hall.officer("Rina", "3")
    budi = hall.citizen_takes("A-KTPR")
    told = minutes_left(hall, budi)
    time.passes(seconds=30)
    for _ in range(5):
        hall.citizen_takes("B-DOM")
    assert minutes_left(hall, budi) == told


def test_nobody_is_promised_a_time_while_nobody_is_called(hall: Hall) -> None:
    early = hall.citizen_takes("A-KTPR")
    offering.suspend_office(hall.branch_id, "listrik padam")
    meanwhile = hall.citizen_takes("A-KTPR")
    for number in (early, meanwhile):
        seen = reading.ticket_view(hall.ticket(number))
        assert (seen.estimate_minutes, seen.estimate_low, seen.estimate_high) == (None, None, None)
        assert reading.estimate_of(hall.ticket(number)) is None
    assert meanwhile.estimate_minutes is None and meanwhile.ahead == 1
    assert reading.board(reading.office("karawaci"), "hall")["estimates"] == {}
    offering.resume_office(hall.branch_id)
    assert minutes_left(hall, meanwhile) > 0
    assert reading.ticket_view(hall.ticket(early)).estimate_minutes == early.estimate_minutes


def test_a_stopped_service_promises_nothing_and_the_others_of_its_queue_go_on(hall: Hall) -> None:
    stopped, other = hall.citizen_takes("A-KTPR"), hall.citizen_takes("A-KK")
    offering.suspend_service(hall.branch_id, "A-KTPR", "alat perekam rusak")
    assert reading.estimate_of(hall.ticket(stopped)) is None and minutes_left(hall, other) > 0
    assert "A" in reading.board(reading.office("karawaci"), "hall")["estimates"]
