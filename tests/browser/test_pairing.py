"""Budi puts a screen into the hall: it shows a code, he approves it at his desk, and it becomes the kiosk by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OLD_PC, PHONE, TV, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser


def far_away(server: RealServer, path: str) -> str:
    """An address by which the server does not know its own machine: the demo opens nothing there."""
    return f"http://antrean.localhost:{server.port}{path}"


def code_on(screen: Page) -> str:
    code = screen.locator("#code [name=shown]")
    expect(code).to_have_value(code.input_value())
    return code.input_value()


def test_a_screen_becomes_a_kiosk_and_is_sent_away(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen(far_away(server, "/kiosk/karawaci"), KIOSK, expect_errors=True)
    expect(kiosk.locator("h1")).to_have_text("Layar ini belum dipasangkan")
    code = code_on(kiosk)
    budi = open_screen("/login", OLD_PC)
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/devices")
    expect(budi.locator("#devices .empty")).to_be_visible()
    budi.get_by_label("Kode di layarnya").fill(f"{code[:3]} {code[3:].lower()}")
    budi.keyboard.press("Enter")
    expect(budi.locator(".facts")).to_contain_text("Kios")
    expect(budi.get_by_label("Nama")).to_be_focused()
    budi.keyboard.type("Kios pintu masuk")
    budi.keyboard.press("Enter")
    expect(budi.locator(".device h3")).to_have_text("Kios pintu masuk")
    expect(kiosk.locator(".tiles .tile").first).to_be_visible(timeout=6000)
    expect(kiosk.locator("body")).to_have_attribute("data-live", "yes")
    budi.reload()
    expect(budi.locator(".device .good")).to_have_text("Terhubung")
    budi.locator(".device summary").click()
    budi.get_by_role("button", name="Ya, lepaskan").click()
    expect(budi.locator("#devices .empty")).to_be_visible()
    expect(kiosk.locator("#code .code")).to_be_visible(timeout=8000)
    assert code_on(kiosk) != code


@pytest.mark.parametrize(("theme", "language"), [("light", "id"), ("dark", "en")])
def test_pairing_shuts_nobody_out(server: RealServer, open_screen: OpenScreen, theme: str, language: str) -> None:
    look = {"color_scheme": theme, "reduced_motion": "reduce"}
    found: list[str] = []
    for path, size in (("/kiosk/karawaci", KIOSK), ("/display/karawaci", TV), ("/kiosk/karawaci", PHONE)):
        screen = open_screen(far_away(server, f"{path}?lang={language}"), size, expect_errors=True, **look)
        code = code_on(screen)
        found += complaints(screen)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    budi = open_screen("/login", OLD_PC, expect_errors=True, **look)
    sign_in(budi, server, "admin")
    for query in ("", "&code=XXXXXX", f"&code={code}"):
        budi.goto(f"/admin/karawaci/devices?lang={language}{query}")
        found += complaints(budi)
    budi.locator("#name").fill("Kios " + "sangat " * 10)
    budi.keyboard.press("Enter")
    expect(budi.locator(".device h3")).to_contain_text("sangat")
    found += complaints(budi)
    budi.set_viewport_size(PHONE)
    assert budi.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert found == []


@pytest.mark.parametrize("size", [(1280, 720), (1024, 600)])
def test_a_code_is_read_without_scrolling_and_no_browser_offers_to_translate_it(
    server: RealServer, open_screen: OpenScreen, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    screen = open_screen(far_away(server, "/display/karawaci"), viewport, expect_errors=True)
    assert code_on(screen)
    assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert screen.locator("html").get_attribute("translate") == "no"
