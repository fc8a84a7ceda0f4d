"""The desk on an old PC and on a phone: what is worked with is in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OLD_PC, PHONE, OpenScreen, until
from tests.browser.desk_of import (
    at_counter,
    citizens_take,
    has,
    in_line,
)
from tests.server import RealServer

pytestmark = pytest.mark.browser


def in_sight(page: Page, *parts: str) -> None:
    """Wait until all these parts of the page are seen whole and lie under no other, at one and the same moment.

    The desk renews its line by itself: a part found now may be another one a moment later.
    """
    until(
        page,
        """parts => parts.every(name => {
          const part = document.querySelector(name);
          if (!part) return false;
          const box = part.getBoundingClientRect();
          const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height - 2);
          return box.x >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && part.contains(seen);
        })""",
        arg=parts,
        timeout=5000,
    )


def test_on_a_phone_the_next_step_hides_neither_the_papers_nor_an_empty_desk(
    server: RealServer, open_screen: OpenScreen
) -> None:
    desk = at_counter(open_screen, server)
    desk.set_viewport_size(PHONE)
    citizens_take(desk, "B-WRS")
    in_line(desk, "B-001")
    in_sight(desk, ".nobody", "#next-step")
    desk.locator("#next-step").click()
    has(desk, "B-001")
    desk.evaluate("document.querySelector('.papers li:last-child').scrollIntoView({ block: 'nearest' })")
    desk.mouse.wheel(0, 120)
    in_sight(desk, ".papers li:last-child", "#next-step")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_an_old_pc_six_who_wait_and_all_papers_are_seen_at_once(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "B-WRS", *["A-KTPR"] * 7)
    desk.keyboard.press("n")
    has(desk, "B-001")
    expect(desk.locator(".line-list li")).to_have_count(7)
    in_sight(desk, *(f".line-list li:nth-child({place})" for place in range(1, 7)))
    assert desk.locator(".here-body").evaluate("body => body.scrollHeight - body.clientHeight") == 0


def test_a_long_line_scrolls_in_its_own_place_and_never_the_page(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, *["A-KTPR"] * 25)
    expect(desk.locator(".line-list li").nth(20)).to_be_attached()
    assert desk.evaluate("document.documentElement.scrollHeight") <= OLD_PC["height"]
