"""Scripts that ask for a part of their page when something happened, in a real browser, with a server that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import soon

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
HTMX = """<meta name="htmx-config" content='{"timeout": 8000, "responseHandling": [
  {"code": "204", "swap": false}, {"code": "[23]..", "swap": true},
  {"code": "[45]..", "swap": true, "error": true}]}'>"""
PHONE = """<body data-ticket="A-001" data-state="/state">
<p id="contact"><time data-heard></time></p><div id="refusal"></div>
<main><section id="state" data-queue="A" data-calls="0">
<b>waiting</b><details><summary>I go</summary></details></section></main><button id="tell-me"></button>
<script>window.giliranCalendar = () => ({ time: String, day: String }); window.softTone = () => {};</script>"""
DESK = """<body data-desk="/desk" data-unreachable="No answer"><p id="contact"></p><div id="refusal"></div>
<p id="says"></p><main><section id="desk" data-moment="1">before</section></main>"""
OF_A_DESK = ("app/static/vendor/htmx.min.js", "app/static/js/page.js", "app/static/js/counter.js")
CALLED = '<section id="state" data-queue="A" data-calls="1">called</section>'
OF_A_PHONE = ("app/static/vendor/htmx.min.js", "app/static/js/page.js", "app/static/js/citizen.js")
OF_A_PROXY = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class Stand:
    """A page at an address of its own, whose every question is answered as the test says."""

    def __init__(self, page: Page, body: str, *scripts: str) -> None:
        self.page, self.asked, self.answered = page, 0, 0
        self.answers: list[tuple[int, str]] = []
        page.on("requestfinished", self._has_answered)
        page.on("requestfailed", self._has_answered)
        page.route("http://hall.test/**", self._answer)
        self.body = f"<!doctype html><html><head>{HTMX}</head>{body}</body></html>"
        page.goto("http://hall.test/")
        for script in scripts:
            page.add_script_tag(path=ROOT / script)

    def happens(self, event: str) -> None:
        detail = f"{{ detail: {{ event: {event} }} }}"
        self.page.evaluate(f"document.dispatchEvent(new CustomEvent('giliran:event', {detail}))")

    def takes_the_board(self, *, reset: bool) -> None:
        detail = f"{{ detail: {{ board: {OFFICE}, reset: {str(reset).lower()} }} }}"
        self.page.evaluate(f"document.dispatchEvent(new CustomEvent('giliran:board', {detail}))")

    def _has_answered(self, request: Request) -> None:
        self.answered += not request.is_navigation_request()

    def _answer(self, route: Route) -> None:
        if route.request.is_navigation_request():
            return route.fulfill(body=self.body, content_type="text/html")
        self.asked += 1
        status, body = self.answers.pop(0)
        return route.fulfill(status=status, body=body, content_type="text/html") if status else route.abort()


BOARD = """<body><p id="name" data-part>{}</p><div id="settings" data-settings='{{}}'></div>"""

OFFICE = "{ now: '2026-11-23T08:15:00+07:00', open: true, calls: [], waiting: {}, slips: true, message: null }"
ALL_ELSE_OF_A_BOARD = """
const quiet = new Proxy({}, { get: () => () => false });
for (const part of ["Picture", "Announcer", "Frame", "Message"]) window[`giliran${part}`] = quiet;
window.giliranSettings = () => ({ closed: "" });
window.looks = 0;
window.giliranParts = { lookAgain: () => (window.looks += 1) };"""
KIOSK = """<body data-home="/"><dialog id="still-here"></dialog><p id="no-slips" hidden></p><div id="refusal"></div>
<div id="kiosk" lang="id"><b class="kiosk-office"></b><i data-clock></i>
<main id="screen"><h1>Silakan pilih</h1><p class="tiles">{}</p></main><p id="foot"></p></div>
<script>window.giliranCalendar = () => ({{ time: String, day: String }});</script>"""
OF_A_KIOSK = ("app/static/vendor/htmx.min.js", "app/static/js/page.js", "kiosk/static/kiosk.js")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page whose hours pass when the test says so; a script that fails fails the test."""
    page, complaints = chromium.new_page(), list[str]()
    page.clock.install()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    page.close()


@pytest.mark.parametrize("fails", [(502, OF_A_PROXY), (0, "")])
def test_a_phone_whose_question_failed_asks_again_and_learns_of_its_call(page: Page, fails: tuple[int, str]) -> None:
    stand = Stand(page, PHONE, *OF_A_PHONE)
    stand.answers = [fails, (200, CALLED)]
    stand.happens("{ticket: 'A-001', kind: 'ticket.called'}")
    page.clock.run_for(100)
    soon(page, lambda: stand.answered, 1)
    expect(page.locator("b")).to_have_text("waiting")
    page.clock.run_for(10_000)
    expect(page.locator("#state")).to_have_text("called")
    assert stand.asked == 2


def test_a_phone_on_which_somebody_thought_of_going_learns_what_happened_meanwhile(page: Page) -> None:
    stand = Stand(page, PHONE, *OF_A_PHONE)
    stand.answers = [(200, CALLED)]
    page.locator("summary").click()
    stand.happens("{waiting: {A: 3}}")
    page.clock.run_for(2_000)
    assert stand.asked == 0
    page.locator("summary").click()
    expect(page.locator("#state")).to_have_text("called")


def test_a_desk_stands_while_what_is_before_the_server_says_it_is_away(page: Page) -> None:
    stand = Stand(page, DESK, *OF_A_DESK)
    stand.answers = [(502, OF_A_PROXY), (200, '<section id="desk" data-moment="2">now</section>')]
    stand.happens("{}")
    with page.expect_response("**/desk"):
        page.clock.run_for(200)
    expect(page.locator("#desk")).to_have_text("before")
    page.clock.run_for(30_000)
    expect(page.locator("#desk")).to_have_text("now")


def looks_again(page: Page) -> None:
    page.evaluate("() => void window.giliranParts.lookAgain()")


@pytest.mark.parametrize("fails", [(502, OF_A_PROXY), (0, "")])
def test_a_board_whose_look_failed_looks_once_more(page: Page, fails: tuple[int, str]) -> None:
    stand = Stand(page, BOARD.format("before"), "queue_display/static/parts.js")
    stand.answers = [fails, (200, BOARD.format("now"))]
    looks_again(page)
    soon(page, lambda: stand.answered, 1)
    expect(page.locator("#name")).to_have_text("before")
    page.clock.run_for(10_000)
    expect(page.locator("#name")).to_have_text("now")


def test_of_two_looks_at_once_the_later_one_holds(page: Page) -> None:
    stand = Stand(page, BOARD.format("before"), "queue_display/static/parts.js")
    late: list[Route] = []
    page.route("http://hall.test/", lambda route: late.append(route), times=1)  # noqa: PLW0108 - the driver asks what it is
    stand.answers = [(200, BOARD.format("now"))]
    looks_again(page)
    looks_again(page)
    soon(page, lambda: len(late), 1)
    expect(page.locator("#name")).to_have_text("now")
    late[0].fulfill(body=BOARD.format("between"), content_type="text/html")
    soon(page, lambda: stand.answered, 2)
    page.wait_for_timeout(50)
    expect(page.locator("#name")).to_have_text("now")


def test_a_board_that_starts_over_takes_what_was_set_up_meanwhile(page: Page) -> None:
    stand = Stand(page, "<body></body>")
    page.add_script_tag(content=ALL_ELSE_OF_A_BOARD)
    page.add_script_tag(path=ROOT / "queue_display/static/board.js")
    stand.takes_the_board(reset=True)
    assert page.evaluate("looks") == 1
    stand.takes_the_board(reset=False)
    assert page.evaluate("looks") == 1


def test_a_kiosk_that_starts_over_takes_what_was_set_up_meanwhile(page: Page) -> None:
    stand = Stand(page, KIOSK.format("before"), *OF_A_KIOSK)
    stand.answers = [(200, KIOSK.format("now"))] * 2
    stand.takes_the_board(reset=True)
    expect(page.locator(".tiles")).to_have_text("now")


def test_a_kiosk_that_goes_home_while_something_is_set_up_shows_it(page: Page) -> None:
    stand = Stand(page, KIOSK.format("before"), *OF_A_KIOSK)
    late: list[Route] = []
    for _ in range(2):
        page.route("http://hall.test/", lambda route: late.append(route), times=1)  # noqa: PLW0108 - as above
    page.evaluate("() => void window.kiosk.goHome()")
    stand.happens("{kind: 'service.closed'}")
    soon(page, lambda: len(late), 2)
    going_home, look = late
    going_home.fulfill(body=KIOSK.format("as it was when it was asked"), content_type="text/html")
    expect(page.locator(".tiles")).to_have_text("as it was when it was asked")
    stand.answers = [(200, KIOSK.format("now"))] * 2
    look.fulfill(body=KIOSK.format("now"), content_type="text/html")
    expect(page.locator(".tiles")).to_have_text("now")
