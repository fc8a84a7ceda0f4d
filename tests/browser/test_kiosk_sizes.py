"""The whole visit at each size a kiosk has: everything to touch lies within the screen and is as large as a thumb."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.rules.texts import LANGUAGES
from tests.browser.board_of import Office
from tests.browser.conftest import KIOSK, TV, until
from tests.browser.test_kiosk_everyone import CUT_OFF, STEPS, TOO_SMALL, press
from tests.browser.test_kiosk_steps import has_title
from tests.crowd import SOAK
from tests.server import RealServer, serving

pytestmark = pytest.mark.browser

TABLET = {"width": 1280, "height": 800}
SIZES = [pytest.param(KIOSK, id="portrait"), pytest.param(TV, id="landscape"), pytest.param(TABLET, id="tablet")]
NARROW = {"width": 1024, "height": 600}
EVERY_SIZE = (KIOSK, TV, TABLET, NARROW)
OpenKiosk = Callable[[str, dict[str, int]], Page]
LONG = "/kiosk/karawaci/services/A-KK"
"""A service that asks for twelve papers and a fee of one long word."""
NUMBER = "/services/D-ADU"
"""Where a number is taken with one touch."""
SHOWN_AT = """text => {
  document.querySelector(`[data-size="${text}"]`).click();
  document.dispatchEvent(new Event("scroll"));  // whether the buttons that turn are needed is looked at now
}"""
STANDS_STILL = """() => document.fonts.ready.then(() => {
  document.getAnimations().forEach((each) => each.effect.getComputedTiming().endTime < Infinity && each.finish());
})"""
OUTSIDE = """() => [...document.querySelectorAll("nav a, nav button, .take-button, dialog[open] button")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest("dialog:not([open])"))
  .map((each) => [each.innerText, each.getBoundingClientRect()])
  .filter(([, at]) => at.left < 0 || at.top < 0 || at.right > innerWidth + 1 || at.bottom > innerHeight + 1)
  .map(([words]) => words)"""

IN_SIGHT = """parts => {
  const take = document.querySelector(".take");
  const stays = take && getComputedStyle(take).position === "sticky";
  const end = stays ? take.getBoundingClientRect().top : document.querySelector("#foot").getBoundingClientRect().top;
  return [...document.querySelectorAll(parts)].filter((part) => part.getBoundingClientRect().bottom <= end).length;
}"""
CUT_BY_THE_SHEET = """() => {
  const parts = document.querySelectorAll("dialog[open] :is(h2, p, button, a, label, svg)");
  return [...parts].map((each) => [each, each.getBoundingClientRect()])
    .filter(([, at]) => at.width && (at.left < 0 || at.top < 0 || at.right > innerWidth || at.bottom > innerHeight))
    .map(([each]) => each.outerHTML.slice(0, 80));
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One demo for all sizes: a visit leaves nothing behind but its number."""
    with serving(Path(tmp_path_factory.mktemp("sizes"))) as running:
        asks_for_much(running)
        yield running


def asks_for_much(server: RealServer) -> None:
    components = {
        "fee": {"id": "Retribusi"},
        "duration": {"id": "7–14 hari kerja"},
        "requirements": {"id": [f"Fotokopi surat keterangan nomor {at}" for at in range(1, 13)]},
    }
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        of_it = "service_id = (SELECT id FROM service WHERE code = 'A-KK')"
        kept.execute(f"UPDATE service_standard SET components = ? WHERE {of_it}", (json.dumps(components),))
        kept.execute("UPDATE branch SET setup_version = 'a-new-one'")


@pytest.fixture
def kiosk_of(server: RealServer, chromium: Browser) -> Iterator[OpenKiosk]:
    """Open a page of the kiosk at a size."""
    contexts = []

    def open_it(path: str, size: dict[str, int]) -> Page:
        contexts.append(chromium.new_context(viewport=size, locale="id-ID", base_url=server.url))
        kiosk = contexts[-1].new_page()
        kiosk.goto(path)
        expect(kiosk.locator("body")).to_have_attribute("data-live", "yes")  # from now on keys are heard
        stands_still(kiosk)
        return kiosk

    yield open_it
    for context in contexts:
        context.close()


def stands_still(kiosk: Page) -> None:
    """Before measuring: other letters stand in for the page's own until they come, and a step slides in from below."""
    kiosk.evaluate(STANDS_STILL)


def in_sight(kiosk: Page, parts: str) -> int:
    """How many of these parts end above what stays at the foot of the screen."""
    stands_still(kiosk)
    return int(kiosk.evaluate(IN_SIGHT, parts))


def fits(kiosk: Page, step: str) -> None:
    stands_still(kiosk)
    assert kiosk.evaluate(OUTSIDE) == [], step
    assert kiosk.evaluate(TOO_SMALL) == [], step
    assert kiosk.evaluate(CUT_OFF) == [], step


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_visit_fits_the_screen(server: RealServer, chromium: Browser, size: dict[str, int]) -> None:
    complaints: list[str] = []
    with closing(chromium.new_context(viewport=size, locale="id-ID", base_url=server.url)) as context:
        kiosk = context.new_page()
        kiosk.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        kiosk.on("pageerror", lambda error: complaints.append(str(error)))
        kiosk.goto("/kiosk/karawaci")
        fits(kiosk, "home")
        press(kiosk, "*")
        fits(kiosk, "display")
        press(kiosk, "0", ".")
        fits(kiosk, "languages")
        press(kiosk, "3")
        expect(kiosk.locator("#kiosk")).to_have_attribute("lang", "su")
        fits(kiosk, "home in Sundanese")
        press(kiosk, ".", "1")
        has_title(kiosk, "Selamat datang. Anda perlu apa?")
        press(kiosk, "9")
        has_title(kiosk, "Apa keperluan Anda?")
        fits(kiosk, "needs")
        press(kiosk, "2")
        has_title(kiosk, "Menikah")
        fits(kiosk, "services")
        press(kiosk, "1")
        expect(kiosk.locator(".take-button")).to_be_visible()
        fits(kiosk, "service")
        press(kiosk, "1", "7")
        fits(kiosk, "who goes first")
        press(kiosk, "0", "8")
        has_title(kiosk, "Yang perlu dilengkapi")
        fits(kiosk, "what is missing")
        press(kiosk, "0")
        has_title(kiosk, "Selamat datang. Anda perlu apa?")
        press(kiosk, "4")
        has_title(kiosk, "Informasi & pengaduan")
        press(kiosk, "1")
        has_title(kiosk, "Informasi & konsultasi")
        press(kiosk, "Enter")
        expect(kiosk.locator("#screen .number")).to_be_visible()
        expect(kiosk.get_by_role("button", name="Cetak lagi")).to_be_visible()
        fits(kiosk, "number")
        press(kiosk, *"--++--")
        has_title(kiosk, "Menu perawatan")
        fits(kiosk, "service menu")
    assert complaints == []


@pytest.mark.parametrize("keys", ["", "*40"], ids=["100 %", "200 %"])
@pytest.mark.parametrize("size", SIZES)
def test_a_fee_of_one_long_word_stays_in_its_box(kiosk_of: OpenKiosk, size: dict[str, int], keys: str) -> None:
    kiosk = kiosk_of(LONG, size)
    press(kiosk, *keys)
    expect(kiosk.locator("#access")).to_be_hidden()
    kiosk.locator(".take-button").click()
    fee = kiosk.locator(".done-fee dd")
    expect(fee).to_have_text("Retribusi")
    assert fee.evaluate("fee => fee.scrollWidth <= fee.clientWidth")
    if not keys:
        expect(kiosk.locator(".turning")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_the_buttons_that_turn_go_once_all_fits_without_them(kiosk_of: OpenKiosk, size: dict[str, int]) -> None:
    kiosk = kiosk_of("/kiosk/karawaci", size)
    expect(kiosk.locator("a.tile").first).to_be_visible()
    expect(kiosk.locator(".turning")).to_be_hidden()
    # By a style, which outlives the screen's being drawn anew.
    room = kiosk.locator("#screen").evaluate("""screen => {
      window.more = new CSSStyleSheet();
      window.more.replaceSync("#screen::after { content: ''; flex: none; height: 3000px }");
      document.adoptedStyleSheets = [window.more];
      return screen.clientHeight;
    }""")
    until(kiosk, "() => !document.querySelector('.turning').hidden")
    # Ten dots are left when the buttons are gone, and as many as they take are missing while they stand.
    kiosk.evaluate(
        """room => {
          const most = document.querySelector("#screen").scrollHeight - 3000;
          window.more.cssRules[0].style.height = `${room - most - 10}px`;
        }""",
        room,
    )
    until(kiosk, "() => document.querySelector('.turning').hidden")


@pytest.mark.parametrize("keys", ["", "*20"], ids=["100 %", "125 %"])
@pytest.mark.parametrize("language", ["id", "jv"])
def test_the_foot_of_a_wide_screen_has_room_for_all_its_buttons(kiosk_of: OpenKiosk, language: str, keys: str) -> None:
    kiosk = kiosk_of(f"/kiosk/karawaci/queues/B?lang={language}", TABLET)
    press(kiosk, *keys)
    expect(kiosk.locator("#access")).to_be_hidden()
    expect(kiosk.locator(".turning")).to_be_visible()
    fits(kiosk, "two pages of tiles")


@pytest.mark.parametrize("language", LANGUAGES if SOAK else ("id", "jv"))
def test_in_every_language_at_every_size_of_text_no_word_is_cut(kiosk_of: OpenKiosk, language: str) -> None:
    kiosk = kiosk_of(f"/kiosk/karawaci?lang={language}", KIOSK)
    found = {}
    for step in (*STEPS, NUMBER):
        kiosk.goto(f"/kiosk/karawaci{step}?lang={language}")
        if step == NUMBER:
            kiosk.locator(".take-button").click()
            expect(kiosk.locator("#number")).to_be_visible()
        stands_still(kiosk)
        for size in EVERY_SIZE:
            kiosk.set_viewport_size(size)
            for text in ("1", "1.25", "1.5", "2"):
                kiosk.evaluate(SHOWN_AT, text)
                stands_still(kiosk)
                if cut := kiosk.evaluate(CUT_OFF):
                    found[step, size["width"], text] = cut
    assert found == {}


@pytest.mark.parametrize(("size", "rows"), [(TV, 8), (TABLET, 6)], ids=["landscape", "tablet"])
def test_of_twelve_papers_half_are_in_sight_on_a_wide_screen(
    kiosk_of: OpenKiosk, size: dict[str, int], rows: int
) -> None:
    kiosk = kiosk_of(LONG, size)
    until(kiosk, "() => !document.querySelector('.turning').hidden")
    assert in_sight(kiosk, ".tick") >= rows
    fits(kiosk, "twelve papers")
    kiosk.get_by_role("button", name="Turun").click()
    expect(kiosk.get_by_text("nomor 12")).to_be_in_viewport(ratio=1)


def test_a_fact_that_does_not_stand_beside_its_label_stands_below_it(kiosk_of: OpenKiosk) -> None:
    kiosk = kiosk_of(LONG, TABLET)
    label, fact = kiosk.locator(".fact h2").last, kiosk.locator(".fact p").last
    middle = "part => { const at = part.getBoundingClientRect(); return (at.top + at.bottom) / 2; }"
    assert abs(label.evaluate(middle) - fact.evaluate(middle)) < 2
    press(kiosk, *"*40")
    below = fact.evaluate("fact => fact.getBoundingClientRect().top >= fact.previousElementSibling.offsetHeight")
    assert below and label.evaluate("label => label.offsetHeight / parseFloat(getComputedStyle(label).fontSize)") < 3


@pytest.mark.parametrize("size", SIZES)
def test_at_low_reach_all_six_tiles_and_the_way_by_need_are_in_sight(kiosk_of: OpenKiosk, size: dict[str, int]) -> None:
    kiosk = kiosk_of("/kiosk/karawaci", size)
    press(kiosk, *"*60")
    expect(kiosk.locator("html.low")).to_have_count(1)
    expect(kiosk.locator("a.tile").last).to_be_in_viewport(ratio=1)
    expect(kiosk.locator(".by-need")).to_be_in_viewport(ratio=1)
    expect(kiosk.locator(".turning")).to_be_hidden()


@pytest.mark.parametrize("language", ["id", "jv"])
def test_on_a_very_low_screen_six_tiles_are_in_sight_and_of_the_papers_the_first_ones(
    kiosk_of: OpenKiosk, language: str
) -> None:
    kiosk = kiosk_of(f"/kiosk/karawaci?lang={language}", NARROW)
    expect(kiosk.locator("a.tile").last).to_be_in_viewport(ratio=1)
    assert in_sight(kiosk, "a.tile .tile-note, .by-need") == 7
    kiosk.goto(f"{LONG}?lang={language}")
    for text in ("1", "1.25"):
        kiosk.evaluate(SHOWN_AT, text)
        assert in_sight(kiosk, ".tick-name") >= 2, text


def test_on_a_very_low_screen_a_stop_hides_none_of_six_tiles_nor_the_way_by_need(
    server: RealServer, kiosk_of: OpenKiosk
) -> None:
    office = Office(server)
    office.suspends()
    try:
        kiosk = kiosk_of("/kiosk/karawaci", NARROW)
        for language in LANGUAGES:
            kiosk.goto(f"/kiosk/karawaci?lang={language}")
            expect(kiosk.locator(".notice")).to_be_in_viewport(ratio=1)
            assert in_sight(kiosk, "a.tile, .by-need") == 7, language
            expect(kiosk.locator(".turning")).to_be_hidden()
        expect(kiosk.locator("body")).to_have_attribute("data-live", "yes")
        kiosk.keyboard.press("Tab")
        expect(kiosk.locator(".by-need")).to_be_focused()  # it stands above the tiles
        kiosk.evaluate(SHOWN_AT, "1.25")
        assert in_sight(kiosk, ".tile-name") >= 3
    finally:
        office.resumes()


@pytest.mark.parametrize("language", ["id", "jv"])
@pytest.mark.parametrize("size", [TABLET, NARROW], ids=["tablet", "narrow"])
def test_that_a_slip_comes_is_read_beside_the_number(kiosk_of: OpenKiosk, size: dict[str, int], language: str) -> None:
    kiosk = kiosk_of(f"{LONG}?lang={language}", size)
    kiosk.locator(".take-button").click()
    expect(kiosk.locator("#slip .button")).to_be_visible()
    assert in_sight(kiosk, "#number, .done-fee, .done-service, .qr img, .slip-words") == 5


@pytest.mark.parametrize("language", ["id", "jv"])
def test_at_every_size_of_text_a_sheet_and_the_calm_screen_stand_whole(kiosk_of: OpenKiosk, language: str) -> None:
    kiosk = kiosk_of(f"{LONG}?lang={language}", NARROW)
    found = {}
    for sheet in ("first", "access", "languages", "still-here", "away"):
        kiosk.evaluate(
            """sheet => {
              document.querySelector("dialog[open]")?.close();
              document.querySelector(".away-kept").hidden = false;
              document.getElementById(sheet).showModal();
            }""",
            sheet,
        )
        for size in EVERY_SIZE:
            kiosk.set_viewport_size(size)
            for text in ("1", "1.25", "1.5", "2"):
                kiosk.evaluate("text => { document.documentElement.dataset.text = text; }", text)
                stands_still(kiosk)
                if outside := kiosk.evaluate(CUT_BY_THE_SHEET):
                    found[sheet, size["width"], text] = outside
    assert found == {}
