"""The board's pages and what they are told to say."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Flask

from app.queueing import offering, reading
from app.queueing.ruling.boards import add_board, set_board
from app.rules.board import MAIN, STANDARD, BoardRules, Kind
from queue_display.speech import call
from tests.browser_of import Browser
from tests.people import Hall


def said(hall: Hall, ticket: str, counter: str, **more: str) -> dict[str, object]:
    query = "&".join(f"{name}={value}" for name, value in ({"ticket": ticket, "counter": counter} | more).items())
    told: dict[str, object] = json.loads(Browser(hall.app).get(f"/display/karawaci/announcement?{query}"))
    return told


def test_a_counter_the_voice_cannot_name_has_its_sentence_all_the_same(hall: Hall) -> None:
    told = said(hall, "A-012", "VIP")
    assert told["caption"] == "Nomor antrean A-012, silakan menuju loket VIP"
    assert told["clips"] == ["chime", "nomor-antrean", "huruf-a", "nol", "satu", "dua"]


def test_a_call_in_short_leaves_out_all_but_number_and_counter() -> None:
    assert call("A-012", "3B").short == ("huruf-a", "nol", "satu", "dua", "loket", "tiga", "huruf-b")
    assert call("A-012", "VIP").short == ("chime", "huruf-a", "nol", "satu", "dua")
    assert call("?", "?").clips == ("chime",)


def test_a_board_speaks_in_its_own_style_with_its_own_pause(hall: Hall) -> None:
    set_board(hall.branch_id, MAIN, replace(STANDARD, name="Papan", style="number", pause=800))
    told = said(hall, "A-012", "3")
    assert told["caption"] == "Nomor antrean, A, dua belas, silakan menuju loket tiga"
    assert "pause-800" in list(told["clips"])  # type: ignore[call-overload]


def test_a_board_says_each_call_in_its_languages_in_turn(hall: Hall) -> None:
    set_board(hall.branch_id, MAIN, replace(STANDARD, voices=("en", "id")))
    told = said(hall, "B-001", "3")
    assert told["caption"] == "Number B zero zero one, please go to counter three"
    (then,) = list(told["then"])  # type: ignore[call-overload]
    assert (then["language"], then["clips"][1]) == ("id", "nomor-antrean")
    page = Browser(hall.app).get("/display/karawaci")
    assert "static/voice/en/" in page and "static/voice/su/" not in page


def test_each_board_has_its_own_page_and_others_are_not_there(hall: Hall) -> None:
    add_board(hall.branch_id, "loket-5", BoardRules(name="Loket 5", kind=Kind.COUNTER, counters=("5",)))
    browser = Browser(hall.app)
    assert 'data-board="loket-5"' in browser.get("/display/karawaci/loket-5")
    assert 'data-board="hall"' in browser.get("/display/karawaci")
    browser.get("/display/karawaci/loket-6", 404)


def test_a_board_tells_where_illegal_fees_are_reported(hall: Hall) -> None:
    set_board(hall.branch_id, MAIN, replace(STANDARD, name="Papan", report_line="Inspektorat 0812-3456"))
    assert Browser(hall.app).get("/display/karawaci").count("Inspektorat 0812-3456") == 2


def test_a_board_does_not_welcome_where_no_service_gives_numbers(hall: Hall) -> None:
    add_board(hall.branch_id, "lantai-2", BoardRules(name="Lantai 2", letters=("B",)))
    services = list(reading.office("karawaci").services)

    def idle(board: str = "", language: str = "id") -> str:
        page = Browser(hall.app).get(f"/display/karawaci{board}?lang={language}")
        return page[page.index('id="idle"') : page.index('id="call"')]

    for code in services[:-1]:
        offering.close_service(hall.branch_id, code, "Blangko habis")
    assert "Selamat datang" in idle()
    assert "Semua layanan di sini ditutup hari ini: Blangko habis." in idle("/lantai-2")
    offering.close_service(hall.branch_id, services[-1], "Blangko habis")
    assert "Selamat datang" not in idle()
    assert "Kantor tutup hari ini: Blangko habis." in idle()
    offering.close_service(hall.branch_id, services[-1], "Listrik padam")
    assert "For now no numbers are given. The kiosk says why for each service." in idle(language="en")
    offering.open_service(hall.branch_id, services[0])
    assert "Selamat datang" in idle()


def test_the_preview_in_the_set_up_is_silent(app: Flask, hall: Hall) -> None:
    page = Browser(app).get("/display/karawaci?preview=1")
    assert "&#34;speaks&#34;: false" in page
