"""What the boards of an office show and say, as somebody sets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time as at

import pytest

from app.errors import NoSuchBoard, SettingsUnusable
from app.queueing import reading
from app.queueing.ruling import history
from app.queueing.ruling.boards import add_board, remove_board, set_board
from app.rules.board import MAIN, STANDARD, BoardRules, Kind, Pace, Way, read, stored
from tests.people import Hall

OVER_5 = BoardRules(name="Di atas loket 5", kind=Kind.COUNTER, counters=("5",))


def test_an_office_has_a_board_before_anybody_sets_one(hall: Hall) -> None:
    assert dict(reading.office("karawaci").boards) == {MAIN: STANDARD}


def test_budi_lets_the_hall_speak_numbers_as_people_say_them_and_the_history_tells(hall: Hall) -> None:
    seq = set_board(hall.branch_id, MAIN, replace(STANDARD, name="Papan utama", style="number"))
    assert reading.office("karawaci").boards[MAIN].style == "number"
    told = history.change(hall.branch_id, seq)
    assert told and ("board_style", "digits", "number", MAIN) in [
        (c.what, c.before, c.after, c.of) for c in told.changes
    ]
    assert set_board(hall.branch_id, MAIN, replace(STANDARD, name="Papan utama", style="number")) == 0


def test_a_board_over_a_counter_is_told_the_calls_to_that_counter_alone(hall: Hall) -> None:
    add_board(hall.branch_id, "loket-5", OVER_5)
    rina, dewi = hall.officer("Rina", "3"), hall.officer("Dewi", "5")
    for _ in range(2):
        hall.citizen_takes()
    rina.calls_next()
    dewi.calls_next()
    office = reading.office("karawaci")
    assert [call["ticket"] for call in reading.board(office, "loket-5")["calls"]] == ["A-002"]
    assert [call["ticket"] for call in reading.board(office, MAIN)["calls"]] == ["A-002", "A-001"]


def test_a_board_of_a_queue_is_told_its_numbers_alone_and_how_long_it_takes(hall: Hall) -> None:
    add_board(hall.branch_id, "surat", BoardRules(name="Surat", letters=("B",)))
    for service in ("A-KTPR", "B-SKTM", "B-SKTM"):
        hall.citizen_takes(service)
    hall.officer().calls_next()
    board = reading.board(reading.office("karawaci"), "surat")
    assert board["calls"] == []
    assert board["estimates"]["B"] >= 1
    assert "estimates" not in reading.board(reading.office("karawaci"))


def test_a_board_that_is_taken_away_is_gone_and_the_main_one_is_never_gone(hall: Hall) -> None:
    add_board(hall.branch_id, "loket-5", OVER_5)
    remove_board(hall.branch_id, "loket-5")
    assert list(reading.office("karawaci").boards) == [MAIN]
    with pytest.raises(NoSuchBoard):
        remove_board(hall.branch_id, MAIN)


@pytest.mark.parametrize(
    ("code", "board", "wrong"),
    [
        ("Lantai 2", OVER_5, "code"),
        ("announcement", OVER_5, "code"),
        (MAIN, OVER_5, "code"),
        ("x", replace(OVER_5, counters=()), "kind"),
        ("x", replace(OVER_5, counters=("99",)), "counters"),
        ("x", replace(OVER_5, ways={"99": Way.LEFT}), "counters"),
        ("x", replace(OVER_5, letters=("Z",)), "letters"),
        ("x", replace(OVER_5, name=""), "name"),
        ("x", replace(OVER_5, times=9), "times"),
        ("x", replace(OVER_5, voices=()), "voice_1"),
        ("x", replace(OVER_5, voices=("id", "id")), "voice_1"),
        ("x", replace(OVER_5, voices=("id", "nl")), "voice_1"),
        ("x", replace(OVER_5, running_text={"id": "a" * 301}), "running_id"),
    ],
)
def test_a_board_that_means_nothing_here_is_refused(hall: Hall, code: str, board: BoardRules, wrong: str) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        add_board(hall.branch_id, code, board)
    assert wrong in refused.value.faults
    assert hall.events("branch.rules_changed") == []


def test_a_board_is_read_as_it_was_kept_and_what_is_new_since_then_is_standard() -> None:
    quiet = ((at(11, 45), at(12, 15)),)
    board = replace(OVER_5, ways={"5": Way.LEFT}, quiet_hours=quiet, letters=("A", "B"), running_pace=Pace.SLOW)
    assert read(stored(board)) == board
    assert read({"name": "Old", "of_another_time": 1}) == BoardRules(name="Old")
