"""Sari's phone when her number is called: for who does not hear the hall, and who looks elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, OpenScreen, until
from tests.browser.desk_of import at_counter
from tests.browser.test_main_job import take_number
from tests.server import RealServer

pytestmark = pytest.mark.browser

STIRRED = """
window.stirred = [];
const really = navigator.vibrate.bind(navigator);
navigator.vibrate = (pattern) => window.stirred.push([pattern, really(pattern)]) && true;
"""
CALL = [400, 200, 400, 200, 800]


def phone_of_sari(open_screen: OpenScreen, expect_errors: bool = False) -> Page:
    """Her number's page, telling what its phone was asked to do."""
    kiosk = open_screen("/kiosk/karawaci", PHONE)
    take_number(kiosk)
    phone = open_screen("/", PHONE, expect_errors)
    phone.add_init_script(STIRRED)
    phone.goto(str(kiosk.locator("#screen [data-ticket-link]").get_attribute("data-ticket-link")))
    expect(phone.locator("body")).to_have_attribute("data-live", "yes")
    return phone


def stirred(phone: Page) -> list[object]:
    """How the phone was made to vibrate, and whether the browser did it."""
    return list(phone.evaluate("window.stirred"))


def test_a_call_fills_the_screen_and_stirs_the_phone_of_who_asked(server: RealServer, open_screen: OpenScreen) -> None:
    phone = phone_of_sari(open_screen)
    desk = at_counter(open_screen, server)
    phone.get_by_role("button", name="Beri tahu saya").click()
    expect(phone.get_by_role("button", name="Beri tahu saya")).to_have_attribute("aria-pressed", "true")
    assert stirred(phone) == [[200, True]]
    desk.keyboard.press("n")
    expect(phone.locator(".state-caption")).to_have_text("Nomor A-001, silakan ke loket 3.")
    covers = "() => document.getElementById('state').getBoundingClientRect().height >= innerHeight"
    until(phone, covers)
    expect(phone.locator(".state-where")).to_contain_text(re.compile(r"Loket\s+3"))
    assert stirred(phone)[1:] == [[CALL, True]]
    until(phone, "window.stirred.length === 3", timeout=10_000)
    phone.get_by_role("button", name="Saya menuju ke sana").click()
    expect(phone.get_by_role("link", name="English")).to_be_visible()
    desk.keyboard.press("r")
    until(phone, covers)
    assert stirred(phone)[-1] == [CALL, True]
    desk.keyboard.press("s")
    expect(phone.get_by_text("Anda sedang dilayani di loket 3")).to_be_visible()
    expect(phone.get_by_role("button", name="Beri tahu saya")).to_be_hidden()


def test_a_phone_that_was_never_touched_is_not_made_to_vibrate(server: RealServer, open_screen: OpenScreen) -> None:
    phone = phone_of_sari(open_screen)
    desk = at_counter(open_screen, server)
    desk.keyboard.press("n")
    expect(phone.locator(".state-caption")).to_contain_text("silakan ke loket 3")
    assert stirred(phone) == []


def test_a_phone_left_open_learns_that_the_time_to_come_back_is_over(
    server: RealServer, open_screen: OpenScreen
) -> None:
    phone = phone_of_sari(open_screen)
    desk = at_counter(open_screen, server)
    phone.clock.install()
    desk.keyboard.press("n")
    expect(phone.locator(".state-caption")).to_be_visible()
    desk.keyboard.press("x")
    desk.keyboard.press("x")
    expect(phone.locator("#state")).to_contain_text("Temui petugas sebelum pukul")
    with phone.expect_request("**/state"):
        phone.clock.fast_forward("01:00:02")


def portal_that_answers(status: int) -> Callable[[Route], None]:
    """What wants to be signed in to, before it lets anybody through."""
    return lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>Masuk ke WiFi gratis</h1>")


def test_a_page_of_another_network_takes_no_tickets_place(server: RealServer, open_screen: OpenScreen) -> None:
    phone = phone_of_sari(open_screen, expect_errors=True)
    phone.clock.install()
    for status in (200, 429):
        phone.route("**/state", portal_that_answers(status))
        with phone.expect_event("requestfinished", lambda request: request.url.endswith("/state")):
            phone.evaluate("() => void document.dispatchEvent(new Event('visibilitychange'))")
            phone.clock.run_for(1)
        expect(phone.locator("#state")).to_contain_text("A-001")
        expect(phone.locator("body")).not_to_contain_text("WiFi gratis")
        phone.unroute("**/state")
        with phone.expect_response("**/state") as asked:
            phone.clock.run_for(11_000)
        assert asked.value.status == 200, "by itself"
