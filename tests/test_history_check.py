"""Whoever changes the history is found out, and the row is named."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app, history_check
from app.db import db, transaction
from app.queueing import moving, strips
from tests.conftest import TurnableClock
from tests.people import Hall

SWAP_3_AND_4 = (
    "UPDATE event SET seq = 103 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4; "
    "UPDATE event SET seq = 4 WHERE seq = 103"
)


@pytest.fixture
def busy(hall: Hall, time: TurnableClock) -> Hall:
    """A hall with a little history: nine events."""
    rina = hall.officer()
    for _ in range(3):
        hall.citizen_takes()
    rina.serves_next()
    moving.cancel(hall.citizen_takes().id, reason="Pulang dulu")
    return hall


def tamper(statement: str) -> None:
    with transaction() as session:
        session.execute(text(statement))


def wrong(hall: Hall) -> str | None:
    db.session.rollback()
    return history_check.first_wrong(hall.branch)


def test_an_honest_history_is_sound(busy: Hall) -> None:
    assert wrong(busy) is None


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE event SET body = replace(body, 'A-002', 'A-009') WHERE seq = 3", "event 3 was altered"),
        ("UPDATE event SET facts = replace(facts, 'null', '1') WHERE seq = 4", "event 4 was altered"),
        ("UPDATE event SET staff_id = NULL WHERE seq = 5", "event 5 was altered beside"),
        ("UPDATE event SET kind = 'ticket.finished' WHERE seq = 2", "event 2 was altered beside"),
        ("UPDATE event SET day = '2026-11-22' WHERE seq = 4", "event 4 was altered beside"),
        ("UPDATE event SET at = '2026-11-23 03:00:00' WHERE seq = 4", "event 4 was altered beside"),
        ("UPDATE event SET link = upper(link) WHERE seq = 7", "event 7 was altered"),
        ("DELETE FROM event WHERE seq = 1", "event 1 is missing"),
        ("DELETE FROM event WHERE seq = 6", "event 6 is missing"),
        (SWAP_3_AND_4, "events 3 to 5 were altered"),
        ("DELETE FROM reason; DELETE FROM event WHERE seq = 9", "event 9 is missing"),
        ("UPDATE reason SET text = 'Diusir'", "the reason of event 9 was altered"),
        ("DELETE FROM reason", "the reason of event 9 is missing"),
        ("DELETE FROM reason; UPDATE event SET ticket_id = NULL WHERE ticket_id = 3; DELETE FROM print_job", "event"),
        ("UPDATE series SET waiting = waiting + 1", "are said to wait"),
        ("UPDATE series SET last_number = last_number + 1", "number 5 is missing"),
        ("UPDATE ticket SET number = 99 WHERE number = 2", "number 2 is missing"),
        ("UPDATE ticket SET day = '2026-11-22' WHERE number = 2", "its series is missing"),
        ("UPDATE series SET last_number = 3", "number 4 was never given"),
        ("UPDATE series SET first_number = 0", "number 0 is missing"),
        ("DELETE FROM series", "queue A of 2026-11-23: its series is missing"),
    ],
)
def test_a_changed_history_names_the_first_wrong_row(busy: Hall, statement: str, named: str) -> None:
    for each in statement.split("; "):
        tamper(each)
    assert named in (wrong(busy) or "")


def each_wrong(hall: Hall) -> list[str]:
    db.session.rollback()
    return list(history_check.all_wrong(hall.branch))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE event SET body = replace(body, 'A-002', 'A-009') WHERE seq = 3", ["event 3 was altered"]),
        ("UPDATE event SET link = upper(link) WHERE seq = 3", ["event 3 was altered"]),
        ("UPDATE event SET link = 'é' WHERE seq = 3", ["event 3 was altered"]),
        (
            "UPDATE event SET body = body || ' ', link = upper(link) WHERE seq = 9",
            ["event 9 was altered", "the office's end does not follow from event 9"],
        ),
        ("UPDATE event SET body = '' WHERE seq IN (2, 5, 8)", [f"event {seq} was altered" for seq in (2, 5, 8)]),
        (
            "UPDATE event SET body = '{}' WHERE seq IN (2, 3, 4, 7)",
            ["events 2 to 4 were altered", "event 7 was altered"],
        ),
        ("DELETE FROM event WHERE seq IN (4, 5)", ["events 4 to 5 are missing"]),
        # Of a row after a gap the text proves nothing, but it must still say what its columns say.
        (
            "DELETE FROM event WHERE seq = 4; UPDATE event SET body = 'x' WHERE seq = 5",
            ["event 4 is missing", "event 5 was altered beside its text"],
        ),
        (
            "UPDATE event SET kind = 'ticket.finished' WHERE seq = 2; UPDATE event SET facts = '' WHERE seq = 5; "
            "DELETE FROM event WHERE seq = 7; UPDATE reason SET text = 'Diusir'; "
            "UPDATE series SET waiting = waiting + 1, last_number = last_number + 3",
            [
                "event 2 was altered beside its text",
                "event 5 was altered",
                "event 7 is missing",
                "the reason of event 9 was altered",
                "queue A of 2026-11-23: numbers 5 to 7 are missing",
                "queue A of 2026-11-23: 3 are said to wait, but 2 do",
            ],
        ),
        ("UPDATE branch SET chain_head = upper(chain_head)", ["the office's end does not follow from event 9"]),
        ("UPDATE branch SET last_seq = 7", ["the office's end was turned back to 7; the history's last is 9"]),
    ],
)
def test_the_first_wrong_row_hides_none_after_it(busy: Hall, statement: str, told: list[str]) -> None:
    for each in statement.split("; "):
        tamper(each)
    assert each_wrong(busy) == [f"karawaci: {line}" for line in told]


def test_with_a_forged_checkpoint_the_rest_is_looked_at_as_well(busy: Hall, time: TurnableClock) -> None:
    time.passes(days=1)
    for _ in range(3):
        busy.citizen_takes()
    assert history_check.prune(busy.branch_id, date(2026, 11, 24)) == 9
    tamper("UPDATE checkpoint SET removed = removed + 1")
    tamper("UPDATE event SET body = body || ' ' WHERE seq = 12")
    assert each_wrong(busy) == [
        "karawaci: the checkpoint is not the one that was signed",
        "karawaci: event 12 was altered",
    ]


def test_a_row_put_back_from_before_the_checkpoint_does_not_belong_there(busy: Hall, time: TurnableClock) -> None:
    time.passes(days=1)
    busy.citizen_takes()
    assert history_check.prune(busy.branch_id, date(2026, 11, 24)) == 9
    tamper("UPDATE event SET seq = 4 WHERE seq = 10")
    assert each_wrong(busy)[0] == "karawaci: event 4 does not belong there"


def test_cutting_off_the_end_and_turning_the_office_back_is_found_by_the_key_alone(busy: Hall) -> None:
    # Somebody with the database but not the key forges a row: its link cannot be made.
    tamper("UPDATE event SET body = replace(body, 'A-003', 'A-007'), link = link WHERE seq = 4")
    assert "event 4 was altered" in (wrong(busy) or "")


def test_an_erased_reason_leaves_the_history_sound(busy: Hall) -> None:
    assert history_check.erase_reason(busy.branch_id, 9)
    assert not history_check.erase_reason(busy.branch_id, 9)
    assert wrong(busy) is None


def test_pruned_years_leave_a_signed_checkpoint_to_go_on_from(busy: Hall, time: TurnableClock) -> None:
    time.passes(days=400)
    busy.citizen_takes()
    removed = history_check.prune(busy.branch_id, date(2027, 12, 1))
    assert removed >= 9
    assert wrong(busy) is None
    busy.citizen_takes()
    assert wrong(busy) is None
    tamper("UPDATE checkpoint SET removed = removed + 1")
    assert "checkpoint" in (wrong(busy) or "")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE event SET seq = seq", None),
        ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "is missing; the office's last is"),
        ("DELETE FROM event WHERE seq = (SELECT min(seq) FROM event)", "event 12 is missing"),
        (
            "UPDATE event SET body = replace(body, 'A-001', 'A-002') WHERE kind = 'ticket.issued'",
            "event 17 was altered",
        ),
        ("UPDATE paper_strip SET last_number = last_number - 1", "number 7 is missing"),
        ("UPDATE paper_strip SET last_number = last_number + 1", "number 8 was never given"),
        ("UPDATE ticket SET number = 77 WHERE number = 3", "number 3 is missing"),
    ],
)
def test_a_pruned_history_is_still_watched_over_strips_and_all(
    busy: Hall, time: TurnableClock, statement: str, named: str | None
) -> None:
    strips.print_strip(busy.branch_id, "A", 3)
    strips.use_strip_number(busy.branch_id, "A-006", "A-KK")
    time.passes(days=1)
    busy.citizen_takes()
    assert history_check.prune(busy.branch_id, date(2026, 11, 24)) == 11
    tamper(statement)
    found = wrong(busy)
    assert found is None if named is None else named in (found or ""), found


def test_nothing_is_pruned_from_a_history_that_is_not_sound(busy: Hall) -> None:
    tamper("DELETE FROM event WHERE seq = 6")
    with pytest.raises(history_check.CannotPrune):
        history_check.prune(busy.branch_id, date(2030, 1, 1))


def test_a_mistyped_year_does_not_throw_away_what_is_still_needed(busy: Hall) -> None:
    with pytest.raises(history_check.CannotPrune, match=r"2027-11-24 is still to come.*2026-11-23 at the latest"):
        history_check.prune(busy.branch_id, date(2027, 11, 24))
    assert history_check.prune(busy.branch_id, date(2026, 11, 23)) == 0


def test_another_key_does_not_fit(app: Flask, busy: Hall) -> None:
    app.config["CHAIN_KEY"] = b"another installation's key"
    assert "events 1 to 9 were altered" in (wrong(busy) or "")


def test_verify_tells_all_that_is_wrong_and_of_much_the_first_twenty(app: Flask, busy: Hall) -> None:
    for _ in range(45):
        busy.citizen_takes()
    commands = create_app(app.config["SETTINGS"], with_commands=True).test_cli_runner()
    sound = commands.invoke(args=["verify"])
    assert (sound.exit_code, sound.stderr) == (0, "")
    assert sound.stdout.startswith("karawaci: 54 events, all as they were written\naudit: ")
    tamper("UPDATE event SET body = '' WHERE seq % 2 = 0")
    tamper("UPDATE audit_entry SET facts = '' WHERE seq = 1")
    broken = commands.invoke(args=["verify"])
    assert broken.exit_code == 1
    assert broken.stderr.splitlines() == [
        *(f"karawaci: event {seq} was altered" for seq in range(2, 41, 2)),
        "karawaci: and 7 more",
        "audit: entry 1 was altered",
    ]
    assert commands.invoke(args=["verify", "karawaci"]).stderr.splitlines()[-1] == "karawaci: and 7 more"
