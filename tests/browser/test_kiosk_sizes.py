"""The whole visit at each size a kiosk has: everything to touch lies within the screen and is as large as a thumb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import KIOSK, TV
from tests.browser.test_kiosk_everyone import CUT_OFF, TOO_SMALL, press
from tests.browser.test_kiosk_steps import has_title
from tests.server import RealServer, serving

pytestmark = pytest.mark.browser

TABLET = {"width": 1280, "height": 800}
OUTSIDE = """() => [...document.querySelectorAll("nav a, nav button, .take-button, dialog[open] button")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest("dialog:not([open])"))
  .map((each) => [each.innerText, each.getBoundingClientRect()])
  .filter(([, at]) => at.left < 0 || at.top < 0 || at.right > innerWidth + 1 || at.bottom > innerHeight + 1)
  .map(([words]) => words)"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One demo for all sizes: a visit leaves nothing behind but its number."""
    with serving(Path(tmp_path_factory.mktemp("sizes"))) as running:
        yield running


def fits(kiosk: Page, step: str) -> None:
    assert kiosk.evaluate(OUTSIDE) == [], step
    assert kiosk.evaluate(TOO_SMALL) == [], step
    assert kiosk.evaluate(CUT_OFF) == [], step


@pytest.mark.parametrize("size", [KIOSK, TV, TABLET], ids=["portrait", "landscape", "tablet"])
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
