"""A whole visit on one page: no step loads another, and each says where the citizen is now."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OpenScreen
from tests.browser.test_kiosk import kiosk_with_a_clock
from tests.server import RealServer

pytestmark = pytest.mark.browser

TABLET = {"width": 800, "height": 1280}
WELCOME = "Selamat datang. Anda perlu apa?"


def choose_language(kiosk: Page, name: str) -> None:
    kiosk.get_by_role("button", name="Bahasa · Language").click()
    kiosk.get_by_role("link", name=name).click()


def has_title(kiosk: Page, words: str) -> None:
    title = kiosk.get_by_role("heading", level=1)
    expect(title).to_have_text(words)
    expect(title).to_be_focused()


def goes_home_by_itself(kiosk: Page) -> None:
    """Nobody touches a kiosk whose clock the test may turn, and after a while it asks what the next one needs.

    Time turned forward is, to a kiosk, a server that has fallen silent: it looks for it, and whoever stands there is
    given their time anew. So it may take more than once the time it waits, and never much more.
    """
    title = kiosk.get_by_role("heading", level=1)
    for _ in range(40):
        kiosk.clock.run_for(5_000)
        kiosk.wait_for_timeout(200)
        if title.text_content() == WELCOME:
            break
    has_title(kiosk, WELCOME)


def test_full_screen_outlives_a_whole_visit(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = kiosk_with_a_clock(open_screen)
    kiosk.evaluate("window.stillTheSame = true")
    choose_language(kiosk, "English")
    has_title(kiosk, "Welcome. What do you need?")
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    kiosk.get_by_role("link", name="Population documents").click()
    has_title(kiosk, "Population documents")
    choose_language(kiosk, "Indonesia")
    has_title(kiosk, "Kependudukan")
    expect(kiosk.locator("html")).to_have_attribute("lang", "id")
    kiosk.get_by_role("link", name="Perekaman KTP-el").click()
    has_title(kiosk, "Perekaman KTP-el")
    kiosk.get_by_role("button", name="Ambil nomor").click()
    has_title(kiosk, "Nomor antrean Anda")
    told = re.compile("A-001 Anda terdepan di antrean ini")
    expect(kiosk.get_by_role("heading", level=1)).to_have_accessible_description(told)
    expect(kiosk.get_by_role("button", name="Bahasa · Language")).to_have_count(0)
    goes_home_by_itself(kiosk)
    assert kiosk.evaluate("window.stillTheSame")


def test_what_does_not_fit_is_turned_to_with_two_buttons(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci/queues/B", TABLET)
    last = kiosk.get_by_role("link", name=re.compile("Pengantar akta"))
    expect(last).not_to_be_in_viewport(ratio=0.9)
    turn = kiosk.get_by_role("button", name="Turun")
    turn.click()
    expect(last).to_be_in_viewport(ratio=0.9)
    turn.click()
    expect(kiosk.get_by_role("link", name="Pengantar SKCK")).to_be_in_viewport(ratio=0.9)
    expect(turn).to_be_disabled()
    kiosk.get_by_role("button", name="Naik").click()
    expect(kiosk.get_by_role("link", name="Legalisasi SKTM")).to_be_visible()


def test_who_lacks_a_paper_gets_a_list_instead_of_a_number(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci/services/B-WRS", KIOSK)
    kiosk.get_by_role("checkbox", name="Akta kematian").click()
    kiosk.get_by_role("button", name="Belum lengkap").click()
    has_title(kiosk, "Yang perlu dilengkapi")
    expect(kiosk.locator(".todo")).to_contain_text("Nomor register lurah")
    expect(kiosk.locator(".todo")).not_to_contain_text("Akta kematian")
    expect(kiosk.locator("#screen")).to_contain_text("sedang dicetak")
    kiosk.get_by_role("link", name="Selesai").click()
    has_title(kiosk, WELCOME)


def test_who_goes_first_says_why_on_a_sheet_and_may_leave_it(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci/services/D-INF", KIOSK)
    asks = kiosk.locator(".first")
    asks.click()
    kiosk.get_by_text("Membawa balita").click()
    expect(asks).to_contain_text("Membawa balita")
    asks.click()
    kiosk.get_by_text("Tidak perlu", exact=True).click()
    expect(asks).to_contain_text("Saya perlu didahulukan")
    asks.click()
    kiosk.get_by_text("Lansia").click()
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator("#screen .number")).to_have_text("D-001")
