"""Paper strips: the power may go, the numbers go on."""

from __future__ import annotations

import pytest

from app import history_check
from app.errors import NoSuchService, NotOnAStrip, StripTooLong
from app.queueing import strips
from tests.conftest import TurnableClock
from tests.people import Hall


def test_the_series_goes_on_after_a_strip_and_used_numbers_stand_in_line(hall: Hall) -> None:
    hall.citizen_takes()
    assert strips.print_strip(hall.branch_id, "A", 3) == ["A-002", "A-003", "A-004"]
    assert hall.citizen_takes().number == "A-005"
    used = strips.use_strip_number(hall.branch_id, "a 3", "A-KK")
    assert (used.number, used.state, used.ahead) == ("A-003", "waiting", 2)
    assert hall.waiting() == {"A": 3}
    assert history_check.first_wrong(hall.branch) is None


def test_a_number_is_used_once_and_only_if_a_strip_of_today_has_it(hall: Hall, time: TurnableClock) -> None:
    strips.print_strip(hall.branch_id, "A", 2)
    strips.use_strip_number(hall.branch_id, "A-001", "A-KK")
    for number, service in (("A-001", "A-KK"), ("A-009", "A-KK"), ("A-002", "B-SKTM"), ("DROP", "A-KK")):
        with pytest.raises(NotOnAStrip):
            strips.use_strip_number(hall.branch_id, number, service)
    time.passes(days=1)
    with pytest.raises(NotOnAStrip):
        strips.use_strip_number(hall.branch_id, "A-002", "A-KK")


@pytest.mark.parametrize("count", [0, -1, 201])
def test_a_strip_has_a_length(hall: Hall, count: int) -> None:
    with pytest.raises(StripTooLong):
        strips.print_strip(hall.branch_id, "A", count)


def test_a_strip_needs_a_letter_of_the_office(hall: Hall) -> None:
    with pytest.raises(NoSuchService):
        strips.print_strip(hall.branch_id, "Z", 1)
