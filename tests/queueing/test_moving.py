"""Setting aside, sending back, sending on, giving up, taking back: Rina's citizens do not always go straight on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import db, transaction
from app.errors import (
    CallAgainFirst,
    ChoiceNotAllowed,
    CounterBusy,
    NobodyWaiting,
    NoNextStep,
    NoSuchService,
    NothingToUndo,
    NotYours,
    PlaceUnknown,
    ReasonUnusable,
    TooLateToReturn,
    TooSoon,
    WhereTo,
    WrongState,
)
from app.models import Branch, LearnedTime, Reason, Role, Service
from app.office import set_up_anew
from app.queueing import calling, moving
from tests.conftest import TurnableClock
from tests.people import Hall


def set_up(hall: Hall, **columns: object) -> None:
    """Change the office's own columns, as its admin does."""
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        branch = session.get_one(Branch, hall.branch_id)
        for name, value in columns.items():
            setattr(branch, name, value)


def test_a_citizen_set_aside_frees_the_counter_and_goes_on_where_they_left_off(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    sari = hall.citizen_takes()
    budi = hall.citizen_takes()
    rina.starts(rina.calls_next())
    time.passes(minutes=3)
    assert rina.sets_aside(sari).state == "held"
    time.passes(minutes=7)
    rina.finishes(rina.starts(rina.calls_next()))
    back = rina.goes_on_with(sari)
    assert (back.state, back.counter, back.service_seconds, back.hold_seconds) == ("serving", "3", 180, 420)
    assert rina.finishes(back).state == "served"
    assert hall.ticket(budi).state == "served"


def test_a_citizen_set_aside_waits_until_the_counter_is_free(hall: Hall) -> None:
    rina = hall.officer()
    sari = hall.citizen_takes()
    hall.citizen_takes()
    rina.calls_next()
    rina.sets_aside(sari)
    rina.calls_next()
    with pytest.raises(CounterBusy):
        rina.goes_on_with(sari)
    assert hall.ticket(sari).state == "held"


@pytest.mark.parametrize(
    ("to", "after", "ahead"),
    [("keep", None, 0), ("head", None, 0), ("tail", None, 4), ("after", 2, 2), ("after", 99, 4)],
)
def test_returning_has_a_place(hall: Hall, to: str, after: int | None, ahead: int) -> None:
    rina = hall.officer()
    for _ in range(5):
        hall.citizen_takes()
    sari = rina.calls_next()
    back = rina.sends_back(sari, to, after)
    assert (back.state, back.ahead, back.counter, back.calls) == ("waiting", ahead, None, 0)
    assert hall.waiting() == {"A": 5}


def test_a_place_that_is_none_is_refused(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    sari = rina.calls_next()
    for to, after in (("middle", None), ("after", -1), ("after", 1000)):
        with pytest.raises(PlaceUnknown):
            rina.sends_back(sari, to, after)
    assert hall.ticket(sari).state == "called"


def test_a_citizen_sent_on_keeps_number_and_wait_and_stands_by_arrival(hall: Hall, time: TurnableClock) -> None:
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    sari = hall.citizen_takes("A-KTPR")
    time.passes(minutes=10)
    hall.citizen_takes("B-SKTM")
    called = rina.starts(rina.calls_next())
    assert called.number == sari.number
    sent = rina.sends_on(called, service="B-SKTM")
    assert (sent.number, sent.queue, sent.state, sent.ahead) == ("A-001", "B", "waiting", 0)
    assert hall.waiting() == {"B": 2}
    assert dewi.calls_next().wait_seconds == 600


def test_a_journey_leads_on_step_by_step_with_one_number(hall: Hall) -> None:
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        session.query(Service).filter_by(code="C-IPPT").one_or_none()
        row = session.query(Service).filter_by(code="A-KTPC").one()
        row.journey = ["F-KAS", "E-AMB"]
    rina = hall.officer()
    sari = hall.citizen_takes("A-KTPC")
    for queue, following in (("F", "E-AMB"), ("E", None)):
        step = rina.sends_on(rina.starts(rina.calls_next()))
        assert (step.number, step.queue, step.next_service) == (sari.number, queue, following)
    last = rina.starts(rina.calls_next())
    with pytest.raises(NoNextStep):
        rina.sends_on(last)
    rina.finishes(last)
    kinds = [event["kind"] for event in hall.events() if event.get("ticket") == sari.number]
    assert kinds.count("ticket.transferred") == 2


def test_sending_on_needs_one_place_that_exists(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    sari = rina.calls_next()
    with pytest.raises(WhereTo):
        rina.sends_on(sari, service="B-SKTM", to_counter="4")
    with pytest.raises(NoSuchService):
        rina.sends_on(sari, service="Z-NO")
    assert hall.ticket(sari).state == "called"


def test_who_was_sent_to_a_counter_is_called_there_alone(hall: Hall) -> None:
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    hall.citizen_takes()
    rina.sends_on(rina.calls_next(), to_counter="4")
    with pytest.raises(NobodyWaiting):
        rina.calls_next()
    assert dewi.calls_next().number == "A-001"


def test_a_number_given_up_leaves_the_line_and_the_reason_stays_beside_the_history(hall: Hall) -> None:
    sari = hall.citizen_takes()
    assert moving.cancel(sari.id, reason="Pulang dulu").state == "cancelled"
    assert hall.waiting() == {}
    with pytest.raises(WrongState):
        moving.cancel(sari.id)
    event = hall.events("ticket.cancelled")[0]
    assert "Pulang" not in str(event)
    with transaction() as session:
        assert session.query(Reason).one().text == "Pulang dulu"


@pytest.mark.parametrize(
    ("press", "state_before"),
    [("starts", "called"), ("gives_up_on", "called"), ("sets_aside", "called"), ("sends_back", "called")],
)
def test_the_last_step_can_be_taken_back(hall: Hall, press: str, state_before: str) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    sari = rina.calls_next()
    counts = hall.waiting()
    getattr(rina, press)(sari)
    undone = rina.takes_back(sari)
    assert (undone.state, undone.counter, undone.calls) == (state_before, "3", 1)
    assert hall.waiting() == counts
    assert hall.events()[-1]["kind"] == "ticket.undone"
    with pytest.raises(NothingToUndo):
        rina.takes_back(sari)


def test_a_call_and_a_finish_can_be_taken_back_too(hall: Hall) -> None:
    rina = hall.officer()
    sari = hall.citizen_takes()
    rina.calls_next()
    assert rina.takes_back(sari).state == "waiting"
    assert hall.waiting() == {"A": 1}
    served = rina.serves_next()
    assert rina.takes_back(served).state == "serving"


def test_a_finish_taken_back_is_learned_from_no_more(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    hall.citizen_takes()
    for minutes in (4, 9):
        sari = rina.starts(rina.calls_next())
        time.passes(minutes=minutes)
        rina.finishes(sari)
    rina.takes_back(sari)
    assert learned() == (1, 240.0, 0.0)
    time.passes(minutes=2)
    rina.finishes(sari)
    assert learned() == (2, 450.0, 2 * 210.0**2)


def learned() -> tuple[int, float, float]:
    """What was learned at this hour."""
    db.session.rollback()
    row = db.session.scalars(select(LearnedTime)).one()
    return row.count, row.mean, row.squares


def test_nothing_is_taken_back_too_late_or_once_the_counter_has_gone_on(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    hall.citizen_takes()
    served = rina.serves_next()
    rina.calls_next()
    with pytest.raises(CounterBusy):
        rina.takes_back(served)
    time.passes(seconds=61)
    with pytest.raises(NothingToUndo):
        rina.takes_back(served)


@pytest.mark.parametrize("later", [0, 61, 3600])
def test_another_counter_takes_nothing_back_however_late(hall: Hall, time: TurnableClock, later: int) -> None:
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    hall.citizen_takes()
    sari = rina.calls_next()
    rina.sends_back(sari)
    time.passes(seconds=later)
    with pytest.raises(NotYours):
        dewi.takes_back(sari)


def test_calling_out_of_order_needs_a_reason_and_the_right_to_it(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    sari = hall.citizen_takes()
    with pytest.raises(ReasonUnusable):
        rina.calls(sari, "  ")
    set_up(hall, officers_may_choose=False)
    with pytest.raises(ChoiceNotAllowed):
        rina.calls(sari)
    budi = hall.employ("Budi", Role.SUPERVISOR)
    assert calling.call_this_one(sari.id, rina.counter_id, "Sakit", budi).number == "A-002"
    assert hall.events("ticket.called")[-1]["why"] == "chosen"


def test_somebody_without_a_number_gets_one_and_is_called_at_once(hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    walk_in = calling.serve_without_number(rina.counter_id, "A-KTPR", staff_id=rina.staff_id)
    assert (walk_in.number, walk_in.state, walk_in.counter) == ("A-002", "called", "3")
    assert [event["kind"] for event in hall.events()][-2:] == ["ticket.issued", "ticket.called"]
    with pytest.raises(CounterBusy):
        calling.serve_without_number(rina.counter_id, "A-KTPR", staff_id=rina.staff_id)
    assert hall.waiting() == {"A": 1}


def test_not_come_counts_only_after_the_calls_the_office_wants(hall: Hall, time: TurnableClock) -> None:
    set_up(hall, no_show_policy={"calls": 2, "seconds_apart": 20, "window": 30, "place": "after", "after": 1})
    rina = hall.officer()
    hall.citizen_takes()
    sari = rina.calls_next()
    with pytest.raises(CallAgainFirst):
        rina.gives_up_on(sari)
    sari = rina.calls_again(sari)
    time.passes(seconds=19)
    with pytest.raises(TooSoon):
        rina.gives_up_on(sari)
    time.passes(seconds=1)
    assert rina.gives_up_on(sari).state == "no_show"


def test_who_missed_the_call_may_come_back_in_time_behind_one_other(hall: Hall, time: TurnableClock) -> None:
    set_up(hall, no_show_policy={"window": 30, "place": "after", "after": 1})
    rina = hall.officer()
    sari, *_others = [hall.citizen_takes() for _ in range(3)]
    rina.gives_up_on(rina.calls_next())
    time.passes(minutes=29)
    assert moving.return_to_queue(sari.id, None).ahead == 1
    rina.gives_up_on(rina.calls(sari))
    time.passes(minutes=31)
    with pytest.raises(TooLateToReturn):
        moving.return_to_queue(sari.id, None)


def test_walking_waiting_serving_and_holding_are_told_apart(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    time.passes(minutes=4)
    sari = rina.calls_next()
    time.passes(seconds=30)
    rina.calls_again(sari)
    time.passes(seconds=30)
    rina.starts(sari)
    time.passes(minutes=6)
    done = rina.finishes(sari)
    assert (done.wait_seconds, done.walk_seconds, done.service_seconds, done.hold_seconds) == (240, 60, 360, 0)
