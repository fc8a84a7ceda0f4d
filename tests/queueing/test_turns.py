"""Who is told of how many ahead, above all where classes take turns; and what taking a call back does."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import db, transaction
from app.models import Branch, Ticket
from app.office import set_up_anew
from app.queueing import moving, reading
from tests.conftest import TurnableClock
from tests.people import Hall

SOME = ("none", "none", "elderly", "none", "pregnant", "none", "none", "disabled", "none")


def takes_turns(hall: Hall, ordinary: int = 1, priority: int = 1, largest_wait: int = 90) -> None:
    """Let the office call so many priority citizens, then so many ordinary ones."""
    orders_by(hall, kind="interleave", ordinary=ordinary, priority=priority, largest_wait=largest_wait)


def orders_by(hall: Hall, **policy: object) -> None:
    """Give the office a policy of its line."""
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        session.get_one(Branch, hall.branch_id).order_policy = policy


def turn(hall: Hall) -> int:
    """Where the office stands in its interleaving."""
    db.session.rollback()
    return db.session.scalars(select(Branch.interleave_turn).where(Branch.id == hall.branch_id)).one()


def test_a_call_taken_back_gives_its_turn_back(hall: Hall) -> None:
    takes_turns(hall)
    rina = hall.officer()
    for priority in ("none", "elderly", "none", "elderly"):
        hall.citizen_takes(priority=priority)
    elderly = rina.calls_next()
    assert (elderly.number, turn(hall)) == ("A-002", 1)
    rina.takes_back(elderly)
    assert turn(hall) == 0
    assert rina.calls_next().number == "A-002"


def test_a_turn_is_not_given_back_once_others_have_had_theirs(hall: Hall) -> None:
    takes_turns(hall)
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "4")
    for priority in ("none", "elderly", "none", "elderly"):
        hall.citizen_takes(priority=priority)
    elderly, ordinary = rina.calls_next(), dewi.calls_next()
    assert (elderly.number, ordinary.number) == ("A-002", "A-001")
    rina.takes_back(elderly)
    # The ordinary turn was had: now it is the elderly's again, not a second ordinary one's.
    assert turn(hall) == 2
    assert rina.calls_next().number == "A-002"


def test_only_the_call_itself_gives_a_turn_back(hall: Hall) -> None:
    takes_turns(hall)
    rina = hall.officer()
    for priority in ("none", "elderly", "none"):
        hall.citizen_takes(priority=priority)
    elderly = rina.calls_next()
    rina.starts(elderly)
    rina.takes_back(elderly)
    assert turn(hall) == 1


def told(hall: Hall) -> list[str]:
    """The numbers that wait, in the order of the people ahead that each is told of."""
    db.session.rollback()
    office = reading.office(hall.code)
    rows = db.session.scalars(select(Ticket).where(Ticket.state == "waiting")).all()
    ahead = {row.label: reading.people_ahead_of(office, row) for row in rows}
    assert sorted(ahead.values(), key=int) == list(range(len(rows))), ahead
    return sorted(ahead, key=lambda label: ahead[label] or 0)


@pytest.mark.parametrize(("ordinary", "priority"), [(1, 1), (2, 1), (3, 2), (1, 3)])
def test_everybody_is_told_of_exactly_those_who_are_called_before(hall: Hall, ordinary: int, priority: int) -> None:
    takes_turns(hall, ordinary, priority)
    rina = hall.officer()
    for each in SOME:
        hall.citizen_takes(priority=each)
    while line := told(hall):
        assert rina.serves_next().number == line[0]
        assert told(hall) == line[1:]


def test_a_newcomer_is_told_at_once_and_each_by_their_own_class(hall: Hall) -> None:
    takes_turns(hall)
    rina = hall.officer()
    for each in SOME:
        hall.citizen_takes(priority=each)
    # The elderly A-003, the A-001, then: the newcomer's turn comes before three others.
    assert hall.citizen_takes(priority="elderly").ahead == 6
    assert hall.citizen_takes().ahead == 10
    assert rina.calls_next().number == "A-003"
    assert hall.citizen_takes(priority="elderly").ahead == 7


@pytest.mark.parametrize("kind", ["interleave", "first_come", "head_start"])
def test_who_has_waited_too_long_goes_before_every_class(hall: Hall, time: TurnableClock, kind: str) -> None:
    orders_by(hall, kind=kind, largest_wait=30)
    rina = hall.officer()
    for each in ("none", "none", "elderly"):
        hall.citizen_takes(priority=each)
        time.passes(minutes=1)
    time.passes(minutes=20)
    for each in ("elderly", "none", "elderly"):
        hall.citizen_takes(priority=each)
    time.passes(minutes=8)
    while line := told(hall):
        assert rina.serves_next().number == line[0]


def test_who_comes_back_to_the_line_is_told_by_their_new_place(hall: Hall) -> None:
    takes_turns(hall)
    rina = hall.officer()
    for each in SOME:
        hall.citizen_takes(priority=each)
    back = rina.sends_back(rina.calls_next(), "after", 3)
    row = hall.ticket(back)
    assert back.ahead == reading.people_ahead_of(reading.office(hall.code), row)
    again = moving.return_to_queue(rina.calls_next().id, None, "tail")
    assert told(hall).index(again.number) == again.ahead
    while line := told(hall):
        assert rina.serves_next().number == line[0]
