"""The spoken guide: silent until somebody turns it on, then every step aloud, and silent for the next citizen."""

from __future__ import annotations

import shutil
import signal
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OpenScreen, until
from tests.browser.test_kiosk_everyone import press
from tests.browser.test_kiosk_steps import has_title
from tests.server import RealServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]


KEEPS_WHAT_IS_SAID = """() => {
  const fetched = window.fetch;
  window.said = [];
  window.fetch = (address, how) => {
    if (String(address).includes("/speech?")) window.said.push(new URL(address).searchParams.get("text"));
    return fetched(address, how);
  };
}"""
"""What is asked for is told, also where the browser has kept the answer."""


def listen(kiosk: Page) -> list[str]:
    """What the kiosk asks the voice to say from now on; what it has heard before, it has kept."""
    said: list[str] = []
    kiosk.on("request", lambda asked: "/speech?" in asked.url and said.append(text_of(asked.url)))
    return said


def text_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["text"][0]


def hears(kiosk: Page, said: list[str], *texts: str) -> None:
    """These are said, in this order, before long."""
    for _ in range(150):
        rest = iter(said)
        if all(text in rest for text in texts):
            return
        kiosk.wait_for_timeout(100)
    raise AssertionError((texts, said))


def test_a_blind_citizen_takes_a_number_by_ear_and_keypad(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    said = listen(kiosk)
    press(kiosk, "4")
    has_title(kiosk, "Informasi & pengaduan")
    press(kiosk, "0")
    has_title(kiosk, "Selamat datang. Anda perlu apa?")
    assert said == [], "no sound before it was turned on"
    press(kiosk, "*", "7")
    hears(kiosk, said, "Panduan suara menyala.")
    press(kiosk, "0")
    hears(kiosk, said, "Selamat datang. Anda perlu apa?", "Kependudukan", "Tekan", "1")
    press(kiosk, "4")
    hears(kiosk, said, "Informasi & pengaduan", "Informasi & konsultasi")
    press(kiosk, "1")
    hears(kiosk, said, "Gratis")
    press(kiosk, "Enter")
    expect(kiosk.locator("#screen .number")).to_have_text("D-001")
    hears(kiosk, said, "Nomor antrean Anda", "D", "Anda terdepan di antrean ini")
    press(kiosk, "0")
    has_title(kiosk, "Selamat datang. Anda perlu apa?")
    kiosk.wait_for_timeout(500)
    before = len(said)
    press(kiosk, "2")
    has_title(kiosk, "Surat & legalisasi")
    kiosk.wait_for_timeout(500)
    assert len(said) == before, "the next citizen hears nothing"


def test_a_step_that_broke_off_with_the_server_is_read_again_once_it_is_back(
    server: RealServer, open_screen: OpenScreen
) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK, expect_errors=True)
    press(kiosk, "*", "7", "0")
    server.stop(signal.SIGKILL)
    expect(kiosk.locator("#away")).to_be_visible()
    kiosk.evaluate(KEEPS_WHAT_IS_SAID)
    server.start()
    expect(kiosk.locator("#away")).to_be_hidden()
    until(kiosk, "window.said.includes('Selamat datang. Anda perlu apa?')")
