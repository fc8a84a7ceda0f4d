"""When the database is locked, gone or damaged: a clear page, and nothing half done."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask, Response
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from app.db import committed, db, transaction
from app.models import Branch
from app.queueing import reading
from tests.browser_of import Browser
from tests.databases import PostgresServer
from tests.people import Hall


def test_a_locked_database_is_a_clear_page_and_no_ticket(app: Flask, hall: Hall, tmp_path: Path) -> None:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the whole database")
    kiosk = Browser(app)
    kiosk.get("/kiosk/karawaci")
    db.engine.dispose()
    event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=200"))
    other = sqlite3.connect(str(url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page = kiosk.post("/kiosk/karawaci/tickets", 503, service="A-KTPR", key="k")
    assert "tidak dapat dijangkau" in page and "sqlite" not in page.lower()
    other.execute("ROLLBACK")
    other.close()
    assert hall.events() == []
    assert "A-001" in kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="k")


def test_a_full_disk_is_a_clear_page_and_what_was_said_to_be_saved_is_saved(app: Flask, hall: Hall) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its disk itself")
    db.engine.dispose()
    # SQLite's own bound on the file stands for the disk: from there on it answers "disk is full".
    event.listen(db.engine, "connect", lambda each, _: each.execute("PRAGMA max_page_count=1").fetchall())
    answers: list[tuple[int, str]] = []

    def citizen(number: int) -> None:
        kiosk = Browser(app)
        kiosk.get("/kiosk/karawaci")
        for touch in range(40):
            answers.append(kiosk.try_to_post("/kiosk/karawaci/tickets", service="A-KTPR", key=f"{number}-{touch}"))

    citizens = [threading.Thread(target=citizen, args=(number,)) for number in range(4)]
    for each in citizens:
        each.start()
    for each in citizens:
        each.join()
    given = [page for status, page in answers if status == 201]
    refused = [page for status, page in answers if status != 201]
    assert len(given) == len(hall.events("ticket.issued")) and refused
    assert all("tidak dapat dijangkau" in page and "sqlite" not in page.lower() for page in refused)


def test_a_connection_that_is_lost_at_the_end_takes_no_answer_away(app: Flask, postgres: PostgresServer) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no server that could be started anew")

    @app.after_request
    def the_database_starts_anew(answer: Response) -> Response:
        of_this_page = db.session.scalar(text("SELECT pg_backend_pid()"))
        postgres.run(f"SELECT pg_terminate_backend({of_this_page}, 5000)")
        return answer

    assert "Kependudukan" in Browser(app).get("/kiosk/karawaci")


def test_a_missing_table_is_a_clear_page(app: Flask, hall: Hall) -> None:
    db.session.rollback()  # PostgreSQL would wait for whoever still reads
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE series RENAME TO series_gone"))
    assert "tidak dapat dijangkau" in Browser(app).get("/kiosk/karawaci", 503)


def test_a_verb_that_fails_at_the_end_leaves_nothing(app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object) -> None:
        raise RuntimeError("the spool is on fire")

    kiosk = Browser(app)
    kiosk.get("/kiosk/karawaci")
    monkeypatch.setattr("app.printing.spool.put_ticket", breaks)
    page = kiosk.post("/kiosk/karawaci/tickets", 500, service="A-KTPR", key="k")
    assert "fire" not in page and "Tidak ada yang berubah" in page
    monkeypatch.undo()
    assert hall.events() == [] and reading.last_seq(hall.branch_id) == 0
    assert "A-001" in kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="k")


def test_a_listener_to_the_bell_that_fails_does_not_undo_what_was_saved(app: Flask, hall: Hall) -> None:
    def breaks(_sender: object) -> None:
        raise RuntimeError("no ear")

    with committed.connected_to(breaks):
        assert hall.citizen_takes().number == "A-001"


def test_a_screen_that_tries_to_write_is_stopped(app: Flask, hall: Hall) -> None:
    db.session.get_one(Branch, hall.branch_id).name = "Kantor lain"
    with pytest.raises(RuntimeError, match="only reads"):
        db.session.flush()
    db.session.rollback()


def test_a_moment_without_a_zone_cannot_be_stored(app: Flask, hall: Hall) -> None:
    from datetime import datetime

    from sqlalchemy.exc import StatementError

    with pytest.raises(StatementError, match="time zone"), transaction() as session:
        session.get_one(Branch, hall.branch_id).last_at = datetime(2026, 11, 23)


def test_who_was_refused_what_is_in_the_log_without_the_address(
    app: Flask, hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    rina = hall.employ("Rina")
    browser = Browser(app, address="192.168.7.20")
    browser.sign_in("Rina")
    browser.get("/admin/karawaci/devices?code=SECRET", 403)
    browser.client.get("/api/v1/branches")
    told = [record.getMessage() for record in caplog.records if record.name == "app.refusals"]
    assert told[0] == (f"refused (not-yours) GET /admin/<branch_code>/devices: staff {rina}, key -, from 192.168.7.20")
    assert told[1].startswith("refused (401) GET /api/v1/branches: staff")
    assert "SECRET" not in "".join(told)
