"""Every page passes axe-core (WCAG 2.2 AA and best practice), in both themes and in every language it speaks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app import create_app
from tests.browser import every_page
from tests.browser.conftest import KIOSK, OLD_PC, PHONE, TV, OpenScreen
from tests.browser.test_main_job import open_counter, sign_in, take_number
from tests.server import RealServer

pytestmark = pytest.mark.browser

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = "['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']"


IN_FULL = bool(os.environ.get("GILIRAN_SOAK"))
"""Every page in every language on both grounds; otherwise in every language, each on the next ground in turn."""

LOOK = """async () => {
    // Another ground is there with the next picture.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    // A screen that still fades in has another contrast.
    const settled = Promise.allSettled(document.getAnimations().map((each) => each.finished));
    await Promise.race([settled, new Promise((done) => setTimeout(done, 300))]);
    // A frame holds a page that is visited by itself; and what passes would take longer to hand over than to look at.
    const found = await axe.run({ runOnly: %s, resultTypes: ["violations"], iframes: false, preload: false });
    return [found.passes.length, found.violations.map((each) => `${each.id}: ${each.nodes[0].target}`)];
}"""
SCREENS = {"kiosk": KIOSK, "queue_display": TV, "citizen": PHONE, "front_door": PHONE}


def complaints(page: Page) -> list[str]:
    """What axe-core holds against a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    looked, found = page.evaluate(LOOK % RULES)
    assert looked > 5, f"axe-core did not look at {page.url}"
    return [f"{page.url} {each}" for each in found]


def test_every_page_is_visited(app: Flask) -> None:
    assert every_page.without_example(app, token="of a ticket") == [], "give them an example in every_page.py"


def test_no_page_of_citizens_shuts_anybody_out(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK, reduced_motion="reduce")
    take_number(kiosk)
    link = str(kiosk.locator("[data-ticket-link]").get_attribute("data-ticket-link"))
    screens = {name: open_screen("/", size, reduced_motion="reduce") for name, size in SCREENS.items()}
    token = link.rpartition("/")[2].partition("?")[0]
    look_at(screens, every_page.visits(create_app(), token=token))


@pytest.mark.parametrize("half", [0, 1])
def test_no_page_of_staff_shuts_anybody_out(server: RealServer, open_screen: OpenScreen, half: int) -> None:
    staff = open_screen("/login", OLD_PC, reduced_motion="reduce")
    assert complaints(staff) == []
    sign_in(staff, server, "admin")
    open_counter(staff, "3")
    city = open_screen("/login", OLD_PC, reduced_motion="reduce")
    sign_in(city, server, "kota")
    screens = dict.fromkeys(("admin", "counter", "auth"), staff) | {"city": city}
    look_at(screens, list(every_page.visits(create_app(), token=""))[half::2])


def look_at(screens: dict[str, Page], visits: Iterable[every_page.Visit]) -> None:
    """Visit the pages of these screens in each of their languages, on light ground and on dark in turn."""
    for page in set(screens.values()):
        page.context.add_init_script(AXE)
    found: list[str] = []
    for visit in [visit for visit in visits if visit.blueprint in screens]:
        page = screens[visit.blueprint]
        grounds = [("light", "dark"), ("dark", "light")] if IN_FULL else [("light",), ("dark",)]
        for language, themes in zip(visit.languages, cycle(grounds), strict=False):
            page.emulate_media(color_scheme=themes[0])
            page.goto(f"{visit.path}?lang={language}")
            for theme in themes:
                page.emulate_media(color_scheme=theme)
                found += complaints(page)
    assert found == []


ON_EACH_GROUND = pytest.mark.parametrize(("theme", "language"), [("light", "id"), ("dark", "en")])


@ON_EACH_GROUND
def test_no_step_of_a_citizen_shuts_anybody_out(
    server: RealServer, open_screen: OpenScreen, theme: str, language: str
) -> None:
    look = {"color_scheme": theme, "reduced_motion": "reduce"}
    kiosk = open_screen("/kiosk/karawaci", KIOSK, **look)
    take_number(kiosk)
    found = complaints(kiosk)
    link = kiosk.locator("[data-ticket-link]").get_attribute("data-ticket-link")
    phone = open_screen(f"{link}?lang={language}", PHONE, **look)
    found += complaints(phone)
    board = open_screen(f"/display/karawaci?lang={language}", TV, **look)
    desk = open_screen("/login", OLD_PC, **look)
    sign_in(desk, server)
    open_counter(desk, "3")
    desk.keyboard.press("n")
    for screen, where in ((board, "#call"), (phone, "main")):
        expect(screen.locator(where)).to_contain_text("A-001")
        found += complaints(screen)
    assert found == []


@ON_EACH_GROUND
def test_no_question_at_the_desk_shuts_anybody_out(
    server: RealServer, open_screen: OpenScreen, theme: str, language: str
) -> None:
    take_number(open_screen("/kiosk/karawaci", KIOSK))
    desk = open_screen("/login", OLD_PC, color_scheme=theme, reduced_motion="reduce")
    sign_in(desk, server)
    open_counter(desk, "3")
    desk.goto(f"/counter/?lang={language}")
    found = complaints(desk)
    desk.keyboard.press("n")
    expect(desk.locator("#desk .here-number")).to_have_text("A-001")
    found += complaints(desk)
    for key in "?kbtxcpml":
        # Out of touch for a moment, the desk would let nobody open a question.
        expect(desk.locator("body")).to_have_attribute("data-live", "yes")
        desk.keyboard.press(key)
        expect(desk.get_by_role("dialog"), f"opened by the key {key}").to_be_visible()
        found += complaints(desk)
        desk.keyboard.press("Escape")
        expect(desk.get_by_role("dialog")).to_have_count(0)
    # By keyboard: high contrast and stillness, in the theme of the system.
    desk.locator("#show-appearance").press("Enter")
    found += complaints(desk)
    for eased in ("high-contrast", "still"):
        desk.locator(f"[value={eased}]").press("Space")
    desk.locator("#appearance .button.primary").press("Enter")
    expect(desk.locator("html")).to_have_class("by-system high-contrast still")
    found += complaints(desk)
    assert found == []


@ON_EACH_GROUND
def test_nothing_taken_or_refused_shuts_anybody_out(
    server: RealServer, open_screen: OpenScreen, theme: str, language: str
) -> None:
    look = {"color_scheme": theme, "reduced_motion": "reduce"}
    officer = open_screen("/login", OLD_PC, **look)
    sign_in(officer, server)
    open_counter(officer, "3")
    # A form that is refused answers 422, which the browser's console counts as an error.
    admin = open_screen("/login", OLD_PC, expect_errors=True, **look)
    sign_in(admin, server, "admin")
    admin.goto(f"/counter/?lang={language}")
    admin.locator(".taken").click()
    found = complaints(admin)
    admin.goto(f"/admin/karawaci/slip?too_large=1&version=standard&lang={language}")
    found += complaints(admin)
    admin.goto(f"/admin/karawaci/rules/counters/3?lang={language}")
    admin.locator("[name='B-how'][value=helps]").check()
    admin.locator("[name='B-after']").fill("soon")
    admin.locator(".save button").click()
    expect(admin.locator("[aria-invalid]")).to_have_value("soon")
    found += complaints(admin)
    assert found == []
