"""An emergency message at the kiosk: over everything, in words one can follow, and gone by itself when it ends."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, TV, OpenScreen, until
from tests.browser.test_kiosk import kiosk_with_a_clock, take_number
from tests.browser.test_kiosk_everyone import press
from tests.browser.test_kiosk_guide import hears, listen
from tests.browser.test_kiosk_steps import goes_home_by_itself, has_title
from tests.server import RealServer

pytestmark = pytest.mark.browser

LEAVE = {"id": "Silakan keluar lewat pintu timur.", "en": "Please leave by the east door."}
LONGEST = dict.fromkeys(("id", "en", "su", "jv"), "Berkumpullah di lapangan " * 8)
SIZES = [(1080, 1920), (1920, 1080), (1280, 800), (1024, 600)]
TOLD = """
from app.queueing import messaging, reading
messaging.{verb}
"""
HOME_AFTER = "seconds => { document.getElementById('screen').dataset.homeAfter = seconds; }"
WITHIN_THE_FRAME = """() => {
  const at = [...document.querySelectorAll("#message :is(p, li)")].map((each) => each.getBoundingClientRect());
  return at.length > 1 && at.every(({ top, bottom }) => top >= innerHeight * 0.07 && bottom <= innerHeight * 0.93);
}"""
STANDS_WHOLE = """() => {
  const words = [...document.querySelectorAll("#message :is(h2, p, b, li)")].filter((each) => each.checkVisibility());
  return words.length > 2 && words.map((each) => each.getBoundingClientRect())
    .every((at) => at.left >= 0 && at.top >= 0 && at.right <= innerWidth && at.bottom <= innerHeight);
}"""


def tell(server: RealServer, verb: str) -> None:
    told = server.command("shell", stdin=TOLD.format(verb=verb))
    assert "Traceback" not in told.stderr, told.stderr


def shows(server: RealServer, message: dict[str, str]) -> None:
    tell(server, f"show_message(reading.office('karawaci').id, {message!r})")


def ends(server: RealServer) -> None:
    tell(server, "end_message(reading.office('karawaci').id)")


def follows(open_screen: OpenScreen, path: str) -> Page:
    kiosk = open_screen(path, KIOSK)
    expect(kiosk.locator("body")).to_have_attribute("data-live", "yes")
    return kiosk


def test_a_number_just_taken_stays_readable_under_a_message_and_stands_there_afterwards(
    server: RealServer, open_screen: OpenScreen
) -> None:
    kiosk = kiosk_with_a_clock(open_screen)
    take_number(kiosk)
    kiosk.evaluate(HOME_AFTER, 600)  # telling the message takes a slow machine its time
    shows(server, LEAVE)
    message = kiosk.get_by_role("alertdialog")
    expect(message).to_contain_text(LEAVE["id"])
    expect(message).to_contain_text(LEAVE["en"])
    expect(message).to_contain_text("Silakan ikuti petunjuk petugas.")
    expect(message.locator(".number")).to_have_text("A-001")
    kiosk.keyboard.press("Escape")
    kiosk.evaluate(HOME_AFTER, 25)
    kiosk.clock.run_for(60_000)  # long enough to go home, twice
    expect(message.locator(".number")).to_be_visible()
    ends(server)
    expect(message).to_be_hidden()
    expect(kiosk.locator("#number")).to_be_visible()
    goes_home_by_itself(kiosk)


def test_whoever_asks_while_an_answer_is_on_its_way_is_answered_once_more(
    server: RealServer, open_screen: OpenScreen
) -> None:
    kiosk = follows(open_screen, "/kiosk/karawaci")
    kiosk.evaluate("""() => {
      window.answers = 0;
      document.addEventListener("giliran:board", () => window.answers++);
      for (const _ of [1, 2, 3]) document.dispatchEvent(new CustomEvent("giliran:ask"));
    }""")
    until(kiosk, "window.answers === 2")
    kiosk.wait_for_timeout(300)
    assert kiosk.evaluate("window.answers") == 2


def test_while_a_message_stands_no_tile_leads_on_and_afterwards_all_is_as_before(
    server: RealServer, open_screen: OpenScreen
) -> None:
    kiosk = follows(open_screen, "/kiosk/karawaci?lang=en")
    press(kiosk, "*")
    shows(server, LEAVE)
    message = kiosk.get_by_role("alertdialog")
    expect(message.locator("[data-words]")).to_have_text(LEAVE["en"])
    expect(message.locator("li")).to_have_text([LEAVE["id"]])
    expect(kiosk.locator("#access")).to_be_hidden()
    press(kiosk, "4")
    kiosk.wait_for_timeout(500)
    expect(kiosk.locator("#screen h1")).to_have_text("Welcome. What do you need?")
    late = follows(open_screen, "/kiosk/karawaci")
    expect(late.get_by_role("alertdialog")).to_contain_text(LEAVE["id"])
    ends(server)
    for each in (kiosk, late):
        expect(each.get_by_role("alertdialog")).to_be_hidden()
    press(kiosk, "4")
    has_title(kiosk, "Information & complaints")


def words_of(board: Page) -> list[str]:
    """What stands on a board of a message, by its languages; all of it within the frame."""
    until(board, WITHIN_THE_FRAME)
    words: list[str] = board.evaluate("[...document.querySelectorAll('#message [lang]')].map((each) => each.lang)")
    return words


def test_a_board_says_it_in_its_own_language_and_in_the_others_as_far_as_there_is_room(
    server: RealServer, open_screen: OpenScreen
) -> None:
    shows(server, LEAVE | {"su": "Mangga kaluar ti panto wetan.", "jv": "Sumangga medal liwat lawang wetan."})
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("#message-words")).to_have_text(LEAVE["id"])
    assert words_of(board) == ["id", "en", "su", "jv"]
    upright = open_screen("/display/karawaci", KIOSK)
    shows(server, LONGEST)
    for each in (board, upright):
        expect(each.locator("#message-words")).to_contain_text("lapangan")
    assert words_of(upright)[:3] == ["id", "en", "su"]
    assert words_of(board)[:2] == ["id", "en"]
    shows(server, LEAVE)
    expect(board.locator("#message-others li")).to_have_text([LEAVE["en"]])


def test_the_longest_message_stands_whole_at_every_size(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = follows(open_screen, "/kiosk/karawaci/services/D-INF?lang=jv")
    press(kiosk, *"*40")
    kiosk.locator(".take-button").click()
    expect(kiosk.locator("#number")).to_be_visible()
    shows(server, LONGEST)
    message = kiosk.get_by_role("alertdialog")
    expect(message.locator("[data-words]")).to_contain_text("lapangan")
    for width, height in SIZES:
        kiosk.set_viewport_size({"width": width, "height": height})
        kiosk.wait_for_timeout(100)  # the screen hears of its new size
        until(kiosk, STANDS_WHOLE)
    kiosk.set_viewport_size({"width": 1920, "height": 1080})
    expect(message.locator("li")).to_have_count(1)  # as many languages as there is room for
    until(kiosk, STANDS_WHOLE)


needs_a_voice = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")


@needs_a_voice
def test_whoever_listens_hears_the_message(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = follows(open_screen, "/kiosk/karawaci")
    press(kiosk, "*", "7")
    said = listen(kiosk)
    shows(server, LEAVE)
    expect(kiosk.get_by_role("alertdialog")).to_be_visible()
    expect(kiosk.locator("[data-guides]")).to_have_attribute("aria-pressed", "true")
    hears(kiosk, said, "Mohon perhatian", LEAVE["id"])
    asked = kiosk.request.get("/kiosk/karawaci/speech", params={"lang": "id", "text": LEAVE["id"]})
    assert asked.json() != [], "what stands there can be said"
    ends(server)
    hears(kiosk, said, LEAVE["id"], "Selamat datang. Anda perlu apa?")


@needs_a_voice
def test_a_sound_that_never_comes_does_not_keep_the_message_from_being_heard(
    server: RealServer, open_screen: OpenScreen
) -> None:
    kiosk = follows(open_screen, "/kiosk/karawaci")
    title = kiosk.request.get("/kiosk/karawaci/speech", params={"lang": "id", "text": "Mohon perhatian"}).json()
    asked_for: list[str] = []
    kiosk.route(f"**{title[0]}", lambda never_answered: asked_for.append(never_answered.request.url))
    press(kiosk, "*", "7", "0")
    said = listen(kiosk)
    shows(server, LEAVE)
    hears(kiosk, said, "Mohon perhatian", LEAVE["id"])
    assert asked_for, "the title's sound"
