"""Budi supervises: what he sets holds from the next call on, nothing is half saved, and the history tells of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app import history_check
from app.db import db
from app.errors import NoSuchDay, NoSuchLetter, OfficeClosed, QuotaReached, SettingsUnusable
from app.models import Counter, Role
from app.queueing import moving, offering, reading
from app.queueing.ruling import history
from app.queueing.ruling.counters import set_work
from app.queueing.ruling.days import add_special_day, remove_special_day
from app.queueing.ruling.hours import set_hours
from app.queueing.ruling.letters import set_numbering
from app.queueing.ruling.line import set_line
from app.queueing.ruling.missed import set_missed
from app.queueing.ruling.services import set_service
from app.rules.faults import Wrong
from app.rules.no_show import NoShowPolicy, Place
from app.rules.numbering import Numbering
from app.rules.order import Kind, Policy
from app.rules.schedule import Hours, read_spans
from app.rules.work import WorkProfile
from tests.conftest import TurnableClock
from tests.people import Hall

OFFICE_HOURS = read_spans([["08:00", "12:00"], ["13:00", "16:00"]])
WEEK = Hours(weekly=dict.fromkeys(range(5), OFFICE_HOURS), cut_off=30)
HEAD_START = dict.fromkeys(("elderly", "disabled", "pregnant", "toddler"), 30)


def at(time: TurnableClock, moment: str) -> None:
    time.moment = datetime.fromisoformat(moment).astimezone(UTC)


def wrong(refused: pytest.ExceptionInfo[SettingsUnusable]) -> dict[str, Wrong]:
    return {name: fault.wrong for name, fault in refused.value.faults.items()}


def rules_changed(hall: Hall) -> list[list[dict[str, object]]]:
    return hall.rules_changed()


def counter_id(number: str = "3") -> int:
    return db.session.scalars(select(Counter.id).where(Counter.number == number)).one()


def test_whoever_waits_already_stands_where_the_new_order_puts_them(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    ordinary = hall.citizen_takes()
    time.passes(minutes=8)
    elderly = hall.citizen_takes(priority="elderly")
    set_line(hall.branch_id, Policy(head_start=HEAD_START | {"elderly": 5}), officers_may_choose=True)
    assert rina.calls_next().number == ordinary.number
    rina.sends_back(ordinary)
    set_line(hall.branch_id, Policy(head_start=HEAD_START | {"elderly": 10}), officers_may_choose=True)
    assert rina.calls_next().number == elderly.number


def test_whoever_was_sent_to_the_head_stays_there(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    first, _second, third = (hall.citizen_takes() for _ in range(3))
    rina.sends_back(rina.calls(third), to="head")
    set_line(hall.branch_id, Policy(kind=Kind.FIRST_COME), officers_may_choose=True)
    assert [rina.serves_next().number for _ in range(2)] == [third.number, first.number]


def test_what_was_set_and_by_whom_stands_in_the_history(hall: Hall) -> None:
    budi = hall.employ("Budi", Role.SUPERVISOR)
    seq = set_line(hall.branch_id, Policy(head_start=HEAD_START | {"elderly": 10}), False, budi)
    told = history.change(hall.branch_id, seq)
    assert told and told.by == "Budi"
    assert [(each.what, each.before, each.after) for each in told.changes] == [
        ("elderly", 30, 10),
        ("officers_may_choose", True, False),
    ]
    assert [each.changes for each in history.last_changes(hall.branch_id)] == [told.changes]
    assert history_check.first_wrong(hall.branch) is None


def test_what_is_so_already_is_not_told_again(hall: Hall) -> None:
    before = reading.last_seq(hall.branch_id)
    office = reading.office("karawaci")
    assert set_line(hall.branch_id, office.policy, office.branch.officers_may_choose) == 0
    assert set_missed(hall.branch_id, office.no_show, office.branch.undo_seconds) == 0
    assert set_hours(hall.branch_id, office.hours, "Asia/Jakarta") == 0
    assert set_numbering(hall.branch_id, {"A": Numbering()}) == 0
    assert set_service(hall.branch_id, "A-KTPR", None, []) == 0
    assert set_work(counter_id(), WorkProfile(list("ABCDEF"))) == 0
    assert reading.last_seq(hall.branch_id) == before


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (Policy(head_start={"elderly": 481}), "elderly"),
        (Policy(head_start={"toddler": -1}), "toddler"),
        (Policy(ordinary=0), "ordinary"),
        (Policy(priority=21), "priority"),
        (Policy(largest_wait=601), "largest_wait"),
    ],
)
def test_an_order_no_office_can_keep_is_refused_whole(hall: Hall, policy: Policy, field: str) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        set_line(hall.branch_id, policy, officers_may_choose=False)
    assert wrong(refused) == {field: Wrong.OUT_OF_BOUNDS}
    assert hall.branch.officers_may_choose and not rules_changed(hall)


def test_two_calls_before_somebody_counts_as_not_come(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    set_missed(hall.branch_id, NoShowPolicy(calls=2, window=0, place=Place.TAIL), undo_seconds=0)
    called = rina.calls_next()
    with pytest.raises(Exception, match="call-again-first"):
        rina.gives_up_on(called)
    missed = rina.gives_up_on(rina.calls_again(called))
    with pytest.raises(Exception, match="nothing-to-undo"):
        time.passes(seconds=1)
        rina.takes_back(missed)
    time.passes(minutes=1)
    with pytest.raises(Exception, match="too-late-to-return"):
        moving.return_to_queue(missed.id, None)


def test_no_show_rules_out_of_bounds(hall: Hall) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        set_missed(hall.branch_id, NoShowPolicy(calls=0, seconds_apart=601, window=-1, after=1000), undo_seconds=601)
    assert set(wrong(refused)) == {"calls", "seconds_apart", "window", "after", "undo_seconds"}


def test_an_office_with_hours_gives_no_number_before_it_opens(hall: Hall, time: TurnableClock) -> None:
    set_hours(hall.branch_id, WEEK, "Asia/Jakarta")
    at(time, "2026-11-24T07:00+07:00")
    with pytest.raises(OfficeClosed):
        hall.citizen_takes()
    set_hours(hall.branch_id, WEEK, "Asia/Makassar")  # there it is eight
    assert hall.citizen_takes().number == "A-001"
    set_hours(hall.branch_id, Hours(weekly=WEEK.weekly, always_open=True), "Asia/Makassar")
    at(time, "2026-11-24T23:00+08:00")
    hall.citizen_takes()


def test_hours_no_office_can_keep(hall: Hall) -> None:
    crossed = Hours(weekly={0: OFFICE_HOURS, 4: (*OFFICE_HOURS, *read_spans([["11:00", "14:00"]]))}, cut_off=300)
    with pytest.raises(SettingsUnusable) as refused:
        set_hours(hall.branch_id, crossed, "Europe/Berlin")
    assert wrong(refused) == {
        "friday": Wrong.OVERLAP,
        "cut_off": Wrong.OUT_OF_BOUNDS,
        "zone": Wrong.NOT_KNOWN,
    }
    with pytest.raises(SettingsUnusable) as refused:
        set_hours(hall.branch_id, Hours(), "Asia/Jakarta")
    assert wrong(refused) == {"always_open": Wrong.NEVER_OPEN}


def test_the_zone_is_not_changed_while_it_is_another_day_there(hall: Hall, time: TurnableClock) -> None:
    hall.citizen_takes()
    at(time, "2026-11-23T23:30+07:00")
    with pytest.raises(SettingsUnusable) as refused:
        set_hours(hall.branch_id, reading.office("karawaci").hours, "Asia/Jayapura")
    assert wrong(refused) == {"zone": Wrong.OTHER_DAY_THERE}


def test_hours_that_would_send_people_home_are_asked_about_first(hall: Hall, time: TurnableClock) -> None:
    waits = hall.citizen_takes()
    morning = Hours(weekly={0: read_spans([["07:00", "08:00"]])})
    with pytest.raises(SettingsUnusable) as refused:
        set_hours(hall.branch_id, morning, "Asia/Jakarta")
    assert wrong(refused) == {"may_end_today": Wrong.ENDS_TODAY}
    assert refused.value.faults["may_end_today"].facts == {"people": "1"}
    set_hours(hall.branch_id, morning, "Asia/Jakarta", may_end_today=True)
    assert offering.end_day_when_due(hall.branch_id)
    assert hall.ticket(waits).state == "expired"


def test_a_special_day_comes_and_goes(hall: Hall, time: TurnableClock) -> None:
    set_hours(hall.branch_id, WEEK, "Asia/Jakarta")
    today = date(2026, 11, 23)
    add_special_day(hall.branch_id, today, " Pilkada ")
    with pytest.raises(OfficeClosed) as closed:
        hall.citizen_takes()
    assert "Pilkada" in closed.value.words()
    assert "Pilkada" not in str(hall.events("branch.rules_changed"))
    with pytest.raises(SettingsUnusable) as refused:
        add_special_day(hall.branch_id, today, "")
    assert wrong(refused) == {"day": Wrong.DAY_TAKEN, "name": Wrong.NO_NAME}
    remove_special_day(hall.branch_id, today)
    assert hall.citizen_takes().number == "A-001"
    with pytest.raises(NoSuchDay):
        remove_special_day(hall.branch_id, today)


@pytest.mark.parametrize(("day", "why"), [(date(2026, 11, 22), Wrong.DAY_OVER), (date(2031, 1, 1), Wrong.DAY_TOO_FAR)])
def test_a_special_day_lies_ahead_but_not_for_ever(hall: Hall, time: TurnableClock, day: date, why: Wrong) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        add_special_day(hall.branch_id, day, "Libur", read_spans([["08:00", "09:00"]]))
    assert wrong(refused) == {"day": why}


def test_a_short_day_is_asked_about_when_it_is_over_already(hall: Hall, time: TurnableClock) -> None:
    set_hours(hall.branch_id, WEEK, "Asia/Jakarta")
    hall.citizen_takes()
    short = read_spans([["07:00", "08:00"]])
    with pytest.raises(SettingsUnusable) as refused:
        add_special_day(hall.branch_id, date(2026, 11, 23), "Rapat", short)
    assert wrong(refused) == {"may_end_today": Wrong.ENDS_TODAY}
    add_special_day(hall.branch_id, date(2026, 11, 23), "Rapat", short, may_end_today=True)


def test_a_new_look_of_numbers_begins_with_the_next_days_series(hall: Hall, time: TurnableClock) -> None:
    assert hall.citizen_takes("A-KTPR").number == "A-001"
    set_numbering(hall.branch_id, {"A": Numbering(101, 4), "B": Numbering(201, 2)})
    assert hall.citizen_takes("A-KTPR").number == "A-002"
    assert hall.citizen_takes("B-SKTM").number == "B-201"  # nobody had one of today's
    time.passes(days=1)
    assert hall.citizen_takes("A-KTPR").number == "A-0101"
    assert history_check.first_wrong(hall.branch) is None


def test_numbers_out_of_bounds_change_no_letter(hall: Hall) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        set_numbering(hall.branch_id, {"A": Numbering(5), "B": Numbering(0, 7)})
    assert set(wrong(refused)) == {"B.first_number", "B.width"}
    with pytest.raises(NoSuchLetter):
        set_numbering(hall.branch_id, {"A": Numbering(5), "Z": Numbering(5)})
    assert reading.office("karawaci").letters["A"].first_number == 1


def test_a_quota_and_a_journey_hold_for_the_next_number(hall: Hall) -> None:
    set_service(hall.branch_id, "A-KTPR", 1, ["A-KK", "B-DOM"])
    ticket = hall.citizen_takes("A-KTPR")
    assert hall.ticket(ticket).journey == ["A-KK", "B-DOM"]
    with pytest.raises(QuotaReached):
        hall.citizen_takes("A-KTPR")
    set_service(hall.branch_id, "A-KTPR", None, [])
    assert hall.ticket(hall.citizen_takes("A-KTPR")).journey == []


@pytest.mark.parametrize(
    ("journey", "why"),
    [
        (["A-KTPR"], Wrong.GOES_TO_ITSELF),
        (["A-KK", "A-KK"], Wrong.TWICE),
        (["X-NONE"], Wrong.NOT_KNOWN),
        (["A-KK", "A-KTPC", "B-SKTM", "B-DOM", "B-WRS", "A-KIA"], Wrong.TOO_MANY_STEPS),
    ],
)
def test_a_journey_goes_somewhere_and_ends(hall: Hall, journey: list[str], why: Wrong) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        set_service(hall.branch_id, "A-KTPR", 0, journey)
    assert wrong(refused) == {"quota": Wrong.OUT_OF_BOUNDS, "journey": why}
    assert not rules_changed(hall)


def test_a_counter_does_what_it_is_set_to(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    set_work(rina.counter_id, WorkProfile(["A", "B"], ["A-KTPR", "B-DOM"], ["B"], {"C": 20}))
    helped = hall.citizen_takes("C-PAUD")
    other = hall.citizen_takes("A-KK")
    hall.citizen_takes("A-KTPR")
    hall.citizen_takes("B-DOM")
    assert [rina.serves_next().number for _ in range(2)] == ["B-001", "A-002"]
    with pytest.raises(Exception, match="nobody-waiting"):
        rina.calls_next()
    time.passes(minutes=20)
    assert rina.serves_next().number == helped.number
    assert hall.ticket(other).state == "waiting"


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        (WorkProfile([]), {"letters": Wrong.NO_LETTER}),
        (WorkProfile([], helps={"A": 5}), {"letters": Wrong.NO_LETTER}),
        (WorkProfile(["A", "Z"]), {"letters": Wrong.NOT_KNOWN}),
        (WorkProfile(["A"], first_letters=["B"]), {"first_letters": Wrong.NOT_SERVED_HERE}),
        (WorkProfile(["A"], ["B-DOM"]), {"services": Wrong.NOT_SERVED_HERE}),
        (WorkProfile(["A"], ["A-NONE"]), {"services": Wrong.NOT_KNOWN}),
        (WorkProfile(["A"], helps={"A": 5}), {"A.after": Wrong.SERVED_ALREADY}),
        (WorkProfile(["A"], helps={"B": 0}), {"B.after": Wrong.OUT_OF_BOUNDS}),
        (WorkProfile(["A"], helps={"Z": 5}), {"helps": Wrong.NOT_KNOWN}),
    ],
)
def test_work_no_counter_can_do(hall: Hall, profile: WorkProfile, found: dict[str, Wrong]) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        set_work(counter_id(), profile)
    assert wrong(refused) == found
    assert reading.counter(counter_id()).letters == list("ABCDEF")


def test_every_refusal_has_words(hall: Hall) -> None:
    from app.fault_words import WRONG_BECAUSE

    assert set(WRONG_BECAUSE) == set(Wrong)
