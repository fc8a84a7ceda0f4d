"""Whoever cannot see the kiosk hears it: what its screens say, and nothing that others would like it to say."""

from __future__ import annotations

import shutil
from urllib.parse import urlencode

import pytest
from flask import Flask

from app.guide import voice
from app.queueing import offering, reading
from tests.browser_of import Browser
from tests.people import Hall

has_voice = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")


@pytest.fixture
def kiosk(app: Flask) -> Browser:
    """The kiosk of the demo, on the demo's own machine."""
    opened = Browser(app)
    opened.get("/kiosk/karawaci")
    return opened


def heard(kiosk: Browser, text: str, language: str = "id") -> bytes:
    """The sounds that the kiosk gets for a text, one behind the other; empty when it gets none."""
    return b"".join(fetched(kiosk, address) for address in sounds(kiosk, text, language))


def sounds(kiosk: Browser, text: str, language: str = "id") -> list[str]:
    """Where the sounds for a text are."""
    asked = urlencode({"text": text, "lang": language})
    answer = kiosk.fetch(f"/kiosk/karawaci/speech?{asked}")
    assert answer.status_code == 200
    return list(answer.get_json())


def fetched(kiosk: Browser, address: str) -> bytes:
    answer = kiosk.fetch(address)
    assert answer.status_code == 200 and answer.mimetype.startswith("audio/"), address
    return answer.data


@has_voice
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Selamat datang. Anda perlu apa?", "id"),
        ("Welcome. What do you need?", "en"),
        ("Perekaman KTP-el", "id"),
        ("Kartu Keluarga (KK)", "id"),
        ("Menikah", "su"),
        ("3 orang di depan Anda", "id"),
        ("You are first in this queue", "en"),
        ("Sekitar 10–15 menit", "id"),
        ("Kurang dari 7 menit", "id"),
        ("A", "id"),
    ],
)
def test_what_stands_on_the_screens_is_said(hall: Hall, kiosk: Browser, text: str, language: str) -> None:
    assert len(heard(kiosk, text, language)) > 500


@pytest.mark.parametrize(
    "text", ["", "Beli di toko saya", "Selamat datang. Anda perlu apa? Beli", "99999 orang di depan Anda", "[[h'ai]]"]
)
def test_nobody_lets_the_office_say_words_of_their_own(hall: Hall, kiosk: Browser, text: str) -> None:
    assert heard(kiosk, text) == b""


@has_voice
def test_why_a_service_is_closed_is_said_while_it_is(hall: Hall, kiosk: Browser) -> None:
    offering.close_service(hall.branch_id, "A-KTPC", "blanko habis")
    why = reading.offer(reading.office("karawaci"), "A-KTPC").refusal
    assert why and heard(kiosk, why)
    offering.open_service(hall.branch_id, "A-KTPC")
    assert heard(kiosk, why) == b""


@has_voice
def test_a_text_is_spoken_once_and_kept(hall: Hall, kiosk: Browser) -> None:
    first, second = heard(kiosk, "Menikah"), heard(kiosk, "Menikah")
    assert first == second
    assert len(list((hall.app.config["DATA_DIR"] / "speech").iterdir())) == 1


@has_voice
def test_english_has_another_voice_and_sundanese_is_read_by_the_indonesian_one(hall: Hall, kiosk: Browser) -> None:
    assert heard(kiosk, "A", "en") != heard(kiosk, "A", "id") == heard(kiosk, "A", "su")


def test_a_server_without_a_voice_says_so_plainly(hall: Hall, kiosk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    voice.voice_version.cache_clear()
    page = kiosk.get("/kiosk/karawaci")
    assert heard(kiosk, "Menikah") == b""
    voice.voice_version.cache_clear()
    assert "tidak punya suara" in page and "guide.js" not in page


def test_a_kiosk_that_asks_for_everything_at_once_is_held_back(hall: Hall, kiosk: Browser) -> None:
    answers = [kiosk.fetch("/kiosk/karawaci/speech?text=x").status_code for _ in range(310)]
    assert answers.count(429) >= 5
