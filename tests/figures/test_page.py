"""Rekap harian in the browser: who may look, what stands there, and the tables for Excel."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.admin.spreadsheet import as_csv, harmless
from app.db import db, transaction
from app.models import Branch, PrintJob, Role
from app.office import set_up_anew
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

PAGE = "/admin/karawaci/recap"


def browser_of(app: Flask, hall: Hall, name: str, role: Role, branch: str | None = "karawaci") -> Browser:
    hall.employ(name, role, branch)
    browser = Browser(app)
    browser.sign_in(name)
    return browser


@pytest.fixture
def boss(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """Bu Ani, supervisor of Karawaci."""
    return browser_of(app, hall, "Bu Ani", Role.SUPERVISOR)


def busy(hall: Hall, time: TurnableClock) -> None:
    rina = hall.officer()
    hall.citizen_takes("A-KTPR")
    hall.citizen_takes("B-DOM")
    time.passes(minutes=6)
    hall.citizen_takes("A-KTPR")
    called = rina.starts(rina.calls_next())
    time.passes(minutes=9)
    rina.finishes(called)


def table(boss: Browser, name: str, day: str = "2026-11-23") -> list[dict[str, str]]:
    text = boss.get(f"{PAGE}.csv?day={day}&table={name}&lang=en")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:]), delimiter=";"))


def test_bu_ani_reads_her_day(boss: Browser, hall: Hall, time: TurnableClock) -> None:
    busy(hall, time)
    page = boss.get(PAGE)
    assert "Senin, 23 November 2026" in page
    assert "Perekaman KTP-el" in page and '<svg class="columns' in page
    assert "<td>9,0</td>" in page  # minutes, as Indonesia writes them
    assert "<td>9.0</td>" in boss.get(f"{PAGE}?lang=en")


def test_a_quiet_day_is_a_calm_page(boss: Browser) -> None:
    page = boss.get(f"{PAGE}?day=2026-11-22")
    assert "Minggu, 22 November 2026" in page
    assert '<svg class="columns' not in page and "<table" not in page


def test_she_walks_from_day_to_day_but_not_into_the_future(boss: Browser) -> None:
    assert f"{PAGE}?day=2026-11-22" in boss.get(PAGE)
    assert f"{PAGE}?day=2026-11-24" not in boss.get(PAGE)
    assert f"{PAGE}?day=2026-11-23" in boss.get(f"{PAGE}?day=2026-11-22")


@pytest.mark.parametrize("day", ["kemarin", "2026-02-30", "2026-11-24", "0000-00-00", "9" * 400, "'--"])
def test_a_day_that_cannot_be_is_refused_in_words(boss: Browser, day: str) -> None:
    assert "2026-11-23" in boss.get(f"{PAGE}?day={day}", 400)
    boss.get(f"{PAGE}.csv?day={day}", 400)


def test_the_very_first_day_of_the_calendar_breaks_nothing(boss: Browser) -> None:
    boss.get(f"{PAGE}?day=0001-01-01")


def test_services_in_excel_add_up(boss: Browser, hall: Hall, time: TurnableClock) -> None:
    busy(hall, time)
    rows = table(boss, "services")
    ktp, letter, total = rows
    assert (ktp["Office"], ktp["Day"], ktp["Code"]) == ("Kecamatan Karawaci", "2026-11-23", "A-KTPR")
    given, served, service = "Numbers given", "Served", "At the counter, mean (seconds)"
    assert (ktp[given], ktp[served], ktp["Waiting, mean (seconds)"], ktp[service]) == ("2", "1", "360", "540")
    assert (letter[given], letter[served], letter["Waiting, mean (seconds)"]) == ("1", "0", "")
    assert (total[given], total[served]) == ("3", "1")


def test_counters_and_hours_in_excel(boss: Browser, hall: Hall, time: TurnableClock) -> None:
    busy(hall, time)
    (counter,) = table(boss, "counters")
    titles = ("Counter", "Served", "Open (seconds)", "Serving citizens (seconds)")
    assert [counter[title] for title in titles] == ["3", "1", "900", "540"]
    assert [(row["Hour (from)"], row["Numbers given"], row["Served"]) for row in table(boss, "hours")] == [
        ("08:00", "3", "1")
    ]


def test_an_empty_day_in_excel_is_its_header(boss: Browser) -> None:
    assert table(boss, "hours", "2026-11-01") == []
    assert [row["Numbers given"] for row in table(boss, "services", "2026-11-01")] == ["0"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_becomes_a_formula(evil: str) -> None:
    assert str(harmless(evil)).startswith("'")
    (row,) = list(
        csv.reader(StringIO(as_csv([[evil, "a;b", 'c"d', 7]]).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert row == [f"'{evil}", "a;b", 'c"d', "7"]


def test_the_name_of_an_office_is_no_formula_either(boss: Browser, hall: Hall, time: TurnableClock) -> None:
    with transaction() as session:
        session.get_one(Branch, hall.branch_id).name = '=HYPERLINK("http://x")'
        set_up_anew(session, hall.branch_id)
    assert table(boss, "services")[0]["Office"] == '\'=HYPERLINK("http://x")'


def test_the_closing_slip_goes_to_the_printer(boss: Browser, hall: Hall, time: TurnableClock) -> None:
    busy(hall, time)
    boss.get(PAGE)
    boss.post(f"{PAGE}/print", 303, day="2026-11-23")
    db.session.rollback()
    assert [job.ticket_id for job in db.session.scalars(select(PrintJob)) if "recap" in job.facts] == [None]
    boss.post(f"{PAGE}/print", 400, day="2026-11-31")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CITY])
def test_who_only_looks_finds_no_button_and_prints_nothing(
    app: Flask, hall: Hall, time: TurnableClock, role: Role
) -> None:
    busy(hall, time)
    reader = browser_of(app, hall, "Pak Made", role, None)
    assert "recap/print" not in reader.get(PAGE)
    reader.get(f"{PAGE}.csv")
    reader.post(f"{PAGE}/print", 403, day="2026-11-23")
    db.session.rollback()
    assert not [job for job in db.session.scalars(select(PrintJob)) if "recap" in job.facts]


def test_an_officer_is_refused(app: Flask, hall: Hall, time: TurnableClock) -> None:
    officer = browser_of(app, hall, "Rudi", Role.OFFICER)
    officer.get(PAGE, 403)
    officer.get(f"{PAGE}.csv", 403)


def test_the_supervisor_of_another_office_is_refused(app: Flask, hall: Hall, time: TurnableClock) -> None:
    with transaction() as session:
        session.add(Branch(code="cibodas", name="Kecamatan Cibodas"))
    stranger = browser_of(app, hall, "Bu Tuti", Role.SUPERVISOR, "cibodas")
    stranger.get("/admin/cibodas/recap")
    for path in (PAGE, f"{PAGE}.csv"):
        stranger.get(path, 403)
    stranger.post(f"{PAGE}/print", 403)


def test_who_is_not_signed_in_is_asked_to(app: Flask, hall: Hall) -> None:
    stranger = Browser(app)
    stranger.get(PAGE, 302)
    stranger.get(f"{PAGE}.csv", 302)
    stranger.get("/admin/nirgendwo/recap", 302)


def test_an_office_that_is_not_there_is_said_so(app: Flask, hall: Hall) -> None:
    browser_of(app, hall, "Admin", Role.ADMIN, None).get("/admin/nowhere/recap", 404)
