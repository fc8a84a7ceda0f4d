"""The audit log in the browser: found, readable, taken along, and never another office's."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import select

from app import audit, audit_reading
from app.audit_reading import Reach, Wanted
from app.db import db, transaction
from app.models import AuditEntry, Branch, Role
from app.queueing.ruling import pauses
from app.rules.audit import AuditAction
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall


def did(subject: str, branch_id: int | None = None, **more: object) -> None:
    with transaction() as session:
        audit.record(session, AuditAction.OFFICE_CHANGED, subject, branch_id=branch_id, **more)  # type: ignore[arg-type]


@pytest.fixture
def cibodas(app: Flask) -> int:
    with transaction() as session:
        row = Branch(code="cibodas", name="Kecamatan Cibodas")
        session.add(row)
        session.flush()
        return row.id


def somebody(app: Flask, hall: Hall, role: Role, branch: str | None = "karawaci") -> Browser:
    hall.employ("Dewi", role, branch)
    browser = Browser(app)
    browser.sign_in("Dewi")
    return browser


def test_an_administrator_reads_who_changed_what_before_and_after(app: Flask, hall: Hall) -> None:
    rina = hall.employ("Rina", Role.SUPERVISOR)
    pauses.set_pause_reasons(hall.branch_id, ["Salat"], rina)
    did("Loket baru", hall.branch_id, before={"name": "Lama"}, after={"name": "Baru sekali"})
    page = somebody(app, hall, Role.ADMIN).get("/admin/audit?lang=en")
    assert "Changed an office" in page and "Loket baru" in page
    assert "Lama" in page and "Baru sekali" in page
    assert "Rina" in page and "the usual reasons, now Salat" in page, "the rules of the office, in the same list"
    assert "127.0.0.1" in page, "her own sign-in, and from where"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.CITY])
def test_nobody_reads_of_another_office_nor_of_the_installation(
    app: Flask, hall: Hall, cibodas: int, role: Role
) -> None:
    did("Rahasia Cibodas", cibodas)
    did("Rahasia instalasi")
    did("Urusan Karawaci", hall.branch_id)
    browser = somebody(app, hall, role)
    browser.get(f"/admin/audit?office={cibodas}", 404)
    for address in ("/admin/audit", "/admin/audit?words=Rahasia"):
        assert not re.search("Rahasia (Cibodas|instalasi)", browser.get(address))
    assert "Rahasia" not in browser.post("/admin/audit.csv")
    browser.post("/admin/audit.csv", 404, office=str(cibodas))
    assert "Urusan Karawaci" in browser.get("/admin/audit")


def test_whoever_reaches_all_offices_reads_of_all(app: Flask, hall: Hall, cibodas: int) -> None:
    did("Urusan Cibodas", cibodas)
    did("Urusan instalasi")
    browser = somebody(app, hall, Role.CITY, None)
    page = browser.get("/admin/audit")
    assert "Urusan Cibodas" in page and "Urusan instalasi" in page
    assert "Urusan instalasi" not in browser.get(f"/admin/audit?office={cibodas}")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR])
def test_who_serves_does_not_read_the_log(app: Flask, hall: Hall, role: Role) -> None:
    somebody(app, hall, role).get("/admin/audit", 403)


def test_reading_is_an_entry_once_in_ten_minutes_and_each_export_is_one(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    browser = somebody(app, hall, Role.ADMIN)
    for _ in range(3):
        browser.get("/admin/audit")
    time.passes(minutes=11)
    browser.get("/admin/audit")
    for _ in range(2):
        browser.post("/admin/audit.csv", 200, who="Dewi")
    db.session.rollback()
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
    assert (actions.count("personal_data.seen"), actions.count("data.exported")) == (2, 2)


def test_what_is_looked_for_is_found(app: Flask, hall: Hall, time: TurnableClock) -> None:
    did("Satu", hall.branch_id)
    time.passes(days=2)
    did("Dua 100%", hall.branch_id)
    browser = somebody(app, hall, Role.ADMIN)
    assert_found = {
        "words=Dua": ("Dua", "Satu"),
        "words=100%25": ("Dua", "Satu"),
        "until=2026-11-23": ("Satu", "Dua"),
        "since=2026-11-24": ("Dua", "Satu"),
    }
    for asked, (there, absent) in assert_found.items():
        page = browser.get(f"/admin/audit?{asked}")
        assert there in page and f"<b>{absent}" not in page, asked
    assert "<b>Dua" not in browser.get("/admin/audit?who=Dewi")
    assert "<b>Dua" not in browser.get("/admin/audit?action=session.signed_in")
    assert "bukan tanggal" in browser.get("/admin/audit?since=besok")
    assert "Tidak ada yang ditemukan" in browser.get("/admin/audit?words=tidakada")


def test_a_long_log_is_read_page_by_page_without_gap_or_double(app: Flask, hall: Hall, time: TurnableClock) -> None:
    for number in range(130):
        did(f"Urusan {number}", hall.branch_id)
        if number % 3 == 0:
            time.passes(minutes=1)
    reach, seen, cursor = Reach((hall.branch_id,), whole=False), [], ""
    while True:
        entries, cursor = audit_reading.page(reach, Wanted(), cursor, limit=17)
        seen += [entry.place for entry in entries]
        if not cursor:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) >= 130
    assert len(list(audit_reading.every(reach, Wanted()))) == len(seen)


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMiwzLDRd", "bnVsbA"])
def test_a_cursor_of_nobodys_is_refused(app: Flask, hall: Hall, cursor: str) -> None:
    somebody(app, hall, Role.ADMIN).get(f"/admin/audit?cursor={cursor}", 400)


def test_no_cell_of_the_export_is_a_formula(app: Flask, hall: Hall) -> None:
    did('=HYPERLINK("http://evil")', hall.branch_id)
    rows = list(csv.reader(StringIO(somebody(app, hall, Role.ADMIN).post("/admin/audit.csv")[1:]), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert any("HYPERLINK" in cell for row in rows for cell in row)
