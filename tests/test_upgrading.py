"""An office with a past comes along when the schema moves on."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import select, text

from app import create_app, history_check
from app.db import db
from app.installation import MIGRATIONS
from app.models import Branch, Printer, PrintJob, Role, Staff, Ticket
from app.queueing import reading
from app.rules.authority import Held
from tests.databases import PostgresServer, settings_for

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

_names = itertools.count(1)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_tickets_and_history_of_the_first_release_come_along(
    database: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}" if database == "sqlite" else postgres.create(f"old_{next(_names)}")
    app = create_app(settings_for(url, tmp_path), with_commands=True)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS), revision="0001")
        with db.engine.begin() as connection:
            for statement in FIRST_RELEASE.split(";\n"):
                connection.exec_driver_sql(statement)
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
        db.session.remove()
        db.engine.dispose()
