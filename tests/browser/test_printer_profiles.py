"""What a printer is, by keyboard: its model, or what somebody sees on the test slip."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OLD_PC, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.printers.simulator import printer
from tests.server import RealServer

pytestmark = pytest.mark.browser


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).press("Space")


def test_a_printer_is_told_by_its_model_and_then_by_its_test_slip(server: RealServer, open_screen: OpenScreen) -> None:
    page = open_screen("/login", OLD_PC, expect_errors=True)
    sign_in(page, server, "admin")
    with printer() as paper:
        page.goto("/admin/karawaci/printers/add?lang=en")
        page.locator("#name").fill("Printer kiosk")
        page.locator("#url").fill(paper.url)
        page.locator("#model").press_sequentially("Zjiang P")
        expect(page.locator("#model")).to_have_value("POS-5890")
        page.get_by_role("button", name="Add", exact=True).press("Enter")
        expect(page.locator("#model-error")).to_contain_text("takes paper of 58 mm at most")
        found = complaints(page)
        page.get_by_label("58 mm", exact=True).press("Space")
        page.get_by_role("button", name="Add", exact=True).press("Enter")
        expect(page.locator(".lead")).to_contain_text("no knife · QR codes as an image")
        page.get_by_role("button", name="Print a test slip").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("say below what is on it")
        assert paper.slip()
        page.get_by_role("button", name="Set the printer up like this").press("Enter")
        expect(page.locator("#ruler-error")).to_contain_text("Look at the test slip")
        found += complaints(page)
        choose(page, "last ruler", "D · 48")
        choose(page, "first line", "1")
        choose(page, "QR codes", "Only 2")
        choose(page, "cut at the end", "Yes")
        page.get_by_role("button", name="Set the printer up like this").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("like Zjiang POS5890 Series")
        expect(page.locator(".lead")).to_contain_text("48 characters on a line · it cuts the paper")
        expect(page.locator("#model")).to_have_value("as-seen")
        found += complaints(page)
    assert found == []
