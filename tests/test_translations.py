"""Every word on a screen exists in Indonesian, and what citizens read in Sundanese and Javanese too."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import gettext
from sqlalchemy import select

from app.db import db
from app.language import FOR_CITIZENS
from app.models import Ticket
from app.rules.texts import LANGUAGES
from tests.browser_of import Browser
from tests.people import Hall

ROOT = Path(__file__).resolve().parent.parent
READ_BY = {"id": "babel.cfg", "su": "babel-citizen.cfg", "jv": "babel-citizen.cfg"}
"""Whose words each catalogue holds."""


def catalogue(language: str) -> Path:
    return ROOT / f"app/translations/{language}/LC_MESSAGES/messages.po"


def _said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


@pytest.mark.parametrize("language", READ_BY)
def test_no_translation_is_missing_or_left_over(language: str, tmp_path: Path) -> None:
    found = tmp_path / "messages.pot"
    extract = ["-q", "extract", "-F", READ_BY[language], "-k", "_l", "-k", "ngettext:1,2", "-o", str(found), "."]
    subprocess.run([Path(sys.executable).with_name("pybabel"), *extract], cwd=ROOT, check=True)
    with found.open("rb") as template, catalogue(language).open("rb") as words:
        wanted = {message.id for message in read_po(template) if message.id}
        have = {message.id: message for message in read_po(words, locale=language) if message.id}
    assert wanted - set(have) == set(), "not in the catalogue: run `make messages` and translate"
    assert set(have) - wanted == set(), "in the catalogue, but on no screen"
    assert [message.id for message in have.values() if not _said(message)] == []


def test_no_words_hide_where_the_collector_does_not_look() -> None:
    # Before Python 3.12 an f-string is one token to it, and a call in there goes unseen.
    hidden = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for package in ("app", "kiosk", "queue_display")
        for file in (ROOT / package).rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and "gettext" in call.func.id
    ]
    assert hidden == []


@pytest.mark.parametrize("language", READ_BY)
def test_translations_keep_every_placeholder(language: str) -> None:
    with catalogue(language).open("rb") as words:
        for message in read_po(words, locale=language):
            assert [str(error) for error in message.check()] == []


def test_the_spelling_is_that_of_the_dictionary() -> None:
    text = catalogue("id").read_text().lower()
    for wrong in ("antrian", "nomer", "silahkan", "merubah", "ijin "):
        assert wrong not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citizen_reads_kiosk_and_slip_in_each_language(app: Flask, hall: Hall, language: str) -> None:
    kiosk = Browser(app)
    page = kiosk.get(f"/kiosk/karawaci?lang={language}")
    assert f'lang="{language}"' in page and all(name in page for name in LANGUAGES.values())
    kiosk.post(f"/kiosk/karawaci/tickets?lang={language}", 201, service="A-KTPR", key="k")
    db.session.rollback()
    assert db.session.scalars(select(Ticket.language)).all() == [language]


def test_what_staff_read_is_never_in_a_language_for_citizens(app: Flask, hall: Hall) -> None:
    page = Browser(app).get("/login?lang=su")
    assert '<html lang="id"' in page and "Basa Sunda" not in page


def test_what_is_not_said_in_sundanese_yet_is_said_in_indonesian(app: Flask) -> None:
    with app.test_request_context("/kiosk/karawaci?lang=su"):
        assert gettext("Sign out") == "Keluar"


def test_the_pages_for_citizens_are_pages_of_this_application(app: Flask) -> None:
    assert set(app.blueprints) >= FOR_CITIZENS


@pytest.mark.parametrize(("language", "day", "month"), [("su", "Kemis", "Nopémber"), ("jv", "Ahad", "Desember")])
def test_screens_name_days_and_months_in_the_citizens_language(
    app: Flask, hall: Hall, language: str, day: str, month: str
) -> None:
    for screen in ("/kiosk/karawaci", "/display/karawaci"):
        page = Browser(app).get(f"{screen}?lang={language}")
        assert day in page and month in page
        assert "data-days" not in Browser(app).get(screen)
