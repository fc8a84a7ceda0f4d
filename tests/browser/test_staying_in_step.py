"""live.js itself, in a real browser, with a server that answers when the test says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LIVE = Path(__file__).resolve().parents[2] / "app/static/js/live.js"
STAND_IN = """
const hears = {}, asked = [], told = [];
window.io = () => ({
  on: (name, then) => { hears[name] = then; },
  timeout: () => ({ emit: (_name, question, then) => asked.push({ question, then }) }),
});
document.body.dataset.branch = "karawaci";
for (const name of ["board", "event"]) {
  document.addEventListener(`giliran:${name}`, ({ detail }) => told.push(detail.event ? detail.event.seq : name));
}
const happens = (...seqs) => seqs.forEach((seq) => hears.event({ branch: "karawaci", seq }));
const answers = (number, seq, ...events) =>
  asked[number].then(null, { seq, board: {}, reset: false, events: events.map((one) => ({ seq: one })) });
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A connected page whose first question is not answered yet."""
    page = chromium.new_page()
    page.set_content("<body></body>")
    page.add_script_tag(content=STAND_IN)
    page.add_script_tag(path=LIVE)
    page.evaluate("hears.connect()")
    yield page
    page.close()


def told(page: Page) -> list[Any]:
    return list(page.evaluate("told"))


def questions(page: Page) -> list[int | None]:
    return list(page.evaluate("asked.map((each) => each.question.since)"))


def test_what_overtook_the_first_answer_is_asked_for_at_once(page: Page) -> None:
    page.evaluate("happens(58); answers(0, 57)")
    assert questions(page) == [None, 57]
    page.evaluate("answers(1, 58, 58)")
    assert told(page) == ["board", 58, "board"]
    assert questions(page) == [None, 57]


def test_what_overtook_a_later_answer_is_asked_for_at_once(page: Page) -> None:
    page.evaluate("answers(0, 57); happens(59, 61); answers(1, 60, 58, 59, 60)")
    assert questions(page) == [None, 57, 60]
    page.evaluate("answers(2, 61, 61)")
    assert told(page) == ["board", 58, 59, 60, "board", 61, "board"]


def test_a_pulse_ahead_of_the_answer_asks_again(page: Page) -> None:
    page.evaluate("hears.pulse({ branch: 'karawaci', seq: 58 }); answers(0, 57)")
    assert questions(page) == [None, 57]


def test_an_answer_that_knows_what_overtook_it_is_enough(page: Page) -> None:
    page.evaluate("happens(56, 57); answers(0, 57); happens(57, 58)")
    assert questions(page) == [None]
    assert told(page) == ["board", 58]


def test_an_answer_older_than_what_overtook_it_is_asked_for_anew(page: Page) -> None:
    page.evaluate("answers(0, 57); hears.connect(); happens(58); answers(1, 57)")
    assert told(page) == ["board", 58, "board"], "this board knows nothing of 58"
    assert questions(page) == [None, 57, 58]
    page.evaluate("answers(2, 58)")
    assert questions(page) == [None, 57, 58]


def test_a_screen_that_was_sent_away_while_it_was_cut_off_loads_anew(page: Page) -> None:
    page.evaluate("answers(0, 57); hears.disconnect('transport close'); hears.connect()")
    with page.expect_navigation(timeout=5_000):
        page.evaluate("() => void asked[1].then(null, { error: 'not-yours', message: 'Not yours' })")


def test_a_page_that_was_never_let_in_is_not_loaded_again_and_again(page: Page) -> None:
    page.evaluate("asked[0].then(null, { error: 'not-yours', message: 'Not yours' })")
    page.wait_for_timeout(1500)
    assert questions(page) == [None]


def test_a_page_that_was_not_let_in_asks_again_after_a_while_as_it_says(page: Page) -> None:
    page.clock.install()
    page.evaluate("asked[0].then(null, { error: 'not-yours', message: 'Not yours' })")
    page.clock.fast_forward("00:31")
    assert questions(page) == [None, None]
