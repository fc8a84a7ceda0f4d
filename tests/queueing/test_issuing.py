"""A citizen takes a number."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.db import db
from app.errors import KeyTooOld, KeyUnusable, NoSuchBranch, NoSuchService, PriorityUnknown, ServiceClosed
from app.models import Event, PrintJob, Ticket
from app.queueing import issuing, offering
from tests.conftest import TurnableClock
from tests.people import Hall


def how_many(model: type[Ticket] | type[PrintJob] | type[Event]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_first_citizen_of_the_day_holds_a_001(hall: Hall) -> None:
    ticket = hall.citizen_takes("A-KTPR")
    assert (ticket.number, ticket.state, ticket.ahead) == ("A-001", "waiting", 0)


def test_services_of_one_letter_share_one_series(hall: Hall) -> None:
    numbers = [hall.citizen_takes(service).number for service in ("A-KTPR", "A-KK", "B-DOM", "A-KIA")]
    assert numbers == ["A-001", "A-002", "B-001", "A-003"]


def test_every_citizen_hears_how_many_are_ahead(hall: Hall) -> None:
    assert [hall.citizen_takes("A-KTPR").ahead for _ in range(3)] == [0, 1, 2]
    assert hall.citizen_takes("B-DOM").ahead == 0


def test_an_elderly_citizen_stands_before_those_who_came_a_little_earlier(hall: Hall) -> None:
    hall.citizen_takes("A-KTPR")
    assert hall.citizen_takes("A-KTPR", priority="elderly").ahead == 0


def test_a_ticket_is_known_by_128_unguessable_bits(hall: Hall) -> None:
    tokens = {hall.citizen_takes().token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == 22 for token in tokens)  # 16 bytes in base64


def test_a_double_tap_gives_one_number(hall: Hall) -> None:
    first = hall.citizen_takes("A-KTPR", key="one-touch")
    second = hall.citizen_takes("A-KTPR", key="one-touch")
    assert (second.id, second.number) == (first.id, first.number)
    assert how_many(Ticket) == how_many(PrintJob) == how_many(Event) == 1


def test_an_old_form_sent_again_does_not_show_the_number_of_somebody_else(hall: Hall, time: TurnableClock) -> None:
    hall.citizen_takes(key="one-touch")
    time.passes(minutes=2, seconds=1)
    with pytest.raises(KeyTooOld):
        hall.citizen_takes(key="one-touch")
    assert how_many(Ticket) == 1


def test_a_new_day_begins_at_001(hall: Hall, time: TurnableClock) -> None:
    hall.citizen_takes()
    hall.citizen_takes()
    time.passes(days=1)
    assert hall.citizen_takes().number == "A-001"


def test_the_day_is_the_offices_own_and_not_that_of_greenwich(hall: Hall, time: TurnableClock) -> None:
    time.passes(hours=15, minutes=30)  # 23:45 in Tangerang
    assert hall.citizen_takes().number == "A-001"
    time.passes(minutes=20)  # 00:05 in Tangerang, still the same day in UTC
    assert hall.citizen_takes().number == "A-001"


def test_numbers_go_on_past_999(hall: Hall) -> None:
    from app.db import transaction
    from app.models import Series

    hall.citizen_takes()
    with transaction() as session:
        session.scalars(select(Series)).one().last_number = 999
    assert hall.citizen_takes().number == "A-1000"


def test_a_closed_service_gives_no_number_and_says_why(hall: Hall) -> None:
    offering.close_service(hall.branch_id, "A-KTPC", "blanko KTP-el habis")
    with pytest.raises(ServiceClosed) as refusal:
        hall.citizen_takes("A-KTPC")
    assert "blanko KTP-el habis" in refusal.value.words()
    assert how_many(Ticket) == 0
    offering.open_service(hall.branch_id, "A-KTPC")
    assert hall.citizen_takes("A-KTPC").number == "A-001"


@pytest.mark.parametrize(
    ("service", "how", "refusal"),
    [
        ("Z-NO", {}, NoSuchService),
        ("", {}, NoSuchService),
        ("A-KTPR", {"key": "x" * 101}, KeyUnusable),
        ("A-KTPR", {"key": "spaces are not keys"}, KeyUnusable),
        ("A-KTPR", {"priority": "vip"}, PriorityUnknown),
    ],
)
def test_what_means_nothing_here_is_refused_and_leaves_nothing(
    hall: Hall, service: str, how: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        hall.citizen_takes(service, **how)
    assert how_many(Ticket) == how_many(Event) == 0
    assert hall.citizen_takes().number == "A-001"


def test_an_unknown_office_is_refused(hall: Hall) -> None:
    with pytest.raises(NoSuchBranch):
        issuing.issue(999, "A-KTPR", "key")
