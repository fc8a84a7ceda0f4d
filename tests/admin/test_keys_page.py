"""Keys of the API in the browser: shown once, for one's own office, and revoked."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app import api_keys
from app.db import db, transaction
from app.models import ApiKey, Branch, Role
from tests.api.conftest import Program
from tests.browser_of import Browser
from tests.people import Hall


@pytest.fixture
def boss(app: Flask, hall: Hall) -> Browser:
    """The administrator of Karawaci."""
    with transaction() as session:
        session.add(Branch(code="cibodas", name="Kecamatan Cibodas"))
    hall.employ("Dewi", Role.ADMIN)
    browser = Browser(app)
    browser.sign_in("Dewi")
    return browser


def form(**more: str) -> dict[str, str]:
    return {"name": "Dasbor", "office": "karawaci", "scope": "read", "days": "30"} | more


def test_a_key_is_shown_once_and_works(app: Flask, boss: Browser) -> None:
    boss.get("/admin/keys")
    page = boss.post("/admin/keys", 200, **form())
    found = re.search(r'id="made">(gil_[\w-]+)<', page)
    assert found
    db.session.rollback()
    program = Program(app, found[1])
    assert program.gets("/branches").status_code == 200
    assert program.posts("/branches/karawaci/tickets", "k", service="A-KTPR").status_code == 403
    assert found[1] not in boss.get("/admin/keys")
    db.session.rollback()
    row = db.session.scalars(select(ApiKey)).one()
    assert (row.may_act, row.expires_at is None, row.last_used_at is None) == (False, False, False)
    boss.post(f"/admin/keys/{row.id}/revoke", 303)
    db.session.rollback()
    assert program.gets("/branches").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"office": ""},
        {"office": "cibodas"},
        {"days": "0"},
        {"scope": "everything"},
        {"name": " "},
        {"name": "a\tb\x00"},
    ],
)
def test_an_office_makes_no_key_beyond_itself_nor_without_an_end(
    app: Flask, boss: Browser, wrong: dict[str, str]
) -> None:
    boss.get("/admin/keys")
    status, _text = boss.try_to_post("/admin/keys", **form(**wrong))
    assert status in (400, 422)
    db.session.rollback()
    assert not db.session.scalars(select(ApiKey)).all()


def test_an_office_neither_sees_nor_revokes_the_keys_of_others(app: Flask, boss: Browser) -> None:
    api_keys.create("Milik Cibodas", "cibodas")
    api_keys.create("Milik kota")
    page = boss.get("/admin/keys")
    assert "Milik" not in page
    for key_id in db.session.scalars(select(ApiKey.id)).all():
        assert boss.try_to_post(f"/admin/keys/{key_id}/revoke")[0] == 403
    assert boss.try_to_post("/admin/keys/9999/revoke")[0] == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.CITY, Role.AUDITOR])
def test_only_administrators_make_keys(app: Flask, hall: Hall, role: Role) -> None:
    hall.employ("Sari", role)
    browser = Browser(app)
    browser.sign_in("Sari")
    browser.get("/admin/keys", 403)
    assert browser.try_to_post("/admin/keys", **form())[0] == 403
