"""Whoever changes the history is found out, and the row is named."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from app import history_check
from app.db import db, transaction
from app.queueing import moving
from tests.conftest import TurnableClock
from tests.people import Hall


@pytest.fixture
def busy(hall: Hall) -> Hall:
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
        ("DELETE FROM event WHERE seq = 6", "event 6 is missing"),
        ("DELETE FROM reason; DELETE FROM event WHERE seq = 9", "event 9 is missing"),
        ("UPDATE reason SET text = 'Diusir'", "the reason of event 9 was altered"),
        ("DELETE FROM reason", "the reason of event 9 is missing"),
        ("DELETE FROM reason; UPDATE event SET ticket_id = NULL WHERE ticket_id = 3; DELETE FROM print_job", "event"),
        ("UPDATE series SET waiting = waiting + 1", "are said to wait"),
        ("UPDATE series SET last_number = last_number + 1", "number 5 is missing"),
    ],
)
def test_a_changed_history_names_the_first_wrong_row(busy: Hall, statement: str, named: str) -> None:
    for each in statement.split("; "):
        tamper(each)
    assert named in (wrong(busy) or "")


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


def test_nothing_is_pruned_from_a_history_that_is_not_sound(busy: Hall) -> None:
    tamper("DELETE FROM event WHERE seq = 6")
    with pytest.raises(history_check.CannotPrune):
        history_check.prune(busy.branch_id, date(2030, 1, 1))


def test_another_key_does_not_fit(app: Flask, busy: Hall) -> None:
    app.config["CHAIN_KEY"] = b"another installation's key"
    assert "event 1 was altered" in (wrong(busy) or "")
