"""The pages of the office's own voice."""

from __future__ import annotations

import html
from io import BytesIO

from flask import Flask
from werkzeug.test import TestResponse

from app.models import Role
from tests.browser_of import Browser
from tests.people import Hall
from tests.sounds import recording

PAGE = "/admin/karawaci/voice"


def sends(who: Browser, file: bytes, clip: str = "id/nol", **headers: str) -> TestResponse:
    return who.client.post(
        f"{PAGE}/{clip}",
        data={"file": (BytesIO(file), "rekaman.wav"), "csrf_token": who.token},
        base_url=who.origin,
        headers={"Referer": who.origin} | headers,
    )


def test_a_recording_is_played_by_the_board_and_taken_back(app: Flask, budi: Browser) -> None:
    assert "0 dari 69" in budi.get(PAGE)
    row = sends(budi, recording(), **{"HX-Request": "true"}).text
    assert 'data-progress="1"' in row and "<html" not in row
    assert "1 dari 69" in budi.get(PAGE)
    board = Browser(app)
    page = html.unescape(board.get("/display/karawaci"))
    own = page.partition('"own": {"nol": "')[2].partition('"')[0]
    sound = board.client.get(own)
    assert sound.data == recording() and "31536000" in sound.headers["Cache-Control"]
    assert board.client.get(own, headers={"Range": "bytes=0-3"}).data == b"RIFF"
    budi.post(f"{PAGE}/id/nol/reset", 303)
    assert '"own": {}' in html.unescape(board.get("/display/karawaci"))
    assert board._ask("GET", own, {}).status_code == 404


def test_without_a_script_the_page_itself_answers(budi: Browser) -> None:
    assert sends(budi, recording()).status_code == 303
    refused = sends(budi, b"nothing")
    assert refused.status_code == 422 and "bukan suara" in refused.text


def test_what_cannot_be_said_is_told_in_the_studio(budi: Browser) -> None:
    answer = sends(budi, recording(seconds=9), **{"HX-Request": "true"})
    assert answer.status_code == 422 and "8 detik" in answer.text and "<html" not in answer.text
    assert sends(budi, recording(), "id/../x").status_code == 404
    budi.get(f"{PAGE}/nl", 404)


def test_who_does_not_set_up_lends_no_voice(app: Flask, hall: Hall, budi: Browser) -> None:
    hall.employ("Rina", Role.OFFICER)
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get(PAGE, 403)
    assert sends(rina, recording()).status_code == 403
    stranger = Browser(app)
    stranger.get("/login")
    assert sends(stranger, recording()).status_code in (302, 401)


def test_a_language_without_a_speaker_is_called_provisional(budi: Browser) -> None:
    assert budi.get("/admin/karawaci/boards/hall").count("sementara dibaca suara Indonesia") == 8
    assert "dibaca suara Indonesia" in budi.get(f"{PAGE}/su")
    assert "dibaca suara Indonesia" not in budi.get(f"{PAGE}/en")


def test_a_main_board_that_is_saved_as_it_was_is_not_told_to_have_a_name(budi: Browser, hall: Hall) -> None:
    page = budi.get("/admin/karawaci/boards/hall")
    assert 'value="Papan utama"' in page
    board = {
        "name": "Papan utama", "kind": "hall", "shows_waiting": "y", "shows_last": "y", "shows_running": "y",
        "running_pace": "normal", "speaks": "y", "voice_1": "id", "style": "digits", "times": "2", "pause": "500",
        "speed": "100", "volume": "100", "soft_volume": "50", "media_volume": "50",
    } | {f"counter-{number}-way": "ahead" for number in range(1, 9)}  # fmt: skip
    budi.post("/admin/karawaci/boards/hall", 303, **board)
    assert hall.events("branch.rules_changed") == []
    budi.post("/admin/karawaci/boards/hall", 303, **(board | {"voice_2": "en", "quiet_hours": "11.45-12.15"}))
    assert len(hall.events("branch.rules_changed")) == 1
    assert 'value="11.45–12.15"' in budi.get("/admin/karawaci/boards/hall")
