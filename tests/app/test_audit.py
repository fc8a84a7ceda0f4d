"""Who changed what is written down with the change, and whoever alters it afterwards is found out."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import audit, audit_check
from app.audit_words import DONE
from app.db import db, transaction
from app.models import AuditEntry, Branch
from app.rules.audit import AuditAction, without_secrets
from tests.conftest import TurnableClock


def did(action: AuditAction = AuditAction.OFFICE_CHANGED, subject: str = "Karawaci", **more: object) -> int:
    with transaction() as session:
        return audit.record(session, action, subject, **more)  # type: ignore[arg-type]


def entries() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def wrong() -> str | None:
    db.session.rollback()
    return audit_check.first_wrong()


def tamper(statement: str) -> None:
    with transaction() as session:
        for each in statement.split("; "):
            session.execute(text(each))


def test_what_was_done_is_told_with_before_and_after(app: Flask, time: TurnableClock) -> None:
    first = did(before={"name": "Karawaci"}, after={"name": "Kecamatan Karawaci"}, branch_id=1)
    assert did(AuditAction.BACKED_UP, "a.tar") == first + 1
    told = entries()[-2]
    assert (told.action, told.branch_id, told.at) == ("office.changed", 1, time())
    words = json.loads(told.words or "")
    assert (words["before"], words["after"]) == ({"name": "Karawaci"}, {"name": "Kecamatan Karawaci"})
    assert words["account"] == "server", "nobody asked: the server did it by itself"
    assert wrong() is None


def test_several_things_done_at_once_follow_each_other(app: Flask) -> None:
    with transaction() as session:
        one, two = (audit.record(session, AuditAction.STAFF_IMPORTED, name) for name in ("Rina", "Budi"))
    assert two == one + 1
    assert wrong() is None


def test_a_change_that_fails_leaves_no_entry(app: Flask) -> None:
    before = len(entries())
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.get_one(Branch, 1).name = "Somewhere else"
        audit.record(session, AuditAction.OFFICE_CHANGED, "Karawaci")
        _ = 1 / 0
    assert len(entries()) == before
    assert wrong() is None


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE audit_entry SET facts = replace(facts, 'office', 'staff') WHERE seq = 2", "entry 2 was altered"),
        ("UPDATE audit_entry SET words = replace(words, 'Budi', 'Rina') WHERE seq = 3", "entry 3 was altered beside"),
        ("UPDATE audit_entry SET branch_id = NULL WHERE seq = 1", "entry 1 was altered beside"),
        ("UPDATE audit_entry SET action = 'session.signed_in' WHERE seq = 2", "entry 2 was altered beside"),
        ("UPDATE audit_entry SET at = '2026-11-20 03:00:00' WHERE seq = 4", "entry 4 was altered beside"),
        ("UPDATE audit_entry SET link = upper(link) WHERE seq = 2", "entry 2 was altered"),
        ("UPDATE audit_entry SET words = NULL WHERE seq = 2", "the words of entry 2 are missing"),
        ("DELETE FROM audit_entry WHERE seq = 1", "entry 1 is missing"),
        ("DELETE FROM audit_entry WHERE seq = 3", "entry 3 is missing"),
        ("DELETE FROM audit_entry WHERE seq = 4", "entry 4 is missing; the last written is 4, the last there 3"),
        (
            "DELETE FROM audit_entry WHERE seq = 4; UPDATE installation SET audit_seq = 3, "
            "audit_head = (SELECT link FROM audit_entry WHERE seq = 3)",
            "the end was turned back to 3",
        ),
        (
            "DELETE FROM audit_entry; UPDATE installation SET audit_seq = 0, audit_head = "
            "'0000000000000000000000000000000000000000000000000000000000000000'",
            "the end was turned back to 0",
        ),
    ],
)
def test_a_changed_log_names_the_first_wrong_entry(app: Flask, time: TurnableClock, statement: str, named: str) -> None:
    tamper("DELETE FROM audit_entry; UPDATE installation SET audit_seq = 0, audit_at = NULL, audit_seal = ''")
    tamper(f"UPDATE installation SET audit_head = '{'0' * 64}'")
    for name in ("Rina", "Sari", "Budi", "Wati"):
        did(subject=name, branch_id=1)
    assert wrong() is None
    tamper(statement)
    assert named in (wrong() or "")


def test_the_first_wrong_entry_hides_none_after_it(app: Flask, time: TurnableClock) -> None:
    first = did(subject="Rina")
    for name in ("Sari", "Budi", "Wati", "Joko", "Tono", "Dewi", "Putu"):
        did(subject=name)
    tamper(f"UPDATE audit_entry SET facts = 'x' WHERE seq IN ({first}, {first + 1})")
    tamper(f"DELETE FROM audit_entry WHERE seq = {first + 3}")
    tamper(f"UPDATE audit_entry SET words = NULL WHERE seq IN ({first + 5}, {first + 6})")
    tamper("UPDATE installation SET audit_seal = ''")
    db.session.rollback()
    assert list(audit_check.all_wrong()) == [
        f"audit: entries {first} to {first + 1} were altered",
        f"audit: entry {first + 3} is missing",
        f"audit: the words of entries {first + 5} to {first + 6} are missing, and nobody is said to have removed them",
        f"audit: entry {first + 8} is missing; the end was turned back to {first + 7}",
    ]


def test_an_entry_that_was_altered_explains_no_missing_words(app: Flask, time: TurnableClock) -> None:
    seq = did(subject="Rina")
    forger = did(subject="Sari")
    tamper(f"UPDATE audit_entry SET words = NULL WHERE seq = {seq}")
    with transaction() as session:
        session.get_one(AuditEntry, forger).facts = '{"forgot_until":99}'
    db.session.rollback()
    assert list(audit_check.all_wrong())[-1].startswith(f"audit: the words of entry {seq} are missing")


def test_words_are_forgotten_in_time_and_the_log_still_holds(app: Flask, time: TurnableClock) -> None:
    old = did(subject="Rina")
    time.passes(days=400)
    young = did(subject="Sari")
    with transaction() as session:
        audit.forget(session, time.moment.replace(year=2027, month=1))
    by_seq = {entry.seq: entry for entry in entries()}
    assert by_seq[old].words is None
    assert "Sari" in (by_seq[young].words or "")
    assert wrong() is None
    tamper(f"UPDATE audit_entry SET words = NULL WHERE seq = {young}")
    assert f"the words of entry {young} are missing" in (wrong() or "")


def test_nothing_secret_is_ever_kept(app: Flask) -> None:
    did(after={"password": "hunter2-hunter2", "kiosk_pin": "4711", "deep": {"api_token": "gil_x"}, "name": "Rina"})
    words = entries()[-1].words or ""
    assert "Rina" in words
    assert not [secret for secret in ("hunter2", "4711", "gil_x") if secret in words]


def test_what_is_kept_is_bounded_and_one_line(app: Flask) -> None:
    did(subject="x\n" * 400, after={"note": "y" * 9000, "many": list(range(5000)), "odd": object()})
    words = json.loads(entries()[-1].words or "")
    assert len(words["subject"]) == 200
    assert "\n" not in words["subject"]
    assert (len(words["after"]["note"]), len(words["after"]["many"])) == (500, 100)
    assert wrong() is None


def test_every_action_has_its_sentence() -> None:
    assert set(DONE) == set(AuditAction)
    assert max(map(len, AuditAction)) <= 40


def test_no_change_is_not_an_empty_change() -> None:
    assert without_secrets(None) is None
    assert without_secrets({}) == {}
