"""Adding a printer with keyboard and eyes: search, wrong address, test slip, order."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OLD_PC, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.printers.simulator import printer
from tests.server import RealServer

pytestmark = pytest.mark.browser


def typed(page: Page, name: str, address: str) -> None:
    page.locator("#name").fill(name)
    page.locator("#url").fill(address)


def test_a_printer_is_tried_added_and_put_first_by_keyboard(server: RealServer, open_screen: OpenScreen) -> None:
    page = open_screen("/login", OLD_PC, expect_errors=True)
    sign_in(page, server, "admin")
    page.goto("/admin/printers?lang=en")
    page.get_by_role("link", name="Find or add a printer").press("Enter")
    page.get_by_role("button", name="Search now").press("Enter")
    expect(page.get_by_role("button", name="Search again")).to_be_visible()
    found = complaints(page)
    with printer() as paper:
        typed(page, "Printer kiosk", "192.168.1.50")
        page.get_by_role("button", name="Add", exact=True).press("Enter")
        expect(page.locator("#url-error")).to_contain_text("names no kind of printer")
        expect(page.locator("#name")).to_have_value("Printer kiosk")
        found += complaints(page)
        typed(page, "Printer kiosk", paper.url)
        page.get_by_role("button", name="Print a test slip").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("The test slip was printed.")
        found += complaints(page)
        assert paper.whole_slips
        page.locator("#url").press("Enter")
        expect(page.locator("h1")).to_have_text("Printer kiosk")
        found += complaints(page)
        page.get_by_role("link", name="Printers").press("Enter")
        page.get_by_role("button", name="Earlier Printer kiosk").press("Enter")
        expect(page.locator(".printer h3").first).to_have_text("Printer kiosk")
    assert found == []
