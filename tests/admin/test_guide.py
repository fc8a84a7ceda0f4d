"""The pages of the kiosks' spoken guide."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.guide import voice
from app.guide.words import key_of
from app.models import Role
from tests.browser_of import Browser
from tests.kiosk.test_guide import fetched, sounds
from tests.people import Hall
from tests.sounds import recording

PAGE = "/admin/karawaci/guide"
WELCOME = key_of("Selamat datang.")


@pytest.fixture
def no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on which espeak-ng is not installed."""
    monkeypatch.setattr(voice, "voice_version", lambda: "")
    monkeypatch.setattr("app.admin.guide.voice_version", lambda: "")


def sends(who: Browser, file: bytes, clip: str = f"id/kiosk/{WELCOME}", **headers: str) -> TestResponse:
    return who.client.post(
        f"{PAGE}/{clip}",
        data={"file": (BytesIO(file), "rekaman.wav"), "csrf_token": who.token},
        base_url=who.origin,
        headers={"Referer": who.origin} | headers,
    )


@pytest.mark.usefixtures("no_voice")
def test_a_kiosk_without_a_voice_says_what_budi_recorded(app: Flask, budi: Browser) -> None:
    kiosk = Browser(app)
    assert "guide.js" not in kiosk.get("/kiosk/karawaci")
    assert "belum ada suaranya" in budi.get(PAGE)
    row = sends(budi, recording(), **{"HX-Request": "true"}).text
    assert 'data-progress="1"' in row and "<html" not in row
    assert "direkam sendiri" in row
    assert "guide.js" in kiosk.get("/kiosk/karawaci")
    (address,) = sounds(kiosk, "Selamat datang. Anda perlu apa?")
    assert fetched(kiosk, address) == recording()
    budi.post(f"{PAGE}/id/kiosk/{WELCOME}/reset", 303)
    assert sounds(kiosk, "Selamat datang. Anda perlu apa?") == []


@pytest.mark.usefixtures("no_voice")
def test_numbers_are_lent_by_the_boards_voice(app: Flask, budi: Browser) -> None:
    kiosk = Browser(app)
    assert sounds(kiosk, "12 orang di depan Anda") == [], "half of a sentence would mislead"
    assert [each.rpartition("/")[2].partition(".")[0] for each in sounds(kiosk, "A")] == ["huruf-a"]
    sends(budi, recording(), f"id/kiosk/{key_of('orang di depan Anda')}")
    twelve, ahead = sounds(kiosk, "12 orang di depan Anda")
    assert "dua-belas" in twelve and key_of("orang di depan Anda") in ahead
    budi.get("/admin/karawaci/voice")
    own = {"file": (BytesIO(recording(pitch=330)), "x.wav"), "csrf_token": budi.token}
    headers = {"Referer": budi.origin}
    budi.client.post("/admin/karawaci/voice/id/dua-belas", data=own, base_url=budi.origin, headers=headers)
    assert fetched(kiosk, sounds(kiosk, "12 orang di depan Anda")[0]) == recording(pitch=330)


def test_a_queue_s_names_are_listed_with_what_is_recorded_of_them(budi: Browser) -> None:
    sends(budi, recording(), f"id/A/{key_of('Kartu Keluarga (KK)')}")
    page = budi.get(f"{PAGE}/id/A")
    assert "1 dari 21 direkam" in page and "Bukti nikah, lahir, atau cerai" in page
    assert "Population documents" in budi.get(f"{PAGE}/en/A?lang=en")


def test_what_cannot_be_said_is_told_and_nothing_is_kept(budi: Browser) -> None:
    answer = sends(budi, recording(seconds=21, rate=8000), **{"HX-Request": "true"})
    assert answer.status_code == 422 and "20 detik" in answer.text and "<html" not in answer.text
    refused = sends(budi, b"nothing")
    assert refused.status_code == 422 and "bukan suara" in refused.text
    assert sends(budi, recording(), f"id/kiosk/{'0' * 32}").status_code == 404
    for address in ("nl", "id/Q", "nl/made"):
        budi.get(f"{PAGE}/{address}", 404)
    assert re.search(r"\b0 dari \d+ direkam", budi.get(PAGE))


def test_who_does_not_set_up_reads_nothing_aloud(app: Flask, hall: Hall, budi: Browser) -> None:
    hall.employ("Rina", Role.OFFICER)
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get(PAGE, 403)
    assert sends(rina, recording()).status_code == 403


def test_nobody_fetches_other_files_in_place_of_a_sound(app: Flask, budi: Browser) -> None:
    kiosk = Browser(app)
    for path in ("made/..%2Fsecret_key", "made/secret_key", f"made/{'0' * 32}.mp3", f"recorded/id/{'0' * 32}.wav"):
        kiosk.get(f"/kiosk/karawaci/speech/{path}", 404)
