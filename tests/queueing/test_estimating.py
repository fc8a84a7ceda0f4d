"""Somebody waits, and is told how long it will take."""

from __future__ import annotations

from app.queueing import reading
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
