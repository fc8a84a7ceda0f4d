"""The kiosk for everybody: by keypad alone, in large text, within reach, with targets a finger finds, and with help."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OLD_PC, TV, OpenScreen
from tests.browser.test_kiosk_steps import has_title
from tests.browser.test_main_job import open_counter, sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser

SIZES = (KIOSK, TV, {"width": 1280, "height": 800}, {"width": 800, "height": 1280})
SMALLEST = 80.7  # 20 mm on 21.5" with 1080 × 1920 dots
TOO_SMALL = f"""() => [...document.querySelectorAll("a, button, label")]
  .filter((each) => each.offsetWidth && each.checkVisibility({{ visibilityProperty: true }}))
  .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < {SMALLEST})
  .map((each) => each.innerText)"""
CUT_OFF = """() => {
  const rightOf = (each) => each.getBoundingClientRect().right;
  const pressed = (each) => each.matches("a, button, label");
  const tooWide = (each) => each.scrollWidth > each.clientWidth + 1 || rightOf(each) > innerWidth + 1;
  const tooHigh = (each) => pressed(each) && each.scrollHeight > each.clientHeight + 1;
  const below = (each) => each.closest("nav") && each.getBoundingClientRect().bottom > innerHeight + 1;
  return [document.documentElement, ...document.querySelectorAll("h1, a, button, label, .kiosk-office, .kiosk-clock")]
    .filter((each) => each.clientWidth && (tooWide(each) || tooHigh(each) || below(each)))
    .map((each) => `${each.tagName} ${each.innerText}`);
}"""
STEPS = ("", "/queues/B", "/needs", "/quick", "/services/D-INF", "/services/B-WRS")


def press(kiosk: Page, *keys: str) -> None:
    """On a numeric keypad whose NumLock is off: "1" is End, and so on."""
    names = {"+": "NumpadAdd", "-": "NumpadSubtract", "*": "NumpadMultiply", "/": "NumpadDivide", ".": "NumpadDecimal"}
    for key in keys:
        kiosk.keyboard.press(names.get(key) or ("NumpadEnter" if key == "Enter" else f"Numpad{key}"))


def test_a_number_is_taken_by_keypad_alone(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    press(kiosk, ".", "2")
    has_title(kiosk, "Welcome. What do you need?")
    press(kiosk, ".", "1")
    has_title(kiosk, "Selamat datang. Anda perlu apa?")
    press(kiosk, "2")
    has_title(kiosk, "Surat & legalisasi")
    press(kiosk, "+")
    expect(kiosk.get_by_role("link", name="Pengantar SKCK")).to_be_visible()
    press(kiosk, "0")
    has_title(kiosk, "Selamat datang. Anda perlu apa?")
    press(kiosk, "9")
    has_title(kiosk, "Apa keperluan Anda?")
    press(kiosk, "8")
    has_title(kiosk, "Keluarga tidak mampu")
    press(kiosk, "1")
    has_title(kiosk, "Legalisasi SKTM")
    press(kiosk, "1", "/", "7", "2")
    expect(kiosk.get_by_role("checkbox").first).to_be_checked()
    expect(kiosk.locator(".first")).to_contain_text("Penyandang disabilitas")
    expect(kiosk.locator("#helped")).to_contain_text("Petugas sudah dipanggil")
    press(kiosk, "*", "4", "5", "0")
    expect(kiosk.locator("html.contrast")).to_have_attribute("data-text", "2")
    press(kiosk, "8")
    has_title(kiosk, "Yang perlu dilengkapi")
    press(kiosk, "0")
    has_title(kiosk, "Selamat datang. Anda perlu apa?")
    press(kiosk, "4")
    has_title(kiosk, "Informasi & pengaduan")
    press(kiosk, "1")
    has_title(kiosk, "Informasi & konsultasi")
    press(kiosk, "Enter")
    expect(kiosk.locator("#screen .number")).to_have_text("D-001")
    expect(kiosk.get_by_role("button", name="Cetak lagi")).to_be_visible()
    press(kiosk, "1")
    expect(kiosk.get_by_text("sedang dicetak").or_(kiosk.get_by_text("Ambil struk Anda")).first).to_be_visible()
    press(kiosk, "0")
    has_title(kiosk, "Selamat datang. Anda perlu apa?")


def test_by_tab_and_enter_alone_papers_are_ticked_before_the_number_is_taken(
    server: RealServer, open_screen: OpenScreen
) -> None:
    kiosk = open_screen("/kiosk/karawaci/services/B-SKTM", KIOSK)
    boxes = kiosk.get_by_role("checkbox")
    kiosk.keyboard.press("Tab")
    expect(boxes.first).to_be_focused()
    kiosk.keyboard.press("Enter")
    expect(boxes.first).to_be_checked()
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    expect(boxes.nth(1)).to_be_checked()
    press(kiosk, "2", "Enter")
    expect(kiosk.locator("#number")).to_be_visible()


def test_who_goes_first_is_asked_from_the_answer_that_holds(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci/services/A-KTPR", KIOSK)
    press(kiosk, "7")
    expect(kiosk.get_by_label("Tidak perlu")).to_be_focused()
    press(kiosk, "1", "7")
    expect(kiosk.get_by_label("Lansia")).to_be_focused()


def test_every_target_is_as_large_as_a_thumb(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    for size in SIZES:
        kiosk.set_viewport_size(size)
        for step in STEPS:
            kiosk.goto(f"/kiosk/karawaci{step}")
            assert kiosk.evaluate(TOO_SMALL) == [], (size, step)
        for opens in ("first", "access"):
            kiosk.locator(f"[data-opens={opens}]").click()
            assert kiosk.evaluate(TOO_SMALL) == [], (size, opens)
            kiosk.keyboard.press("0")
        kiosk.get_by_role("button", name="Ambil nomor").click()
        expect(kiosk.get_by_role("button", name="Cetak lagi")).to_be_visible()
        assert kiosk.evaluate(TOO_SMALL) == [], (size, "number")


def test_at_twice_the_size_nothing_is_cut_off(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    for size in SIZES:
        kiosk.set_viewport_size(size)
        for step in STEPS:
            kiosk.goto(f"/kiosk/karawaci{step}")
            press(kiosk, "*", "4")
            assert kiosk.evaluate(CUT_OFF) == [], (size, step, "access")
            press(kiosk, "0")
            assert kiosk.evaluate(CUT_OFF) == [], (size, step)
            assert kiosk.locator("#screen").evaluate("screen => screen.clientHeight") > size["height"] / 4


def test_the_next_citizen_finds_the_screen_as_usual(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci/services/D-INF", KIOSK)
    kiosk.get_by_role("button", name="Tampilan").click()
    kiosk.get_by_role("button", name="200 %").click()
    kiosk.get_by_role("button", name="Kontras kuat").click()
    kiosk.get_by_role("button", name="Semua lebih rendah").click()
    expect(kiosk.get_by_role("button", name="Kontras kuat")).to_have_attribute("aria-pressed", "true")
    kiosk.locator("#access").get_by_role("button", name="Selesai").click()
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator("html.contrast.low")).to_have_attribute("data-text", "2")
    kiosk.get_by_role("link", name="Selesai").click()
    has_title(kiosk, "Selamat datang. Anda perlu apa?")
    expect(kiosk.locator("html")).not_to_have_attribute("data-text", "2")
    expect(kiosk.locator("html.contrast")).to_have_count(0)


def test_who_asks_for_help_is_seen_at_every_desk(server: RealServer, open_screen: OpenScreen) -> None:
    desk = open_screen("/login", OLD_PC)
    sign_in(desk, server)
    open_counter(desk, "3")
    expect(desk.locator("body")).to_have_attribute("data-live", "yes")
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    kiosk.get_by_role("button", name="Panggil petugas").click()
    expect(kiosk.get_by_text("Petugas sudah dipanggil")).to_be_visible()
    expect(desk.locator("#asked-for-help")).to_contain_text("memanggil petugas.")
    desk.get_by_role("button", name="Saya ke sana").click()
    expect(desk.locator("#asked-for-help")).to_be_empty()


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_step_of_the_kiosk_shuts_anybody_out(server: RealServer, open_screen: OpenScreen, language: str) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK, reduced_motion="reduce")
    found: list[str] = []
    for step in ("/needs", "/needs/1", "/services/B-WRS"):
        kiosk.goto(f"/kiosk/karawaci{step}?lang={language}")
        found += complaints(kiosk)
    for opens in ("first", "access"):
        kiosk.locator(f"[data-opens={opens}]").click()
        found += complaints(kiosk)
        if opens == "access":
            press(kiosk, "3", "5")
            found += complaints(kiosk)
        press(kiosk, "0")
    found += complaints(kiosk)
    press(kiosk, "/", "8")
    expect(kiosk.locator(".todo")).to_be_visible()
    assert found + complaints(kiosk) == []
