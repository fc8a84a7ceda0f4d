"""Budi gives the kiosk at the back door its own printers, by keyboard; his page follows the hall by itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OLD_PC, PHONE, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.browser.test_pairing import code_on, far_away
from tests.server import RealServer

pytestmark = pytest.mark.browser


def order(page: Page) -> list[str]:
    """The printers of the kiosk, in its order."""
    return page.locator(".own-order li:has([name=printers]) b").all_text_contents()


def presses(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def slips(server: RealServer) -> dict[str, int]:
    """How many slips came out of each printer without paper."""
    return {each.name: len(list(each.glob("*"))) for each in (Path(server.folder) / "virtual").glob("*")}


@pytest.mark.parametrize(("theme", "language"), [("light", "id"), ("dark", "en")])
def test_a_kiosk_gets_its_own_printers_by_keyboard(
    server: RealServer, open_screen: OpenScreen, theme: str, language: str
) -> None:
    long_name = "Printer loket di seberang ruang tunggu lantai dua gedung lama"
    for name in (long_name, "Printer belakang"):
        assert server.command("add-printer", "karawaci", "virtual:", "--name", name).returncode == 0
    budi = open_screen("/login", OLD_PC, color_scheme=theme, reduced_motion="reduce")
    sign_in(budi, server, "admin")
    budi.goto(f"/admin/karawaci/devices?lang={language}")
    kiosk = open_screen(far_away(server, "/kiosk/karawaci"), KIOSK, expect_errors=True)
    code = code_on(kiosk)
    # Nobody touched Budi's page.
    expect(budi.locator("#devices .note")).to_contain_text("127.0.0.1", timeout=8000)
    budi.locator("#code").fill(code)
    budi.keyboard.press("Enter")
    budi.locator("#name").fill("Kios belakang")
    budi.keyboard.press("Enter")
    expect(kiosk.locator(".tiles .tile").first).to_be_visible(timeout=8000)
    expect(budi.locator(".own-order li")).to_have_count(3, timeout=8000)
    found = complaints(budi)
    first = order(budi)
    earlier, leave, office = (
        ("Earlier", "Leave out", "Use the office's order")
        if language == "en"
        else ("Dahulukan", "Tidak dipakai", "Pakai urutan kantor")
    )
    presses(budi, f"{earlier} Printer belakang")
    presses(budi, f"{earlier} Printer belakang")
    assert order(budi) == ["Printer belakang", first[0], long_name]
    presses(budi, f"{leave} {first[0]}")
    presses(budi, f"{leave} {long_name}")
    expect(budi.locator(".own-order b")).to_have_text("Printer belakang")
    found += complaints(budi)
    if "PICTURES" in os.environ:
        budi.screenshot(path=f"{os.environ['PICTURES']}/own-{language}.png", full_page=True)
    kiosk.get_by_role("link", name="Kependudukan").click()
    kiosk.get_by_role("link", name="Perekaman KTP-el").click()
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator(".slip-out")).to_be_visible()
    assert slips(server) == {"3": 1}
    budi.set_viewport_size(PHONE)
    assert budi.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if "PICTURES" in os.environ:
        budi.screenshot(path=f"{os.environ['PICTURES']}/own-{language}-390.png", full_page=True)
    presses(budi, f"{office} Kios belakang")
    assert order(budi) == first
    assert found == []


def test_a_new_kiosk_takes_the_place_of_the_old_one(server: RealServer, open_screen: OpenScreen) -> None:
    budi = open_screen("/login", PHONE)
    sign_in(budi, server, "admin")
    screens, name = [], "Kios " + "belakang sekali " * 4
    for replaces in (False, True):
        screen = open_screen(far_away(server, "/kiosk/karawaci"), KIOSK, expect_errors=True)
        budi.goto(f"/admin/karawaci/devices?code={code_on(screen)}")
        expect(budi.locator("#replaces")).to_have_count(int(replaces))
        assert budi.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert complaints(budi) == []
        budi.keyboard.type("Kios baru" if replaces else name)
        if replaces:
            budi.keyboard.press("Tab")
            budi.keyboard.press("ArrowDown")
            budi.locator("#name").focus()
        budi.keyboard.press("Enter")
        expect(screen.locator(".tiles .tile").first).to_be_visible(timeout=8000)
        screens.append(screen)
    expect(screens[0].locator("#code .code")).to_be_visible(timeout=8000)
    expect(budi.locator(".device h3")).to_have_text("Kios baru")
