"""The office day: hours, quota, the last counter, closing time in every zone, and a server that slept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.db import db, transaction
from app.errors import CounterNotOpen, CountersClosed, NobodyWaiting, OfficeClosed, QuotaReached, Suspended
from app.models import Branch, PrintJob, Role, Service, SignIn, SpecialDay
from app.office import set_up_anew
from app.people import sign_ins
from app.queueing import moving, offering, reading
from tests.conftest import TurnableClock
from tests.people import Hall

WEEK = {"weekly": {str(day): [["08:00", "12:00"], ["13:00", "16:00"]] for day in range(5)}, "cut_off": 30}


def keeps_hours(hall: Hall, zone: str = "Asia/Jakarta", **columns: object) -> None:
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        branch = session.get_one(Branch, hall.branch_id)
        branch.hours, branch.zone = WEEK, zone
        for name, value in columns.items():
            setattr(branch, name, value)


def at(time: TurnableClock, moment: str) -> None:
    time.moment = datetime.fromisoformat(moment).astimezone(UTC)


def test_outside_its_hours_an_office_says_when_to_come(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    at(time, "2026-11-23T07:30+07:00")
    with pytest.raises(OfficeClosed) as refused:
        hall.citizen_takes()
    assert "08" in refused.value.words()
    at(time, "2026-11-23T08:00+07:00")
    assert hall.citizen_takes().number == "A-001"


def test_a_holiday_is_closed_unless_opened_by_hand(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    with transaction() as session:
        session.add(SpecialDay(branch_id=hall.branch_id, day=datetime(2026, 11, 23).date(), name="Pilkada", spans=[]))
        set_up_anew(session, hall.branch_id)
    with pytest.raises(OfficeClosed) as refused:
        hall.citizen_takes()
    assert "Pilkada" in refused.value.words()
    offering.open_day(hall.branch_id)
    assert hall.citizen_takes().number == "A-001"
    assert hall.events("branch.opened")


def test_a_quota_counts_what_was_issued_minus_what_was_given_up(hall: Hall) -> None:
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        session.query(Service).filter_by(code="A-KTPC").one().quota = 2
    first = hall.citizen_takes("A-KTPC")
    hall.citizen_takes("A-KTPC")
    with pytest.raises(QuotaReached):
        hall.citizen_takes("A-KTPC")
    moving.cancel(first.id)
    assert hall.citizen_takes("A-KTPC").number == "A-003"
    assert hall.citizen_takes("A-KTPR").number == "A-004"


def test_closing_the_last_counter_stops_new_numbers_and_pausing_does_not(hall: Hall) -> None:
    hall.citizen_takes()  # before the first counter opens, numbers flow
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    dewi.leaves()
    rina.pauses()
    hall.citizen_takes()
    rina.leaves()
    with pytest.raises(CountersClosed):
        hall.citizen_takes()
    rina.opens()
    hall.citizen_takes()
    assert rina.serves_next().number == "A-001"


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Jakarta", "+07:00"), ("Asia/Makassar", "+08:00"), ("Asia/Jayapura", "+09:00")]
)
def test_at_its_own_closing_time_those_who_wait_are_told_once(
    hall: Hall, time: TurnableClock, zone: str, offset: str
) -> None:
    keeps_hours(hall, zone)
    at(time, f"2026-11-23T10:00{offset}")
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    waits, served = hall.citizen_takes(), hall.citizen_takes()
    serving = rina.starts(rina.calls_next())
    hall.citizen_takes()
    at(time, f"2026-11-23T15:59{offset}")
    assert not offering.end_day_when_due(hall.branch_id)
    at(time, f"2026-11-23T16:00{offset}")
    assert offering.end_day_when_due(hall.branch_id)
    assert not offering.end_day_when_due(hall.branch_id)
    assert len(hall.events("ticket.expired")) == 2
    assert hall.waiting() == {}
    assert [event["counter"] for event in hall.events("counter.closed")] == ["4"]
    assert hall.events("branch.closed")[0]["why"] == "closing_time"
    # Whoever is being served is served to the end; then that counter closes too.
    assert rina.finishes(serving).state == "served"
    assert [event["counter"] for event in hall.events("counter.closed")] == ["4", "3"]
    assert hall.ticket(served).state == "expired"
    assert hall.ticket(waits).state == "served"
    with pytest.raises(CounterNotOpen):
        dewi.calls_next()


def test_officers_are_signed_out_when_their_day_ends(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    rina = hall.officer()
    budi = hall.employ("Budi", Role.ADMIN)
    for staff_id in (rina.staff_id, budi):
        sign_ins.begin(staff_id, "127.0.0.1", "")
    at(time, "2026-11-23T16:00+07:00")
    offering.end_day_when_due(hall.branch_id)
    assert db.session.scalars(select(SignIn.staff_id)).all() == [budi]


def test_a_server_that_slept_over_midnight_leaves_the_day_behind_first(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    rina = hall.officer()
    hall.citizen_takes()
    being_served = rina.starts(rina.calls_next())
    waits = hall.citizen_takes()
    at(time, "2026-11-24T08:01+07:00")
    assert hall.citizen_takes().number == "A-001"
    assert hall.ticket(being_served).state == "expired"
    assert hall.ticket(waits).state == "expired"
    with pytest.raises(CounterNotOpen):
        rina.calls_next()
    assert hall.waiting() == {"A": 1}


def recaps() -> list[dict[str, Any]]:
    """What the closing slips in the spool say."""
    db.session.rollback()
    facts = [json.loads(job.facts) for job in db.session.scalars(select(PrintJob).order_by(PrintJob.id))]
    return [each["recap"] for each in facts if "recap" in each]


def test_a_day_left_behind_has_its_end_told_and_its_slip_printed_once(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    rina = hall.officer()
    hall.citizen_takes()
    hall.citizen_takes()
    rina.serves_next()
    at(time, "2026-11-24T08:01+07:00")
    hall.citizen_takes()
    hall.citizen_takes()
    assert not offering.end_day_when_due(hall.branch_id)
    (slip,) = recaps()
    assert (slip["day"], slip["issued"], slip["served"], slip["expired"], slip["still_open"]) == (
        "2026-11-23", 2, 1, 1, 0,
    )  # fmt: skip
    (closed,) = hall.events("branch.closed")
    assert (closed["why"], closed["of_day"], closed["seq"]) == ("left_behind", "2026-11-23", slip["seq"])
    at(time, "2026-11-24T16:00+07:00")
    assert offering.end_day_when_due(hall.branch_id)
    assert [each["day"] for each in recaps()] == ["2026-11-23", "2026-11-24"]


def test_a_server_started_again_in_the_middle_of_the_day_ends_nothing(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    hall.citizen_takes()
    time.passes(hours=5)
    assert not offering.end_day_when_due(hall.branch_id)
    hall.citizen_takes()
    assert (recaps(), hall.events("branch.closed")) == ([], [])


def test_a_day_that_was_ended_is_left_behind_without_a_second_slip(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    rina = hall.officer()
    hall.citizen_takes()
    served_till_late = rina.starts(rina.calls_next())
    at(time, "2026-11-23T16:00+07:00")
    offering.end_day_when_due(hall.branch_id)
    at(time, "2026-11-24T08:01+07:00")
    hall.citizen_takes()
    assert hall.ticket(served_till_late).state == "expired"
    assert len(recaps()) == len(hall.events("branch.closed")) == 1


def test_days_on_which_nobody_came_leave_nothing_to_tell(hall: Hall, time: TurnableClock) -> None:
    hall.citizen_takes()
    for _ in range(4):
        time.passes(days=1)
        offering.end_day_when_due(hall.branch_id)
    assert [each["day"] for each in recaps()] == ["2026-11-23"]
    assert len(hall.events("branch.closed")) == 1


def test_a_refused_touch_does_not_eat_the_slip_of_the_day_before(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    time.passes(days=1)
    with pytest.raises(CounterNotOpen):
        rina.calls_next()
    offering.end_day_when_due(hall.branch_id)
    assert len(recaps()) == len(hall.events("branch.closed")) == 1


def test_the_keeper_leaves_the_day_behind_though_nobody_acts(hall: Hall, time: TurnableClock) -> None:
    waits = hall.citizen_takes()
    at(time, "2026-11-24T00:01+07:00")
    offering.end_day_when_due(hall.branch_id)
    assert hall.ticket(waits).state == "expired"


def test_a_day_still_running_is_never_ended_by_a_clock_set_back_and_forth(hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    waits = hall.citizen_takes()
    time.passes(hours=-12)
    assert not offering.end_day_when_due(hall.branch_id)
    time.passes(hours=12)
    assert not offering.end_day_when_due(hall.branch_id)
    assert hall.ticket(waits).state == "waiting"
    assert hall.citizen_takes().number == "A-002"


def test_closed_by_hand_a_day_ends_and_can_be_opened_again(hall: Hall) -> None:
    waits = hall.citizen_takes()
    offering.close_day(hall.branch_id, "banjir")
    offering.close_day(hall.branch_id, "banjir")
    assert len(hall.events("branch.closed")) == 1
    assert hall.ticket(waits).state == "expired"
    with pytest.raises(OfficeClosed):
        hall.citizen_takes()
    offering.open_day(hall.branch_id)
    offering.open_day(hall.branch_id)
    assert len(hall.events("branch.opened")) == 1
    assert hall.citizen_takes().number == "A-002"


def test_while_the_office_is_suspended_nobody_is_called_and_the_board_says_why(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    offering.suspend_office(hall.branch_id, "jaringan pusat terganggu")
    with pytest.raises(Suspended):
        rina.calls_next()
    assert hall.citizen_takes().number == "A-002"
    assert reading.board(reading.office("karawaci"))["suspended"] == "jaringan pusat terganggu"
    assert "jaringan" not in str(hall.events("branch.suspended"))
    offering.resume_office(hall.branch_id)
    assert rina.calls_next().number == "A-001"


def test_while_a_service_is_suspended_the_others_are_called(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes("A-KTPC")
    hall.citizen_takes("A-KK")
    offering.suspend_service(hall.branch_id, "A-KTPC", "server Dukcapil mati")
    assert rina.serves_next().service == "A-KK"
    with pytest.raises(NobodyWaiting):
        rina.calls_next()
    offering.resume_service(hall.branch_id, "A-KTPC")
    assert rina.calls_next().service == "A-KTPC"


def test_a_service_closed_today_is_offered_again_tomorrow(hall: Hall, time: TurnableClock) -> None:
    offering.close_service(hall.branch_id, "A-KTPC", "blanko habis")
    assert reading.offer(reading.office("karawaci"), "A-KTPC").refusal
    time.passes(days=1)
    assert hall.citizen_takes("A-KTPC").number == "A-001"
