"""On every page, times of day are written as its language writes them: 08.15, but 08:15 in English."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.rules.texts import LANGUAGES
from tests.routes.world import Actor, World

UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>", re.S)
SHOWN_IN_FIELDS = re.compile(r'(?:value|placeholder|title)="([^"]*)"')
COLON = re.compile(r"(?<![\d:])\d\d:\d\d(?![\d:])")
POINT = re.compile(r"(?<![\d.])(?:[01]\d|2[0-3])\.[0-5]\d(?![\d.])")


def _shown(page: str) -> str:
    # A gap where a tag was, so that what stands beside each other is not read as one.
    return unescape("\n".join((*SHOWN_IN_FIELDS.findall(page), UNSEEN.sub("\n", page))))


def _pages_of(world: World, actor: Actor, language: str) -> list[tuple[str, str]]:
    paths = [world.path(rule) for rule, method in world.rules() if method == "GET"]
    answers = [(path, actor.ask("GET", f"{path}?lang={language}")) for path in paths]
    return [
        (path, answer.text) for path, answer in answers if answer.mimetype == "text/html" and answer.status_code < 300
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_times_are_written_as_the_language_writes_them(world: World, language: str) -> None:
    world.restore()
    right, wrong = (COLON, POINT) if language == "en" else (POINT, COLON)
    readers = (
        ("admin of all", "nobody", "kiosk of karawaci") if language in ("id", "en") else ("nobody", "kiosk of karawaci")
    )
    pages = [page for name in readers for page in _pages_of(world, world.actors[name], language)]
    assert [path for path, page in pages if right.search(_shown(page))], "no page shows any time"
    assert [(path, found) for path, page in pages if (found := wrong.findall(_shown(page)))] == []
