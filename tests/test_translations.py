"""Every word on a screen exists in Indonesian."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "app/translations/id/LC_MESSAGES/messages.po"


def _said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def test_no_translation_is_missing_or_left_over(tmp_path: Path) -> None:
    found = tmp_path / "messages.pot"
    extract = ["-q", "extract", "-F", "babel.cfg", "-k", "_l", "-k", "ngettext:1,2", "-o", str(found), "."]
    subprocess.run([Path(sys.executable).with_name("pybabel"), *extract], cwd=ROOT, check=True)
    with found.open("rb") as template, CATALOGUE.open("rb") as catalogue:
        wanted = {message.id for message in read_po(template) if message.id}
        have = {message.id: message for message in read_po(catalogue, locale="id") if message.id}
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


def test_translations_keep_every_placeholder() -> None:
    with CATALOGUE.open("rb") as catalogue:
        for message in read_po(catalogue, locale="id"):
            assert [str(error) for error in message.check()] == []


def test_the_spelling_is_that_of_the_dictionary() -> None:
    text = CATALOGUE.read_text().lower()
    for wrong in ("antrian", "nomer", "silahkan", "merubah", "ijin "):
        assert wrong not in text
