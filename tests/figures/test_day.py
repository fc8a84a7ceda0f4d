"""What a day came to: a small day, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.db import transaction
from app.models import Branch
from app.office import set_up_anew
from app.queueing import calling, moving, offering, reading, reporting
from app.queueing.figures import CounterFigures, DayFigures, EstimateFigures, HourFigures, Spread, Tally, spread
from tests.conftest import TurnableClock
from tests.people import Hall

MONDAY = date(2026, 11, 23)


def figures(hall: Hall, day: date = MONDAY) -> DayFigures:
    _ = hall.branch  # looks anew
    return reporting.day_figures(reading.office(hall.code), day)


def counter(found: DayFigures, number: str) -> CounterFigures:
    return next(each for each in found.counters if each.counter.number == number)


def in_zone(hall: Hall, zone: str) -> None:
    with transaction() as session:
        session.get_one(Branch, hall.branch_id).zone = zone
        set_up_anew(session, hall.branch_id)


@pytest.fixture
def monday(hall: Hall, time: TurnableClock) -> Hall:
    """A morning: three come for an e-KTP and two for a letter; Rina serves, one misses the call, one goes home.

    08:15 Rina opens. 08:20 three numbers A, one B. 08:30 first A called, 08:31 comes, 08:41 done.
    08:45 second A called, comes at 08:46, fetches a copy 08:50-08:56, done 09:00. 09:00 third A called three times
    and given up on at 09:03. 09:05 Rina pauses, 09:15 she is back. 09:20 the B gives the number up; another comes.
    """
    rina = hall.officer()
    time.passes(minutes=5)
    first, second, third = (hall.citizen_takes("A-KTPR") for _ in range(3))
    letter = hall.citizen_takes("B-DOM")
    time.passes(minutes=10)
    rina.calls(first)
    time.passes(minutes=1)
    rina.starts(first)
    time.passes(minutes=10)
    rina.finishes(first)
    time.passes(minutes=4)
    rina.calls(second)
    time.passes(minutes=1)
    rina.starts(second)
    time.passes(minutes=4)
    rina.sets_aside(second)
    time.passes(minutes=6)
    rina.goes_on_with(second)
    time.passes(minutes=4)
    rina.finishes(second)
    rina.calls(third)
    for _ in range(2):
        time.passes(minutes=1)
        rina.calls_again(third)
    time.passes(minutes=1)
    rina.gives_up_on(third)
    time.passes(minutes=2)
    rina.pauses()
    time.passes(minutes=10)
    rina.opens()
    time.passes(minutes=5)
    moving.cancel(letter.id)
    hall.citizen_takes("B-DOM")
    time.passes(minutes=10)
    return hall


def test_every_number_is_counted_once(monday: Hall) -> None:
    found = figures(monday)
    assert found.tally == Tally(issued=5, served=2, no_show=1, cancelled=1, expired=0, still_open=1)
    assert {each.service.code: (each.tally.issued, each.tally.served) for each in found.services} == {
        "A-KTPR": (3, 2),
        "B-DOM": (2, 0),
    }


def test_waiting_walking_service_and_being_set_aside_are_told_apart(monday: Hall) -> None:
    of_ktp = figures(monday).services[0].times
    assert of_ktp.wait == Spread(count=3, mean=25 * 60, median=25 * 60, p90=40 * 60, longest=40 * 60)
    assert of_ktp.walk == Spread(count=2, mean=60, median=60, p90=60, longest=60)
    assert of_ktp.service == Spread(count=2, mean=9 * 60, median=9 * 60, p90=10 * 60, longest=10 * 60)
    assert of_ktp.hold == Spread(count=1, mean=360, median=360, p90=360, longest=360)


def test_nobody_waited_for_a_service_that_called_nobody(monday: Hall) -> None:
    of_letter = figures(monday).services[1].times
    assert (of_letter.wait, of_letter.walk, of_letter.service, of_letter.hold) == (None, None, None, None)


def test_rinas_morning_adds_up_to_the_minute(monday: Hall) -> None:
    rina = counter(figures(monday), "3")
    time = rina.time
    assert rina.served == 2
    assert [time.serving // 60, time.calling // 60, time.paused // 60] == [18, 5, 10]
    assert time.open == 75 * 60  # 08:15 to 09:30
    assert time.idle == (75 - 18 - 5 - 10) * 60


def test_people_come_and_are_done_by_the_offices_own_hours(monday: Hall) -> None:
    assert figures(monday).hours == (HourFigures(8, 4, 1), HourFigures(9, 1, 1))


def test_the_same_morning_in_jayapura_is_two_hours_later_on_the_wall(monday: Hall) -> None:
    in_zone(monday, "Asia/Jayapura")
    assert [each.hour for each in figures(monday).hours] == [10, 11]


def test_an_office_in_jayapura_has_its_own_day(hall: Hall, time: TurnableClock) -> None:
    in_zone(hall, "Asia/Jayapura")
    time.moment = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # Tuesday 00:30 there, still Monday in Jakarta
    hall.citizen_takes()
    assert figures(hall, MONDAY).tally.issued == 0
    tuesday = figures(hall, date(2026, 11, 24))
    assert (tuesday.tally.issued, tuesday.hours) == (1, (HourFigures(0, 1, 0),))


def test_the_estimate_is_held_against_the_first_call(monday: Hall) -> None:
    told = {each.number: each for each in (reading.ticket_view(reading.ticket_by_id(number)) for number in (1, 2, 3))}
    waited = {"A-001": 10, "A-002": 25, "A-003": 40}
    off = [waited[number] - (each.estimate_minutes or 0) for number, each in told.items()]
    within = sum((e.estimate_low or 0) <= waited[n] <= (e.estimate_high or 0) for n, e in told.items())
    assert figures(monday).estimate == EstimateFigures(
        called=3, within=within, mean_error=pytest.approx(sum(map(abs, off)) / 3), bias=pytest.approx(sum(off) / 3)
    )


def test_a_number_given_at_the_counter_says_nothing_about_estimates(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    calling.serve_without_number(rina.counter_id, "A-KTPR", staff_id=rina.staff_id)
    assert figures(hall).estimate is None


def test_an_empty_day_is_calm(hall: Hall, time: TurnableClock) -> None:
    found = figures(hall)
    assert found.tally == Tally()
    assert (found.services, found.counters, found.hours, found.estimate) == ((), (), (), None)
    assert found.times.wait is None and spread([]) is None


def test_a_finish_taken_back_leaves_the_citizen_at_the_counter(hall: Hall, time: TurnableClock) -> None:
    rina, ticket = hall.officer(), hall.citizen_takes()
    rina.starts(rina.calls_next())
    time.passes(minutes=5)
    rina.finishes(ticket)
    rina.takes_back(ticket)
    time.passes(minutes=5)
    found = figures(hall)
    assert (found.tally.served, found.tally.still_open, counter(found, "3").time.serving) == (0, 1, 600)


def test_a_call_taken_back_was_no_call(hall: Hall, time: TurnableClock) -> None:
    rina, ticket = hall.officer(), hall.citizen_takes()
    time.passes(minutes=5)
    rina.calls_next()
    rina.takes_back(ticket)
    time.passes(minutes=5)
    found = figures(hall)
    assert found.times.wait is None and found.estimate is None
    assert counter(found, "3").time.idle == 600


def test_who_goes_on_to_another_counter_was_still_worked_for(hall: Hall, time: TurnableClock) -> None:
    rina, dewi = hall.officer(), hall.officer("Dewi", "5")
    ticket = hall.citizen_takes()
    rina.starts(rina.calls_next())
    time.passes(minutes=5)
    rina.sends_on(ticket, to_counter="5")
    assert counter(figures(hall), "3").time.sent_on == 1
    time.passes(minutes=3)
    dewi.serves_next()
    found = figures(hall)
    assert {each.counter.number: (each.served, each.time.sent_on) for each in found.counters} == {
        "3": (0, 1),
        "5": (1, 0),
    }
    assert found.times.wait and found.times.wait.longest == 180


def test_sending_on_taken_back_was_none(hall: Hall, time: TurnableClock) -> None:
    rina, ticket = hall.officer(), hall.citizen_takes()
    rina.starts(rina.calls_next())
    rina.sends_on(ticket, service="B-DOM")
    rina.takes_back(ticket)
    time.passes(minutes=2)
    mine = counter(figures(hall), "3").time
    assert (mine.sent_on, mine.serving) == (0, 120)


def test_whoever_steps_away_with_a_citizen_still_serves(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    rina.starts(rina.calls_next())
    rina.pauses()
    time.passes(minutes=3)
    mine = counter(figures(hall), "3").time
    assert (mine.serving, mine.paused) == (180, 0)


def test_whoever_waits_at_closing_is_not_served(hall: Hall, time: TurnableClock) -> None:
    hall.officer()
    hall.citizen_takes()
    time.passes(hours=7)
    offering.close_day(hall.branch_id)
    time.passes(hours=2)
    found = figures(hall)
    assert (found.tally.served, found.tally.expired) == (0, 1)
    assert counter(found, "3").time.open == 7 * 3600  # the counter closed with the office


def test_a_night_without_a_server_is_nobodys_waiting_time(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    hall.citizen_takes()
    time.passes(minutes=10)
    rina.starts(rina.calls_next())
    time.passes(days=1)
    hall.citizen_takes()
    found = figures(hall)
    assert found.tally == Tally(issued=2, expired=2)
    assert found.times.wait == Spread(1, 600, 600, 600, 600)
    assert found.times.service is None
    assert counter(found, "3").time.open == 600  # until the day's last event, not until morning
    assert figures(hall, date(2026, 11, 24)).tally == Tally(issued=1, still_open=1)


def test_nine_of_ten_is_the_ninth_of_ten() -> None:
    assert spread([float(number) for number in range(10, 0, -1)]) == Spread(10, 6, 6, 9, 10)


def test_a_day_left_behind_counts_as_itself_and_leaves_nothing_in_the_next(hall: Hall, time: TurnableClock) -> None:
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    for _ in range(3):
        hall.citizen_takes()
    rina.serves_next()
    dewi.starts(dewi.calls_next())
    time.passes(minutes=30)
    rina.pauses()  # the last that happened before the power went
    time.passes(hours=20)
    dewi.opens()
    hall.citizen_takes()
    assert figures(hall).tally == Tally(issued=3, served=1, expired=2)
    # Nobody sat there through the night: the desks' time ends with the last that happened that day.
    assert counter(figures(hall), "3").time.idle == counter(figures(hall), "4").time.serving == 30 * 60
    tuesday = figures(hall, date(2026, 11, 24))
    assert tuesday.tally == Tally(issued=1, still_open=1)
    assert [each.counter.number for each in tuesday.counters] == ["4"]
    assert {event["at"][:10] for event in hall.events("ticket.expired")} == {"2026-11-24"}
