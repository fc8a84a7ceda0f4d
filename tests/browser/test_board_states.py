"""What stands on the board when an office has many queues, calls nobody, calls somebody again, or has closed."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from app.rules.texts import LANGUAGES
from queue_display import speech
from tests.browser.board_of import Office, cut_off, numbers_spoken, quicken
from tests.browser.conftest import TV, OpenScreen, soon, until
from tests.server import RealServer

pytestmark = pytest.mark.browser

LONG_NAME = "Kantor Kecamatan Pangkalan Kerinci Kabupaten Pelalawan"
SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)]
LONGEST = """
(minutes) => {
  const letters = [...document.querySelectorAll("[data-takes]")].map((place) => place.dataset.takes);
  const each = (value) => Object.fromEntries(letters.map((letter) => [letter, value]));
  const stops = { suspended: null, suspended_services: [] };
  window.giliranFrame.take(Object.assign({ waiting: each(188), estimates: each(minutes), open: true }, stops));
  return document.querySelector("[data-takes]").textContent;
}
"""

TIMES_SHOWN = """() => {
  const shown = [...document.querySelectorAll("#waiting li:not([hidden]) .waiting-time")];
  const size = (each) => parseFloat(getComputedStyle(each).fontSize) / Math.min(innerWidth, innerHeight);
  return [shown.map(size), shown.map((each) => each.textContent)];
}"""

NAME_CUT = """names => names.map((name) => [name.scrollWidth - name.clientWidth, name.scrollHeight / name.clientHeight])
  .filter(([wider, higher]) => wider > 0 || higher > 1.1)"""
STAGES = """() => [0, 1].map((page) => {
  document.querySelectorAll("#waiting li").forEach((queue) => (queue.hidden = queue.dataset.page !== String(page)));
  return document.getElementById("now").offsetHeight;
})"""


@pytest.fixture
def office(server: RealServer) -> Office:
    """Counters 1 to 3 are open."""
    office = Office(server)
    office.opens(*"123")
    return office


@pytest.fixture
def board(open_screen: OpenScreen, office: Office) -> Page:
    """The hall's board, in step with the server."""
    return follows(open_screen)


def follows(open_screen: OpenScreen, query: str = "") -> Page:
    board = open_screen(f"/display/karawaci{query}", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    return board


@pytest.mark.parametrize("more", ["GH", "GHJKLM", "GHJKLMNPQR"], ids=len)
def test_however_many_queues_there_are_everything_stands_whole(
    office: Office, open_screen: OpenScreen, more: str
) -> None:
    office.has_more_queues(more)
    office.citizens_come(8)
    for _ in range(6):
        office.calls_and_serves("1")
    board = follows(open_screen)
    expect(board.locator("#waiting li")).to_have_count(6 + len(more))
    quicken(board, 5000)
    office.calls_next("3")
    expect(board.locator("#caption")).not_to_be_empty()
    expect(board.locator("#running")).to_be_visible()
    expect(board.locator("#last li")).to_have_count(6)
    board.evaluate(LONGEST, 58)
    for width, height in SIZES:
        board.set_viewport_size({"width": width, "height": height})
        board.wait_for_timeout(300)  # the call arrives in motion
        soon(board, lambda: cut_off(board), [])
    office.suspends()
    expect(board.locator("#stopped")).to_be_visible()
    for width, height in SIZES:
        board.set_viewport_size({"width": width, "height": height})
        assert cut_off(board) == [], (width, height)


@pytest.mark.parametrize("calls", [4, 21])
def test_of_many_calls_no_row_is_lower_than_its_words_and_whoever_has_no_row_is_counted(
    office: Office, open_screen: OpenScreen, calls: int
) -> None:
    office.has_more_queues("GHJKLM")
    office.citizens_come(4 + calls)
    for _ in range(4):
        office.calls_and_serves("1")
    board = follows(open_screen)
    quicken(board, 60_000)
    for turn in range(calls):
        office.calls_and_serves("123"[turn % 3])
    expect(board.locator("#coming")).to_contain_text("A-007")
    for stopped in (False, True):
        if stopped:
            office.suspends()
            expect(board.locator("#stopped")).to_be_visible()
        for width, height in SIZES:
            board.set_viewport_size({"width": width, "height": height})
            board.wait_for_timeout(700)  # the board looks whether its room has changed
            soon(board, lambda: cut_off(board), [])
            soon(board, lambda: shown_and_counted(board), calls - 1)


def shown_and_counted(board: Page) -> int:
    """How many calls have a row, and how many are counted for want of one."""
    counted = board.locator("#coming-more:not([hidden]) b").all_inner_texts()
    return board.locator("#coming li").count() + int("".join(counted) or 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caption_of_a_large_number_and_a_long_name_stand_whole_above_a_stop(
    server: RealServer, office: Office, open_screen: OpenScreen, language: str
) -> None:
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        kept.execute("UPDATE branch SET name = ?, setup_version = 'a-new-one'", (LONG_NAME,))
    office.citizens_come(1)
    board = follows(open_screen)
    quicken(board, 60_000)
    office.calls_next("1")
    expect(board.locator("#caption")).not_to_be_empty()
    said = speech.call("A-378", "12", style="number", language=language).caption
    board.evaluate("said => window.giliranPicture.caption(said)", said)
    assert whole(board) == []
    office.suspends()
    expect(board.locator("#stopped")).to_be_visible()
    assert whole(board) == []


def whole(board: Page) -> list[object]:
    """What is cut off of the call or the office's name, at any size."""
    found: list[object] = []
    for width, height in SIZES:
        board.set_viewport_size({"width": width, "height": height})
        board.wait_for_timeout(300)
        found += cut_off(board)
        found += board.locator("#name").evaluate_all(NAME_CUT)
    return found


def test_when_the_queues_turn_their_page_nothing_else_moves(office: Office, open_screen: OpenScreen) -> None:
    office.has_more_queues("GHJKLM")
    office.citizens_come(3)
    board = follows(open_screen)
    board.evaluate("document.querySelector('[data-takes]').textContent = '± 58 mnt'")
    for width, height in SIZES:
        board.set_viewport_size({"width": width, "height": height})
        assert board.evaluate(STAGES) == [board.evaluate(STAGES)[0]] * 2, (width, height)


def test_of_sixteen_queues_each_tells_in_turn_how_long_it_takes(office: Office, open_screen: OpenScreen) -> None:
    office.has_more_queues("GHJKLMNPQR")
    board = follows(open_screen)
    told: list[str] = []
    for page in range(2):
        until(
            board,
            "page => document.querySelector('#waiting li:not([hidden])').dataset.page === page",
            str(page),
            20_000,
        )
        board.evaluate(LONGEST, 58)
        for width, height in SIZES:
            board.set_viewport_size({"width": width, "height": height})
            assert cut_off(board) == [], (width, height)
            sizes, words = board.evaluate(TIMES_SHOWN)
            assert words == ["± 1 jam"] * 8
            assert min(sizes) >= 0.0375, "of the shorter side of the screen: read from the last row"
        told += board.locator("#waiting li:visible .letter").all_inner_texts()
    assert sorted(told) == sorted("ABCDEFGHJKLMNPQR")


def test_one_reason_for_every_service_is_said_once_and_of_none(office: Office, board: Page) -> None:
    services = office.ask("GET", "/branches/karawaci/services")["items"]
    for service in services[1:]:
        office.suspends(f"services/{service['code']}")
    expect(board.locator("#stopped")).to_contain_text("Kasir: Listrik padam")
    office.suspends(f"services/{services[0]['code']}")
    expect(board.locator("#stopped")).not_to_contain_text("Kasir")
    expect(board.locator("#stopped")).to_contain_text(": Listrik padam.")


@pytest.mark.parametrize(("language", "hours"), [("id", "jam"), ("su", "jam"), ("jv", "jam"), ("en", "h")])
def test_a_long_wait_is_told_in_hours(office: Office, open_screen: OpenScreen, language: str, hours: str) -> None:
    board = follows(open_screen, f"?lang={language}")
    said = [board.evaluate(LONGEST, minutes).split(" ", 1)[1] for minutes in (3, 8, 33, 57, 58, 62, 63, 95, 175)]
    assert [each.split()[0] for each in said] == ["5", "8", "35", "55", "1", "1", "1½", "2", "3"]
    assert [each.split()[1] for each in said[4:]] == [hours] * 5
    assert hours not in " ".join(said[:4]).split()
    assert cut_off(board) == []


def test_while_nobody_is_called_no_time_is_promised(office: Office, board: Page) -> None:
    office.citizens_come(2, "A-KTPR")
    office.citizens_come(2, "B-SKTM")
    first, second = (board.locator(f"[data-takes={letter}]") for letter in "AB")
    expect(first).to_contain_text("mnt", timeout=20_000)
    office.suspends()
    expect(board.locator("#stopped")).to_contain_text("Listrik padam")
    expect(first).to_be_empty()
    expect(second).to_be_empty()
    board.reload()
    expect(board.locator("#stopped")).to_be_visible()
    expect(first).to_be_empty()
    office.resumes()
    expect(first).to_contain_text("mnt")
    for service in (second.get_attribute("data-services") or "").split():
        office.suspends(f"services/{service}")
    expect(second).to_be_empty()
    expect(first).to_contain_text("mnt")


def test_whoever_is_called_again_while_others_are_being_called_stands_in_one_place(office: Office, board: Page) -> None:
    quicken(board)
    office.citizens_come(3)
    again = office.calls_next("1")
    numbers_spoken(board, 1)
    quicken(board, 600)
    office.calls_next("2")
    office.calls_next("3")
    expect(board.locator("#coming")).to_contain_text("A-003")
    office.does(again, "recall")
    expect(board.locator("#coming")).to_contain_text("A-001")
    expect(board.locator("#last")).not_to_contain_text("A-001")
    expect(board.locator("#call")).to_contain_text("A-001", timeout=30_000)
    office.does(again, "recall")
    board.wait_for_timeout(300)
    expect(board.locator(".last")).not_to_contain_text("A-001")
    quicken(board)
    assert numbers_spoken(board, 5) == ["A-001", "A-002", "A-003", "A-001", "A-001"]


def test_services_closed_one_by_one_end_the_welcome_and_one_opened_again_brings_it_back(
    office: Office, board: Page
) -> None:
    services = [each["code"] for each in office.ask("GET", "/branches/karawaci/services")["items"]]
    for code in services:
        office.ask("POST", f"/branches/karawaci/services/{code}/close", {"reason": "Jaringan putus"})
    expect(board.locator("#idle")).to_contain_text("Jaringan putus")
    expect(board.get_by_text("Selamat datang", exact=True)).to_have_count(0)
    assert cut_off(board) == []
    office.ask("POST", f"/branches/karawaci/services/{services[0]}/open")
    expect(board.locator("#idle")).to_contain_text("Selamat datang")


def test_an_office_that_closes_while_nobody_is_called_asks_nobody_to_wait_any_more(office: Office, board: Page) -> None:
    office.citizens_come(2)
    office.suspends()
    expect(board.locator("#stopped")).to_contain_text("nomor Anda tetap berlaku")
    office.closes()
    for _ in range(2):
        expect(board.locator("#idle")).to_contain_text("Kantor sudah tutup untuk hari ini")
        expect(board.get_by_text("nomor Anda tetap berlaku")).to_be_hidden()
        board.reload()
        expect(board.locator("body")).to_have_attribute("data-live", "yes")


def test_an_office_that_closes_says_so_once_and_lets_the_last_number_go(office: Office, board: Page) -> None:
    quicken(board)
    office.citizens_come(2)
    office.calls_and_serves("1")
    numbers_spoken(board, 1)
    quicken(board, 400)
    called = office.calls_next("2")
    office.does(called, "start")
    expect(board.locator("#call")).to_contain_text("A-002")
    office.closes()
    closing = board.get_by_text("Kantor sudah tutup untuk hari ini").locator("visible=true")
    expect(closing).to_have_count(1)
    expect(board.locator("#stopped")).to_be_visible()
    numbers_spoken(board, 2)
    board.wait_for_timeout(500)
    expect(board.locator("#call")).to_contain_text("A-002"), "who is still being served stays"
    office.does(called, "finish")
    expect(board.locator("#call")).to_be_hidden()
    for _ in range(2):
        expect(closing).to_have_count(1)
        expect(board.locator("#idle")).to_contain_text("Nomor diberikan lagi")
        expect(board.locator("#stopped")).to_be_hidden()
        expect(board.get_by_text("Selamat datang", exact=True)).to_have_count(0)
        expect(board.locator("#last li")).to_have_count(2)
        board.reload()
        expect(board.locator("body")).to_have_attribute("data-live", "yes")
