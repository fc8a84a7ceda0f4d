"""The board in a real browser: whoever is called is shown and spoken, once, and nobody else is."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board_of import Office, numbers_spoken, quicken, spoken
from tests.browser.conftest import OLD_PC, TV, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.server import RealServer

pytestmark = pytest.mark.browser


@pytest.fixture
def office(server: RealServer) -> Office:
    """Counters 1 to 8 are open."""
    office = Office(server)
    office.opens(*"12345678")
    return office


@pytest.fixture
def board(open_screen: OpenScreen, office: Office) -> Page:
    """The hall's board, in step with the server."""
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    return board


def test_an_undone_call_leaves_the_board_and_the_voice(office: Office, board: Page) -> None:
    quicken(board, 200)
    office.citizens_come(3)
    first, second = office.calls_next("3"), office.calls_next("5")
    expect(board.locator("#call")).to_contain_text("A-001")
    expect(board.locator("#coming")).to_contain_text("A-002")
    office.does(second, "undo")
    expect(board.locator("#coming-part")).to_be_hidden()
    office.does(first, "undo")
    expect(board.locator("#call")).to_be_hidden()
    expect(board.locator("#idle")).to_be_visible()
    expect(board.locator("#caption")).to_be_empty()
    board.wait_for_timeout(500)
    assert spoken(board) == []
    assert not any("dua" in each for each in board.evaluate("window.played"))


@pytest.mark.parametrize(
    ("step", "body"),
    [("return", {"to": "head"}), ("cancel", {"reason": ""}), ("hold", {}), ("transfer", {"service": "B-SKTM"})],
)
def test_whoever_left_the_counter_is_not_called_there_any_more(
    office: Office, board: Page, step: str, body: dict[str, str]
) -> None:
    quicken(board)
    office.citizens_come(2)
    office.calls_next("2")
    numbers_spoken(board, 1)
    called = office.calls_next("3")
    expect(board.locator("#call")).to_contain_text("A-002")
    if step == "hold":
        office.does(called, "start")
    office.does(called, step, **body)
    expect(board.locator("main")).not_to_contain_text("A-002")
    expect(board.locator("#call")).to_contain_text("A-001")
    board.reload()
    expect(board.locator("#call")).to_contain_text("A-001")
    expect(board.locator("main")).not_to_contain_text("A-002")


def test_a_step_that_is_taken_back_leaves_the_call_where_it_was(office: Office, board: Page) -> None:
    quicken(board)
    office.citizens_come(1)
    called = office.calls_next("3")
    numbers_spoken(board, 1)
    office.does(called, "start", "undo")
    board.wait_for_timeout(300)
    expect(board.locator("#call")).to_contain_text("A-001")
    assert len(spoken(board)) == 1


def test_twenty_calls_at_one_moment_are_all_seen_at_once_and_heard_once(office: Office, board: Page) -> None:
    quicken(board, 300)
    office.citizens_come(20)
    called = [office.calls_and_serves("12345678"[turn % 8]) for turn in range(20)]
    quicken(board, 60)
    seen = board.locator("#call, #coming").all_inner_texts() + [each["ticket"] for each in spoken(board)]
    assert [number for number in called if number not in " ".join(seen)] == []
    assert numbers_spoken(board, 20) == called
    forms = board.evaluate("window.played")
    assert sum("nomor-antrean" in each for each in forms) < 16
    assert sum(not each.startswith("chime") for each in forms) >= 10, "half of them need no chime of their own"
    expect(board.locator("#coming-part")).to_be_hidden()


def test_a_call_is_shown_as_long_as_it_is_spoken(office: Office, board: Page) -> None:
    quicken(board, 30)
    office.citizens_come(8)
    for counter in "12345678":
        office.calls_next(counter)
    numbers_spoken(board, 8)
    told = spoken(board)
    assert all(later["shownAt"] >= earlier["endedAt"] for earlier, later in pairwise(told))
    assert all(each["endedAt"] - each["shownAt"] > 100 for each in told)


def test_without_its_words_a_call_still_has_a_caption(office: Office, open_screen: OpenScreen) -> None:
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    board.route("**/announcement*", lambda route: route.abort())
    quicken(board)
    office.citizens_come(1)
    office.calls_next("3")
    expect(board.locator("#caption")).to_have_text("Nomor antrean A-001, silakan menuju loket 3")
    numbers_spoken(board, 1)
    assert board.evaluate("window.played") == ["chime"]


def test_a_number_that_lacks_a_word_is_not_spoken_as_another_one(office: Office, open_screen: OpenScreen) -> None:
    board = open_screen("/display/karawaci", TV)
    board.route("**/voice/id/satu.mp3*", lambda never_answered: None)
    board.reload()
    started = board.evaluate("""async () => {
      const start = AudioBufferSourceNode.prototype.start;
      const started = [];
      AudioBufferSourceNode.prototype.start = function (at) {
        started.push(at);
        start.call(this, at);
      };
      const tooLong = new Promise((done) => setTimeout(done, 15_000));
      await Promise.race([window.giliranVoice.say(["chime", "nol", "satu"], "id"), tooLong]);
      return started.length;
    }""")
    assert started == 1, "the chime"


def test_a_board_out_of_reach_says_since_when_and_moves_nothing(
    server: RealServer, office: Office, open_screen: OpenScreen
) -> None:
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    before = board.locator("#now").bounding_box()
    server.stop()
    expect(board.get_by_text(re.compile(r"Tidak terhubung sejak \d\d\.\d\d"))).to_be_visible()
    assert board.locator("#now").bounding_box() == before


def test_whoever_is_still_called_after_an_outage_is_heard_and_whoever_came_is_not(
    server: RealServer, office: Office, open_screen: OpenScreen
) -> None:
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    quicken(board)
    board.context.set_offline(True)
    office.citizens_come(2)
    office.calls_and_serves("1")
    office.calls_next("2")
    # More than a minute later, by the office's clock.
    board.evaluate("window.giliranAnnouncer.serverNow = () => new Date(Date.now() + 90_000)")
    board.context.set_offline(False)
    assert numbers_spoken(board, 1) == ["A-002"]
    expect(board.locator("#last")).to_contain_text("A-001")


def test_an_emergency_message_stands_over_everything_and_calls_wait_for_its_end(
    server: RealServer, office: Office, board: Page, open_screen: OpenScreen
) -> None:
    quicken(board, 900)
    office.citizens_come(3)
    budi = open_screen("/login", OLD_PC)
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/today")
    budi.get_by_text("Tulis pesan").click()
    budi.get_by_label("Pesan dalam bahasa Indonesia").fill("Silakan keluar lewat pintu timur.")
    budi.get_by_label("Dalam bahasa Sunda").fill("Mangga kaluar ti panto wetan.")
    budi.get_by_label("Dalam bahasa Jawa").fill("Sumangga medal liwat lawang wetan.")
    office.calls_next("1")
    expect(board.locator("#caption")).not_to_be_empty()
    budi.get_by_role("button", name="Ya, tampilkan").click()
    expect(board.get_by_role("alert")).to_contain_text("pintu timur")
    expect(board.get_by_role("alert").locator("li")).to_have_text(
        ["Mangga kaluar ti panto wetan.", "Sumangga medal liwat lawang wetan."]
    )
    expect(budi.locator("#message-title ~ .note")).to_contain_text("lawang wetan")
    office.does(office.calls_next("2"), "start")
    office.calls_next("3")
    late = open_screen("/display/karawaci", TV)
    expect(late.get_by_role("alert")).to_contain_text("pintu timur")
    assert spoken(board) == []
    quicken(board)
    budi.get_by_role("button", name="Akhiri pesan").click()
    expect(board.locator("#message")).to_be_hidden()
    assert numbers_spoken(board, 2) == ["A-001", "A-003"]
    expect(board.locator("#last")).to_contain_text("A-002")
