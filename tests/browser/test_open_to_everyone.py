"""Every page passes axe-core (WCAG 2.2 AA and best practice), in both themes and languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OLD_PC, PHONE, TV, OpenScreen
from tests.browser.test_main_job import open_counter, sign_in, take_number
from tests.server import RealServer

pytestmark = pytest.mark.browser

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES_PAGES = (
    "", "/line", "/missed", "/pauses", "/hours", "/days", "/letters", "/services", "/services/A-KTPR", "/counters",
    "/counters/3",
)  # fmt: skip
RULES = "['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']"


def complaints(page: Page) -> list[str]:
    """What axe-core holds against a page."""
    page.wait_for_timeout(300)  # a screen that still fades in has another contrast
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run({{runOnly: {RULES}}})")
    assert len(found["passes"]) > 5, "axe-core did not look"
    return [f"{page.url} {each['id']}: {each['nodes'][0]['target']}" for each in found["violations"]]


@pytest.mark.parametrize(("theme", "language"), [("light", "id"), ("dark", "en")])
def test_no_page_shuts_anybody_out(server: RealServer, open_screen: OpenScreen, theme: str, language: str) -> None:
    look = {"color_scheme": theme, "reduced_motion": "reduce"}
    found: list[str] = []

    def see(page: Page, *paths: str) -> None:
        for path in paths:
            page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
            found.extend(complaints(page))

    kiosk = open_screen("/kiosk/karawaci", KIOSK, **look)
    see(kiosk, "/kiosk/karawaci", "/kiosk/karawaci/queues/B", "/kiosk/karawaci/services/B-WRS")
    take_number(kiosk)
    found += complaints(kiosk)
    link = kiosk.locator("[data-ticket-link]").get_attribute("data-ticket-link")
    phone = open_screen("/", PHONE, **look)
    see(phone, str(link), "/")
    board = open_screen("/display/karawaci", TV, **look)
    see(board, "/display/karawaci")
    staff = open_screen("/login", OLD_PC, **look)
    see(staff, "/login")
    sign_in(staff, server, "admin")
    see(staff, "/admin/", "/admin/printers", "/admin/karawaci/services", "/counter/")
    see(staff, "/admin/karawaci/slip", "/admin/karawaci/slip/en", "/admin/karawaci/slip?too_large=1&version=standard")
    see(staff, "/admin/recaps", *(f"/admin/karawaci/rules{page}" for page in RULES_PAGES))
    open_counter(staff, "3")
    see(staff, "/counter/")
    staff.keyboard.press("n")
    expect(staff.locator("#desk")).to_contain_text("A-001")
    found += complaints(staff)
    for key in "?kbtxcpml":
        # Out of touch for a moment, the desk would let nobody open a question.
        expect(staff.locator("body")).to_have_attribute("data-live", "yes")
        staff.keyboard.press(key)
        expect(staff.get_by_role("dialog")).to_be_visible()
        found += complaints(staff)
        staff.keyboard.press("Escape")
    other = open_screen("/login", OLD_PC, **look)
    sign_in(other, server)
    see(other, "/counter/")
    other.locator(".taken").click()
    found += complaints(other)
    expect(board.locator("#call")).to_contain_text("A-001")
    found += complaints(board)
    see(phone, str(link))
    # A form that is refused answers 422, which the browser's console counts as an error.
    refused = open_screen("/login", OLD_PC, expect_errors=True, **look)
    sign_in(refused, server, "admin")
    refused.goto(f"/admin/karawaci/rules/counters/3?lang={language}")
    refused.locator("[name='B-how'][value=helps]").check()
    refused.locator("[name='B-after']").fill("soon")
    refused.locator(".save button").click()
    expect(refused.locator("[aria-invalid]")).to_have_value("soon")
    found += complaints(refused)
    assert found == []
