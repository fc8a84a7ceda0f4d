"""Adi, administrator of Karawaci, takes the list of his people in from a file: shown first, then done as shown."""

from __future__ import annotations

import html
import json
import re
import time as clock
from functools import partial

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app import audit_check
from app.db import db
from app.errors import FileUnusable, PlanIsOld
from app.models import AuditEntry, Role, SignIn, Staff
from app.people import importing, managing, preparing
from app.people.errors import PersonUnusable
from app.queueing.exchange import files
from app.queueing.exchange.planning import after_all, digest_of
from app.rules.authority import IN_AN_OFFICE, LOOKS_AFTER_PEOPLE, Held, Roles
from app.rules.people_file import faults, roles_after, roles_in
from app.rules.tables import COLUMNS, MOST_PEOPLE, STAFF, Row, plan_of
from app.rules.taking_back import back
from tests.admin import test_exchange as exchange
from tests.admin.test_exchange import taken_out, undone
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.staff.conftest import also, cibodas

__all__ = ["cibodas"]

PAGE = "/admin/karawaci/exchange"
HERE = 1
HELD = st.builds(Held, st.sampled_from(Role), st.sampled_from([None, HERE, 2]))
ROLES = st.builds(Roles, st.frozensets(HELD, max_size=4))
CELL = st.lists(st.sampled_from([*IN_AN_OFFICE, "petugas", "Penyelia", "city", "boss"]), max_size=4).map(", ".join)


@given(ROLES, st.none() | ROLES, CELL, st.booleans(), st.booleans())
def test_a_row_without_faults_gives_nothing_the_giver_could_not(
    giver: Roles, before: Roles | None, role: str, switched: bool, oneself: bool
) -> None:
    cells = {"name": "Siti", "role": role, "stopped": "yes" if switched else "no"}
    if faults(giver, before, cells, HERE, switched=switched, oneself=oneself):
        return
    had = before or Roles(frozenset())
    after = roles_after(had, role, HERE)
    changed = had.held ^ after.held
    assert all(each.branch_id == HERE for each in changed), "what is held elsewhere stays"
    assert not changed or giver.include_in(HERE, *LOOKS_AFTER_PEOPLE)
    assert not (oneself and after.held - had.held), "nobody raises themselves"
    if switched:
        assert before is not None and not oneself and giver.looks_after_all(had)


@given(CELL)
def test_roles_are_read_in_both_languages_and_written_in_one_order(cell: str) -> None:
    said = roles_in(cell)
    assert roles_in(", ".join(said)) == said and len(set(said)) == len(said)
    assert ("petugas" in cell or "officer" in cell) == (Role.OFFICER in said)


@pytest.fixture
def adi(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """Adi, administrator of Karawaci alone."""
    hall.employ("Adi", Role.ADMIN)
    browser = Browser(app)
    browser.sign_in("Adi")
    return browser


def person(name: str) -> Staff:
    db.session.rollback()
    return db.session.scalars(select(Staff).where(Staff.name == name)).one()


def table(*rows: dict[str, str]) -> bytes:
    return json.dumps({"staff": rows}).encode()


def rows_of(*cells: dict[str, str]) -> list[Row]:
    return [Row(STAFF, at, each) for at, each in enumerate(cells, 2)]


tried = partial(exchange.tried, of="/staff")


def agreed(browser: Browser, page: str, status: int = 303) -> str:
    """Press the button under a dry run."""
    return html.unescape(exchange.agreed(browser, page, status, of="/staff"))


def ready(browser: Browser) -> str:
    """Wait until the passwords are made; the page that says so."""
    until = clock.monotonic() + 60
    while "/staff/make" not in (page := browser.get(f"{PAGE}/staff/passwords?lang=en")):
        assert clock.monotonic() < until
        clock.sleep(0.05)
    return page


def made(browser: Browser, page: str) -> str:
    """Agree to a dry run by which people are new, wait for their passwords, and see them."""
    agreed(browser, page)
    ready(browser)
    return html.unescape(browser.post(f"{PAGE}/staff/make?lang=en", 200))


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_a_list_that_was_taken_out_changes_nothing_when_it_comes_in(adi: Browser, hall: Hall, kind: str) -> None:
    hall.employ("Rina")
    managing.stop(hall.employ("Pak Kota", Role.ADMIN, None), hall.employ("Joko"))
    page = tried(adi, taken_out(adi, f"staff.{kind}"))
    assert "the file changes nothing" in page and "Unchanged (3)" in page


def test_people_are_shown_first_and_then_changed_as_shown(adi: Browser, hall: Hall, cibodas: int) -> None:
    kota = hall.employ("Pak Kota", Role.ADMIN, None)
    rina, joko = hall.employ("Rina"), hall.employ("Joko")
    managing.stop(kota, joko)
    hall.employ("Wati")
    hall.employ("Tono")
    dewi = managing.add(kota, "Dewi", {Held(Role.SUPERVISOR, cibodas)}).staff_id
    also(rina, Role.AUDITOR, cibodas)
    data = table(
        {"name": "  Siti   Aminah ", "role": "petugas; penyelia"},
        {"name": "rina", "role": "supervisor"},
        {"name": "Joko", "stopped": "tidak"},
        {"name": "Wati", "role": "officer", "stopped": "ya"},
        {"name": "Dewi", "role": "officer"},
        {"name": "Adi"},
    )
    page = tried(adi, data)
    for words in (
        "New people, each with a one-time password (1)", "Has an account already, and gets a role here (1)",
        "Other roles in this office (1)", "Stopped: can sign in no more (1)", "Let in again (1)",
        "Look whether each of them is the same person", "Change 5 rows",
        "Unchanged (1)", "Not in the file, stays as it is (1)",
    ):  # fmt: skip
        assert words in page
    assert not db.session.scalar(select(Staff).where(Staff.name == "Siti Aminah"))
    told = made(adi, page)
    password = re.search(r"Siti Aminah</b>.*?<code>([a-z0-9-]{17})</code>", told, re.DOTALL)
    assert password and told.count("<code>") == 1
    assert person("Siti Aminah").roles.held == {
        Held(Role.OFFICER, hall.branch_id),
        Held(Role.SUPERVISOR, hall.branch_id),
    }
    assert person("Rina").roles.held == {Held(Role.SUPERVISOR, hall.branch_id), Held(Role.AUDITOR, cibodas)}
    assert person("Joko").is_active and not person("Wati").is_active
    assert person("Dewi").id == dewi
    assert person("Dewi").roles.held == {Held(Role.SUPERVISOR, cibodas), Held(Role.OFFICER, hall.branch_id)}
    assert person("Tono").roles.held == {Held(Role.OFFICER, hall.branch_id)}
    siti = Browser(adi.client.application)
    siti.get("/login")
    siti.post("/login", 302, name="Siti Aminah", password=password[1])
    assert person("Siti Aminah").has_signed_in and person("Siti Aminah").password_is_one_time


def test_a_password_is_told_on_one_page_and_kept_nowhere(
    adi: Browser, hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    told = made(adi, tried(adi, table({"name": "Siti", "role": "officer"})))
    password = re.search(r"<code>(.*?)</code>", told)
    assert password
    db.session.rollback()
    kept = [words or "" for words in db.session.scalars(select(AuditEntry.words))]
    assert any('"subject":"Siti"' in words for words in kept)
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert "staff.imported" in actions and "staff.created" in actions
    for text in (*kept, caplog.text, *map(str, hall.events()), person("Siti").password_hash):
        assert password[1] not in text
    assert password[1] not in adi.get(PAGE) and password[1] not in adi.get(f"/admin/people/{person('Siti').id}")
    assert audit_check.first_wrong() is None


def test_what_is_wrong_is_said_with_its_place_and_nothing_is_done(adi: Browser, hall: Hall, cibodas: int) -> None:
    kota = hall.employ("Pak Kota", Role.ADMIN, None)
    rina = hall.employ("Rina")
    also(rina, Role.OFFICER, cibodas)
    hall.employ("Joko")
    data = table(
        {"name": "x" * 81, "role": "officer"},
        {"name": "Siti", "role": "boss"},
        {"name": "Kiki"},
        {"name": "Rina", "stopped": "yes"},
        {"name": "Joko", "role": ""},
        {"name": "Adi", "role": "admin, supervisor", "stopped": "yes"},
        {"name": "Lala", "role": "officer", "stopped": "yes"},
        {"name": "Momo", "role": "city"},
        {"name": "joko", "role": "officer"},
        {"name": "Pak Kota", "stopped": "perhaps"},
    )  # fmt: skip
    page = tried(adi, data, 422)
    for words in (
        "row 2, Name: Write a name of 1 to 80", "row 3, Roles in this office, with commas: “boss” is no role",
        "row 4, Roles in this office, with commas: Something new needs this",
        "row 5, Stopped (yes or no): You give and take roles only in the offices you administer",
        "row 6, Roles in this office, with commas: They would hold no role anywhere",
        "row 7, Roles in this office, with commas: Nobody gives themselves a role",
        "row 7, Stopped (yes or no): Nobody does this to themselves",
        "row 8, Stopped (yes or no): Nobody is called this yet", "row 9, Roles in this office, with commas: “city” is",
        "row 10, Name: Joko stands in the file twice", "row 11, Stopped (yes or no): Write yes or no.",
    ):  # fmt: skip
        assert words in page, words
    assert "carry-out" not in page
    rows = rows_of({"name": "Siti", "role": "officer"}, {"name": "Momo", "role": "boss"})
    plan = importing.plan(kota, hall.branch_id, rows)
    with pytest.raises(FileUnusable):
        importing.carry_out(kota, hall.branch_id, rows, digest_of(plan))
    assert not db.session.scalar(select(Staff).where(Staff.name == "Siti"))


def test_it_is_refused_when_somebody_was_changed_in_between(adi: Browser, hall: Hall) -> None:
    kota, rina = hall.employ("Pak Kota", Role.ADMIN, None), hall.employ("Rina")
    page = tried(adi, table({"name": "Siti", "role": "officer"}, {"name": "Rina", "role": "supervisor"}))
    managing.set_roles(kota, rina, {Held(Role.AUDITOR, hall.branch_id)})
    assert "Something was changed here since" in agreed(adi, page, 409)
    page = tried(adi, table({"name": "Siti", "role": "officer"}))
    managing.add(kota, "Siti", {Held(Role.OFFICER)})
    agreed(adi, page, 409)
    made(adi, tried(adi, table({"name": "Tuti", "role": "officer"})))
    with pytest.raises(PlanIsOld):
        importing.carry_out(kota, hall.branch_id, rows_of({"name": "Ujang", "role": "officer"}), "another plan")


def test_the_last_administrator_of_all_offices_is_stopped_by_no_file(hall: Hall) -> None:
    hall.employ("Pak Kota", Role.ADMIN, None)
    city = hall.employ("Bu Kota", Role.CITY, None)
    rows = rows_of({"name": "Siti", "role": "officer"}, {"name": "Pak Kota", "stopped": "yes"})
    shown = digest_of(importing.plan(city, hall.branch_id, rows))
    with pytest.raises(PersonUnusable) as refused:
        importing.carry_out(city, hall.branch_id, rows, shown, {"Siti": ("told once", "its hash")})
    assert refused.value.facts["why"] == "last_admin"
    assert person("Pak Kota").is_active and not db.session.scalar(select(Staff).where(Staff.name == "Siti"))


def test_a_role_nobody_gives_in_an_office_is_no_mistake_while_it_stays(adi: Browser, hall: Hall) -> None:
    also(hall.employ("Bu Kota", Role.CITY, "karawaci"), Role.AUDITOR, hall.branch_id)
    assert "the file changes nothing" in tried(adi, taken_out(adi, "staff.csv"))


def test_whoever_is_stopped_by_a_file_is_signed_out(app: Flask, adi: Browser, hall: Hall) -> None:
    rina = hall.employ("Rina")
    browser = Browser(app)
    browser.sign_in("Rina")
    agreed(adi, tried(adi, table({"name": "Rina", "stopped": "yes"})), 303)
    assert not db.session.scalar(select(SignIn).where(SignIn.staff_id == rina))
    browser.get("/counter/", 302)


def test_a_whole_citys_people_come_in_while_a_page_shows_how_far_it_is(adi: Browser, hall: Hall) -> None:
    people = [{"name": f"Petugas {number}", "role": "officer"} for number in range(60)]
    page = agreed(adi, tried(adi, table(*people)))
    assert f"{PAGE}/staff/passwords" in page
    assert re.search(r"Passwords are being made: \d+ of 60", adi.get(f"{PAGE}/staff/passwords?lang=en"))
    assert "You have begun an import with 60 new people" in adi.get(f"{PAGE}?lang=en")
    assert adi.post(f"{PAGE}/staff/make", 303) and not db.session.scalar(select(Staff).where(Staff.name == "Petugas 0"))
    assert "The passwords of 60 new people are ready" in ready(adi)
    assert adi.post(f"{PAGE}/staff/make?lang=en", 200).count("<code>") == 60
    assert len({person(each["name"]).password_hash for each in people[:5]}) == 5
    assert "No passwords are being made" in adi.get(f"{PAGE}/staff/passwords?lang=en")
    adi.post(f"{PAGE}/staff/make", 303)
    assert audit_check.first_wrong() is None


def test_whoever_stops_it_has_changed_nothing(adi: Browser, hall: Hall) -> None:
    agreed(adi, tried(adi, table(*({"name": f"Petugas {number}", "role": "officer"} for number in range(40)))))
    adi.get(f"{PAGE}/staff/passwords")
    adi.post(f"{PAGE}/staff/passwords/stop", 303)
    assert "No passwords are being made" in adi.get(f"{PAGE}/staff/passwords?lang=en")
    assert not db.session.scalar(select(Staff).where(Staff.name.startswith("Petugas ")))


def test_what_somebody_else_changes_meanwhile_stops_all_of_it(adi: Browser, hall: Hall) -> None:
    kota = hall.employ("Pak Kota", Role.ADMIN, None)
    agreed(adi, tried(adi, table({"name": "Siti", "role": "officer"}, {"name": "Tuti", "role": "officer"})))
    ready(adi)
    managing.add(kota, "tuti", {Held(Role.OFFICER, hall.branch_id)})
    adi.post(f"{PAGE}/staff/make", 409)
    assert not db.session.scalar(select(Staff).where(Staff.name == "Siti"))


def test_nobody_sees_the_passwords_that_another_has_begun(app: Flask, adi: Browser, hall: Hall) -> None:
    hall.employ("Bu Admin", Role.ADMIN)
    bu = Browser(app)
    bu.sign_in("Bu Admin")
    agreed(adi, tried(adi, table({"name": "Siti", "role": "officer"})))
    ready(adi)
    assert "No passwords are being made" in bu.get(f"{PAGE}/staff/passwords?lang=en")
    assert "<code>" not in bu.post(f"{PAGE}/staff/make", 303)


def test_passwords_that_nobody_comes_for_are_forgotten(adi: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "WAITS_FOR", 0.2)
    agreed(adi, tried(adi, table({"name": "Siti", "role": "officer"})))
    until = clock.monotonic() + 20
    while "No passwords are being made" not in adi.get(f"{PAGE}/staff/passwords?lang=en"):
        assert clock.monotonic() < until
        clock.sleep(0.05)


def test_a_thousand_people_are_a_file_and_more_are_not(adi: Browser) -> None:
    people = [{"name": f"Petugas {number}", "role": "officer"} for number in range(MOST_PEOPLE + 1)]
    assert f"at most 1 MB and {MOST_PEOPLE} rows" in tried(adi, table(*people), 422)
    page = tried(adi, table(*people[:-1]))
    assert f"(New people, each with a one-time password ({MOST_PEOPLE})"[1:] in page


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OFFICER, Role.AUDITOR])
def test_only_an_administrator_of_this_office_takes_a_list_in(
    app: Flask, hall: Hall, cibodas: int, role: Role, time: TurnableClock
) -> None:
    hall.employ("Budi", role)
    also(hall.employ("Bu Cibodas", Role.ADMIN, "cibodas"), Role.SUPERVISOR, hall.branch_id)
    for name in ("Budi", "Bu Cibodas"):
        browser = Browser(app)
        browser.sign_in(name)
        browser.get("/account")
        for path in ("try", "carry-out", "make", "passwords/stop"):
            status, _text = browser.try_to_post(f"{PAGE}/staff/{path}", rows="[]", shown="")
            assert status == 403


def test_a_row_sent_by_hand_is_no_way_around_the_rules(adi: Browser, hall: Hall) -> None:
    adi.get(PAGE)
    for rows in ("", "[1]", '[["queues", 2, {"letter": "A"}]]', '[["staff", 2, {"password_hash": "x"}]]'):
        assert adi.try_to_post(f"{PAGE}/staff/carry-out", rows=rows, shown="")[0] == 422
    rows, wrong = files.read(table({"name": "=1+1", "role": "officer"}), (STAFF,))
    assert rows and not wrong
    assert files.written({STAFF: [dict(rows[0].cells)]}, COLUMNS, "csv").decode().endswith("'=1+1;officer;\r\n")


def test_a_list_is_taken_back_by_stopping_whom_it_made(app: Flask, adi: Browser, hall: Hall) -> None:
    kota = hall.employ("Pak Kota", Role.ADMIN, None)
    hall.employ("Rina")
    wati, joko = hall.employ("Wati"), hall.employ("Joko")
    managing.stop(kota, wati)
    data = table(
        {"name": "Siti", "role": "officer"},
        {"name": "Tuti", "role": "officer"},
        {"name": "Rina", "role": "supervisor"},
        {"name": "Wati", "stopped": "no"},
        {"name": "Joko", "role": "auditor"},
    )
    told = made(adi, tried(adi, data))
    password = re.search(r"Tuti</b>.*?<code>(.*?)</code>", told, re.DOTALL)
    tuti = Browser(app)
    tuti.get("/login")
    assert password
    tuti.post("/login", 302, name="Tuti", password=password[1])
    managing.set_roles(kota, joko, {Held(Role.OFFICER, hall.branch_id), Held(Role.AUDITOR, hall.branch_id)})
    page = undone(adi, "/staff")
    assert "Left alone (2)" in page and "Has signed in since" in page and "Was changed since" in page
    assert not person("Siti").is_active and not person("Wati").is_active and person("Tuti").is_active
    assert person("Rina").roles.held == {Held(Role.OFFICER, hall.branch_id)}
    assert len(person("Joko").roles.held) == 2
    undone(adi, "/staff")
    assert person("Siti").is_active and person("Rina").roles.held == {Held(Role.SUPERVISOR, hall.branch_id)}
    assert audit_check.first_wrong() is None


NAMES = st.sampled_from(["Rina", "Joko", "Siti", "Tuti"])
CELLS = st.fixed_dictionaries({"role": CELL, "stopped": st.sampled_from(["yes", "no"])})
PEOPLE = st.dictionaries(NAMES, CELLS, max_size=4)


@given(PEOPLE, PEOPLE)
def test_taking_back_a_plan_gives_the_table_there_was(
    now: dict[str, dict[str, str]], wanted: dict[str, dict[str, str]]
) -> None:
    plan = plan_of(
        (Row(STAFF, at, {"name": name} | cells) for at, (name, cells) in enumerate(wanted.items(), 2)), {STAFF: now}
    )
    after = {STAFF: after_all(plan, {STAFF: now})[STAFF]}
    found = back(plan.changes, after)
    assert not found.left
    again = after_all(plan_of(found.rows, after), after)[STAFF]
    for name, cells in again.items():
        if name in now:
            assert {column: cells[column] for column in ("role", "stopped")} == now[name]
        else:
            assert cells["stopped"] == "yes"
