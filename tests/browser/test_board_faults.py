"""The board goes on when its television fails it: the sound is taken away, the clock jumps, a film cannot be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.board_of import Office, numbers_spoken, quicken, spoken
from tests.browser.conftest import OLD_PC, TV, OpenScreen, until
from tests.browser.test_main_job import sign_in
from tests.browser.test_media import film, shows
from tests.server import RealServer

pytestmark = pytest.mark.browser

SOUND_CARD = """
window.cards = [];
window.AudioContext = class extends AudioContext {
  constructor() {
    super();
    this.given = [];
    window.cards.push(this);
  }
  createBufferSource() {
    const source = super.createBufferSource(), start = source.start;
    source.start = (at) => start.call(source, window.unplugged ? 1e6 : at);
    source.stop = (at) => { source.taken = true; AudioBufferSourceNode.prototype.stop.call(source, at); };
    source.addEventListener("ended", () => (source.taken = true));
    this.given.push(source);
    return source;
  }
};
"""
QUICKLY = """
const usual = window.giliranSettings;
window.giliranSettings = () => Object.assign(usual(), { speed: 300, times: 1 });
"quickly";
"""
SETTINGS = """
from dataclasses import replace
from app.queueing import reading
from app.queueing.ruling.boards import add_board, remove_board, set_board
office = reading.office("karawaci")
hall = office.boards["hall"]
{verb}
"""
TURNED_ON = "window.cards.length && window.cards[window.cards.length - 1].state === 'running'"
NOTHING_LEFT = "window.cards.every((card) => card.given.every((source) => source.taken))"


@pytest.fixture
def office(server: RealServer) -> Office:
    """Counters 3 and 5 are open."""
    office = Office(server)
    office.opens("3", "5")
    return office


def budi_sets(server: RealServer, verb: str) -> None:
    """Of `office`, whose board in the hall is `hall`."""
    told = server.command("shell", stdin=SETTINGS.format(verb=verb))
    assert "Traceback" not in told.stderr, told.stderr


def board_with_its_sound_card(open_screen: OpenScreen) -> Page:
    """The hall's board, which can be heard; the test has its hand on the sound card."""
    board = open_screen("/", TV)
    board.add_init_script(SOUND_CARD)
    board.goto("/display/karawaci")
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    until(board, TURNED_ON)
    board.evaluate(QUICKLY)
    return board


def test_a_sound_that_was_taken_away_is_said_and_comes_back_by_itself(office: Office, open_screen: OpenScreen) -> None:
    board = board_with_its_sound_card(open_screen)
    office.citizens_come(2)
    expect(board.locator("#sound")).to_be_hidden()
    office.calls_next("3")
    until(board, "window.cards[0].given.length > 0")
    board.evaluate("window.cards[0].suspend()")
    expect(board.locator("#sound")).to_be_visible()
    assert numbers_spoken(board, 1, patience=60) == ["A-001"]
    until(board, NOTHING_LEFT)
    office.calls_next("5")
    expect(board.locator("#sound")).to_be_hidden()
    assert numbers_spoken(board, 2, patience=60) == ["A-001", "A-002"]
    assert spoken(board)[1]["peak"] > 0.01, "it was heard again"


def test_a_loudspeaker_that_vanished_is_said_and_the_next_call_finds_another(
    office: Office, open_screen: OpenScreen
) -> None:
    board = board_with_its_sound_card(open_screen)
    office.citizens_come(2)
    board.evaluate("window.unplugged = true")
    office.calls_next("3")
    expect(board.locator("#caption")).to_contain_text("nol nol satu")
    assert numbers_spoken(board, 1, patience=60) == ["A-001"]
    expect(board.locator("#sound")).to_be_visible()
    until(board, NOTHING_LEFT)
    board.evaluate("window.unplugged = false")
    office.calls_next("5")
    assert numbers_spoken(board, 2, patience=60) == ["A-001", "A-002"]
    assert spoken(board)[1]["peak"] > 0.01, "another card had it"
    expect(board.locator("#sound")).to_be_hidden()


def test_a_television_whose_clock_jumps_goes_on_by_the_servers(office: Office, open_screen: OpenScreen) -> None:
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    board.evaluate("() => { window.right = Date.now; Date.now = () => window.right() - 30 * 365 * 864e5; }")
    until(board, "Math.abs(window.giliranAnnouncer.serverNow() - window.right()) < 5000")


def test_out_of_touch_since_is_told_by_the_servers_clock(office: Office, open_screen: OpenScreen) -> None:
    board = open_screen("/", TV, expect_errors=True)
    board.add_init_script(
        "const right = Date; window.Date = class extends right {"
        " constructor(...said) { if (said.length) super(...said); else super(right.now() - 7200e3); }"
        " static now() { return right.now() - 7200e3; } }"
    )
    board.goto("/display/karawaci")
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    office.server.stop()
    expect(board.locator("#contact")).to_be_visible()
    minutes = """() => {
      const [hour, minute] = document.querySelector("#contact time").textContent.split(/[.:]/);
      const since = 60 * hour + Number(minute) - 7 * 60;  // the office's hours are those of UTC+7
      return (Math.floor(window.giliranAnnouncer.serverNow() / 60000) - since) % 1440;
    }"""
    assert board.evaluate(minutes) <= 1


def test_what_breaks_leaves_no_hole_and_the_picture_before_stays(
    server: RealServer, open_screen: OpenScreen, tmp_path: Path
) -> None:
    budi = open_screen("/login", OLD_PC)
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/boards/hall/media")
    # As old cameras write it: its sound is played, its pictures no browser knows.
    shows(budi, film(tmp_path, "kamera.mp4", 20, "mpeg4"))
    for name, colour in (("tarif", "#0f766e"), ("jam", "#b45309")):
        Image.new("RGB", (320, 180), colour).save(tmp_path / f"{name}.png")
        shows(budi, tmp_path / f"{name}.png")
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    shown = board.locator("#media img")
    expect(shown).to_be_visible()
    expect(board.locator("#media video")).to_be_hidden()
    assert shown.evaluate("picture => picture.naturalWidth") > 0


def test_a_board_that_is_given_another_zone_shows_that_zones_calls(
    server: RealServer, office: Office, open_screen: OpenScreen
) -> None:
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    quicken(board)
    office.citizens_come(4)
    office.calls_next("5")
    office.calls_and_serves("3")
    assert numbers_spoken(board, 2) == ["A-001", "A-002"]
    quicken(board, 100)
    office.calls_next("3")
    expect(board.locator("#call")).to_contain_text("A-003")
    budi_sets(server, 'set_board(office.id, "hall", replace(hall, counters=("5",), shows_last=False))')
    expect(board.locator("#call")).to_contain_text("A-001")
    expect(board.locator("main")).not_to_contain_text("A-003")
    expect(board.locator("#others")).to_be_hidden()
    assert numbers_spoken(board, 3) == ["A-001", "A-002", "A-003"], "spoken to its end, and the first one not again"
    budi_sets(server, 'set_board(office.id, "hall", replace(hall, counters=(), shows_last=True))')
    expect(board.locator("#call")).to_contain_text("A-003")
    expect(board.locator("#last")).to_contain_text("A-001")


def test_a_board_that_was_taken_away_says_so_and_shows_again_once_it_is_back(
    server: RealServer, open_screen: OpenScreen
) -> None:
    budi_sets(server, 'add_board(office.id, "pintu", replace(hall, name="Pintu"))')
    board = open_screen("/display/karawaci/pintu", TV, expect_errors=True)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    budi_sets(server, 'remove_board(office.id, "pintu")')
    expect(board.locator("main")).to_contain_text("Papan ini tidak ada di kantor ini")
    with board.expect_response("**/display/karawaci/pintu") as gone:
        board.reload()
    assert gone.value.headers["refresh"] == "30", "by itself: nobody touches a television"
    budi_sets(server, 'add_board(office.id, "pintu", replace(hall, name="Pintu"))')
    board.reload()
    expect(board.locator("body")).to_have_attribute("data-live", "yes")


def test_a_proxys_page_that_knows_no_board_ends_none(server: RealServer, open_screen: OpenScreen) -> None:
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    board.evaluate("window.isStill = true")
    board.route("**/display/karawaci", lambda route: route.fulfill(status=404, body="404 page not found"))
    with board.expect_response("**/display/karawaci"):
        board.evaluate("window.giliranParts.lookAgain()")
    board.unroute("**/display/karawaci")
    budi_sets(server, 'set_board(office.id, "hall", replace(hall, shows_waiting=False))')
    expect(board.locator("#waiting")).to_be_hidden()
    assert board.evaluate("window.isStill")
