"""Whoever looks after people: what they may give, and what nobody may take."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app import audit_check
from app.db import db
from app.errors import NotYours
from app.models import AuditEntry, Branch, Role, Staff
from app.people import managing
from app.people.errors import PersonUnusable
from app.rules.authority import LOOKS_AFTER_PEOPLE, Held, NotGiven, Roles, refusal_of
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.staff.conftest import also

HELD = st.builds(Held, st.sampled_from(Role), st.sampled_from([None, 1, 2]))
ROLES = st.builds(Roles, st.frozensets(HELD, max_size=5))


@given(giver=ROLES, before=ROLES, after=ROLES)
def test_nobody_gives_or_takes_where_they_look_after_nobody(giver: Roles, before: Roles, after: Roles) -> None:
    if refusal_of(giver, before, after, oneself=False) is None:
        for each in before.held ^ after.held:
            assert giver.include_in(each.branch_id, *LOOKS_AFTER_PEOPLE)
            assert each.role != Role.CITY or giver.include_in(None, *LOOKS_AFTER_PEOPLE)


@given(giver=ROLES, after=ROLES)
def test_nobody_raises_themselves_or_gives_up_their_last_right(giver: Roles, after: Roles) -> None:
    if refusal_of(giver, giver, after, oneself=True) is None:
        assert after.held <= giver.held and after.include(*LOOKS_AFTER_PEOPLE)


@pytest.fixture
def admin(hall: Hall) -> int:
    """The administrator of all offices."""
    return hall.employ("Pak Admin", Role.ADMIN, None)


def why(refused: pytest.ExceptionInfo[PersonUnusable]) -> str:
    return refused.value.facts["why"]


def test_the_last_administrator_of_all_offices_stays_one(hall: Hall, admin: int) -> None:
    second = hall.employ("Bu Kota", Role.CITY, None)
    with pytest.raises(PersonUnusable) as refused:
        managing.set_roles(second, admin, {Held(Role.SUPERVISOR, hall.branch_id)})
    assert why(refused) == "last_admin"
    with pytest.raises(PersonUnusable) as refused:
        managing.stop(second, admin)
    assert why(refused) == "last_admin"
    with pytest.raises(PersonUnusable) as refused:
        managing.set_roles(admin, admin, {Held(Role.AUDITOR)})
    assert why(refused) == NotGiven.RAISES_ONESELF
    assert db.session.get_one(Staff, admin).is_active
    managing.add(second, "Pak Baru", {Held(Role.ADMIN)})
    managing.stop(second, admin)


def test_an_administrator_of_one_office_reaches_nobody_beyond_it(hall: Hall, admin: int, cibodas: int) -> None:
    here = hall.employ("Bu Admin", Role.ADMIN)
    rina = hall.employ("Rina")
    also(rina, Role.OFFICER, cibodas)
    elsewhere = managing.add(admin, "Dewi", {Held(Role.OFFICER, cibodas)}).staff_id
    for beyond in (Held(Role.ADMIN), Held(Role.OFFICER, cibodas), Held(Role.CITY, hall.branch_id)):
        with pytest.raises(PersonUnusable):
            managing.add(here, "Siapa", {beyond})
    with pytest.raises(NotYours):
        managing.set_roles(here, elsewhere, {Held(Role.OFFICER, hall.branch_id)})
    with pytest.raises(PersonUnusable):  # a password of hers would open Cibodas too
        managing.new_password(here, rina)
    managing.set_roles(here, rina, {Held(Role.SUPERVISOR, hall.branch_id)})
    db.session.rollback()
    held = db.session.get_one(Staff, rina).roles.held
    assert held == {Held(Role.SUPERVISOR, hall.branch_id), Held(Role.OFFICER, cibodas)}


def test_what_is_done_to_accounts_stands_in_the_audit_log_without_a_password(hall: Hall, admin: int) -> None:
    added = managing.add(admin, "Rina", {Held(Role.OFFICER, hall.branch_id)})
    managing.set_roles(admin, added.staff_id, {Held(Role.SUPERVISOR, hall.branch_id)})
    again = managing.new_password(admin, added.staff_id)
    managing.stop(admin, added.staff_id)
    managing.admit(admin, added.staff_id)
    db.session.rollback()
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [row.action for row in rows][-5:] == [
        "staff.created", "staff.role_given", "staff.password_reset", "staff.stopped", "staff.admitted",
    ]  # fmt: skip
    said = " ".join(str(row.words) for row in rows)
    assert added.password not in said and again.password not in said and "supervisor @ karawaci" in said
    assert audit_check.first_wrong() is None


def test_an_administrator_adds_rina_in_the_browser_and_the_password_is_told_once(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    hall.employ("Bu Admin", Role.ADMIN)
    bu = Browser(app)
    bu.sign_in("Bu Admin")
    assert "Tambah orang" in bu.get("/admin/people")
    bu.get("/admin/people/new")
    assert "Centang sedikitnya satu peran" in bu.post("/admin/people/new", 422, name="Rina")
    assert "aria-invalid" in bu.post("/admin/people/new", 422, name="", role=f"officer:{hall.branch_id}")
    told = bu.post("/admin/people/new", 200, name="Rina Kusuma", role=f"officer:{hall.branch_id}")
    assert "Kata sandi sekali pakai untuk Rina Kusuma" in told
    db.session.rollback()
    rina = db.session.scalars(select(Staff).where(Staff.name == "Rina Kusuma")).one()
    page = bu.get(f"/admin/people/{rina.id}")
    assert "Masih memakai kata sandi sekali pakai" in page and "officer @ karawaci" in page
    assert "Rina Kusuma" in bu.get("/admin/people?q=kus") and "Rina Kusuma" not in bu.get("/admin/people?q=budi")
    # What is not offered cannot be sent either.
    assert "hanya di kantor" in bu.post(f"/admin/people/{rina.id}/roles", 422, role="admin")
    bu.post(f"/admin/people/{rina.id}/roles", 303, role=f"supervisor:{hall.branch_id}")
    assert "Peran tersimpan" in bu.get(f"/admin/people/{rina.id}?done=roles")
    bu.post(f"/admin/people/{rina.id}/stop", 303)
    assert "Dihentikan" in bu.get("/admin/people")


def test_supervisors_and_other_offices_have_nothing_to_do_here(app: Flask, hall: Hall, cibodas: int) -> None:
    dewi = hall.employ("Dewi", Role.OFFICER, "cibodas")
    hall.employ("Budi", Role.SUPERVISOR)
    hall.employ("Bu Admin", Role.ADMIN)
    budi, bu = Browser(app), Browser(app)
    budi.sign_in("Budi")
    budi.get("/admin/people", 403)
    bu.sign_in("Bu Admin")
    assert "Dewi" not in bu.get("/admin/people")
    bu.get(f"/admin/people/{dewi}", 403)
    for verb in ("roles", "new-password", "stop", "admit", "lift"):
        assert bu.try_to_post(f"/admin/people/{dewi}/{verb}", role=f"officer:{hall.branch_id}")[0] == 403
    assert db.session.get_one(Branch, cibodas).code == "cibodas"


def test_two_who_change_the_same_roles_are_told_and_what_the_first_took_is_not_given_back(
    app: Flask, hall: Hall, admin: int, cibodas: int, time: TurnableClock
) -> None:
    joko = managing.add(admin, "Joko", {Held(Role.ADMIN, hall.branch_id), Held(Role.OFFICER, cibodas)}).staff_id
    hall.employ("Bu Admin", Role.ADMIN)
    bu = Browser(app)
    bu.sign_in("Bu Admin")
    page = bu.get(f"/admin/people/{joko}")
    seen = re.search(r'name="seen" value="(.*?)"', page)
    assert seen and seen[1] == f"admin:{hall.branch_id}", "what she does not look after is none of her business"
    managing.set_roles(admin, joko, {Held(Role.OFFICER, hall.branch_id), Held(Role.OFFICER, cibodas)})
    both = [f"admin:{hall.branch_id}", f"supervisor:{hall.branch_id}"]
    told = bu.post(f"/admin/people/{joko}/roles", 422, role=both, seen=seen[1])  # type: ignore[arg-type]
    assert "diubah orang lain" in told
    ticked = re.findall(r'value="(\w+:\d+)" checked', told)
    assert ticked == [f"officer:{hall.branch_id}"], "as it is now, not as she had it"
    db.session.rollback()
    assert Held(Role.ADMIN, hall.branch_id) not in db.session.get_one(Staff, joko).roles.held
    again = re.search(r'name="seen" value="(.*?)"', told)
    assert again
    bu.post(f"/admin/people/{joko}/roles", 303, role=f"supervisor:{hall.branch_id}", seen=again[1])
