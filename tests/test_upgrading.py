"""An office with a past comes along when the schema moves on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import JSON, Column, Connection, Table, func, insert, select, text

from app import audit_check, create_app, history_check
from app.db import db
from app.installation import MIGRATIONS, known_schemas, not_ready
from app.keeping import making, restoring, tables
from app.models import Branch, Printer, PrintJob, Role, Service, Staff, Ticket
from app.queueing import reading
from app.rules.authority import Held
from tests.databases import PostgresServer, settings_for
from tests.people import Hall

FIRST_RELEASE = """
INSERT INTO branch (code, name, address, zone, running_text, slip_footer, last_seq, last_at)
    VALUES ('karawaci', 'Kecamatan Karawaci', '', 'Asia/Jakarta', '{}', '{}', 2, '2026-11-20 02:00:00');
INSERT INTO letter (branch_id, letter, name, icon, position) VALUES (1, 'A', '{"id": "Kependudukan"}', 'ticket', 0);
INSERT INTO service (branch_id, letter, code, name, requirements, duration, fee, icon, position, is_open, closed_reason)
    VALUES (1, 'A', 'A-KK', '{"id": "KK"}', '{}', '{}', '{}', 'ticket', 0, true, '');
INSERT INTO series (branch_id, day, letter, last_number, waiting) VALUES (1, '2026-11-20', 'A', 2, 2);
INSERT INTO ticket (branch_id, service_id, day, letter, number, token, key, language, priority, state, sort_key, calls,
    issued_at) VALUES
    (1, 1, '2026-11-20', 'A', 1, 't1', 'k1', 'id', 'none', 'waiting', '2026-11-20 02:00:00', 0, '2026-11-20 02:00:00'),
    (1, 1, '2026-11-20', 'A', 2, 't2', 'k2', 'id', 'none', 'waiting', '2026-11-20 02:00:00', 0, '2026-11-20 02:00:00');
INSERT INTO printer (branch_id, name, url, width_mm, is_active, is_down, trouble)
    VALUES (1, 'Printer kios', 'tcp://192.168.1.50', 58, true, true, 'paper_out');
INSERT INTO print_job (branch_id, printer_id, ticket_id, facts, state, created_at, next_try_at, claimed_until, claim,
    attempts, may_have_printed, error) VALUES (1, 1, 1, '{"ahead": 0}', 'printing', '2026-11-20 02:00:00',
    '2026-11-20 02:00:00', '2026-11-20 02:00:30', 1, 0, false, '');
INSERT INTO staff (name, password_hash, role, branch_id, is_active, has_signed_in) VALUES
    ('Budi', 'x', 'supervisor', 1, true, true), ('Admin', 'x', 'admin', NULL, true, false);
INSERT INTO event (branch_id, seq, day, at, kind, body, ticket_id) VALUES
    (1, 1, '2026-11-20', '2026-11-20 02:00:00', 'ticket.issued', '{"kind":"ticket.issued","seq":1}', 1),
    (1, 2, '2026-11-20', '2026-11-20 02:00:00', 'ticket.issued', '{"kind":"ticket.issued","seq":2}', 2)
"""

SIGNED = {"audit_entry", "checkpoint", "reason"}
"""A row here that nobody wrote would be a forged one."""

_names = itertools.count(1)


@contextmanager
def first_release(database: str, postgres: PostgresServer, folder: Path) -> Iterator[Flask]:
    """An office as the first release left it."""
    url = f"sqlite:///{folder / 'old.sqlite3'}" if database == "sqlite" else postgres.create(f"old_{next(_names)}")
    app = create_app(settings_for(url, folder), with_commands=True)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS), revision="0001")
        with db.engine.begin() as connection:
            for statement in FIRST_RELEASE.split(";\n"):
                connection.exec_driver_sql(statement)
        yield app
        db.session.remove()
        db.engine.dispose()


def fill_what_is_empty(connection: Connection) -> dict[str, int]:
    """A row in every table that has none, as its columns ask for one; how many rows each table has then."""
    for table in tables.tables_of(connection):
        if table.name not in SIGNED and not tables.has_rows(connection, table):
            connection.execute(insert(table).values(_row(connection, table)))
            tables.count_on(connection, table)
    return counts(connection)


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in tables.tables_of(connection)
    }


def _row(connection: Connection, table: Table) -> dict[str, Any]:
    pointing: dict[str, Any] = {}
    for constraint in table.foreign_key_constraints:
        target = connection.execute(select(constraint.referred_table).limit(1)).mappings().first()
        for column, key in zip(constraint.columns, constraint.elements, strict=True):
            pointing[column.name] = target[key.column.name] if target else None
    # A column with a default was added later, and stands in rows as it was added.
    asked = [column for column in table.columns if column.server_default is None]
    return {column.name: pointing.get(column.name, _value(column)) for column in asked}


def _value(column: Column[Any]) -> Any:
    if isinstance(column.type, JSON):
        return {}
    on = date(2026, 11, 20)
    usual: dict[type, Any] = {datetime: datetime(2026, 11, 20, 2), date: on, bool: True, int: 1, float: 1.0, str: "x"}
    return usual[column.type.python_type]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("revision", known_schemas()[:-1])
def test_an_office_of_every_release_comes_along(
    revision: str, database: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    with first_release(database, postgres, tmp_path) as app:
        upgrade(directory=str(MIGRATIONS), revision=revision)
        with db.engine.begin() as connection:
            before = fill_what_is_empty(connection)
        upgrade(directory=str(MIGRATIONS))
        assert not_ready(app) is None
        with db.engine.connect() as connection:
            after = counts(connection)
        assert {name: after[name] for name in before if after[name] < before[name]} == {}, "nothing is lost"
        assert history_check.first_wrong(db.session.get_one(Branch, 1)) is None
        assert audit_check.first_wrong() is None
        hall = Hall(app)
        assert hall.branch.name == "Kecamatan Karawaci"
        assert [ticket.label for ticket in db.session.scalars(select(Ticket).order_by(Ticket.id).limit(2))] == [
            "A-001", "A-002",
        ]  # fmt: skip
        assert db.session.scalars(select(Service.code)).all() == ["A-KK"]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_backup_of_an_earlier_release_is_restored_into_this_one(
    database: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    with first_release(database, postgres, tmp_path) as app:
        upgrade(directory=str(MIGRATIONS), revision="0009")
        with db.engine.begin() as connection:
            fill_what_is_empty(connection)
        making.backup(app.config["SETTINGS"], tmp_path / "old.zip", lambda _step: None)
    place = settings_for("", tmp_path / "new")
    with restoring.restore(place, tmp_path / "old.zip", lambda _step: None).app_context():
        assert [row.label for row in db.session.scalars(select(Ticket).order_by(Ticket.id))] == ["A-001", "A-002"]
        assert history_check.first_wrong(db.session.get_one(Branch, 1)) is None
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_tickets_and_history_of_the_first_release_come_along(
    database: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    with first_release(database, postgres, tmp_path):
        upgrade(directory=str(MIGRATIONS))
        assert [row.label for row in db.session.scalars(select(Ticket).order_by(Ticket.id))] == ["A-001", "A-002"]
        branch = db.session.get_one(Branch, 1)
        assert history_check.first_wrong(branch) is None
        assert db.session.scalar(text("SELECT count(*) FROM event WHERE link = ''")) == 0
        assert str(branch.day) == "2026-11-20"
        printer, job = db.session.get_one(Printer, 1), db.session.get_one(PrintJob, 1)
        assert (printer.is_down, printer.trouble, printer.roll_metres) == (True, "paper_out", 30)
        assert printer.profile == {}
        assert (job.state, job.next_try_at.second) == ("printing", 30)
        assert (job.kiosk_id, job.only_here) == (None, False)
        office = reading.office_of(1)
        held = {row.name: row.roles.held for row in db.session.scalars(select(Staff))}
        assert held == {"Budi": {Held(Role.SUPERVISOR, 1)}, "Admin": {Held(Role.ADMIN)}}
        helped = [need.name["id"] for need in office.needs if office.helped_by(need)]
        assert helped == ["Menikah", "Pindah rumah", "Anak lahir", "Keluarga meninggal"]
