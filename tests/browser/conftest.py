"""A real Chromium in front of a real server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.server import RealServer, serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",  # a microphone that beeps, and is allowed
    "--use-fake-ui-for-media-stream",
]
KIOSK = {"width": 1080, "height": 1920}
TV = {"width": 1920, "height": 1080}
OLD_PC = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

# A machine that runs other tests beside this one may take its time; how fast a screen is, bench/ measures.
expect.set_options(timeout=15_000)

OpenScreen = Callable[..., Page]
Complain = Callable[[str], None]


def until(page: Page, holds: str, arg: object = None, timeout: int = 10_000) -> None:
    """Wait until a JavaScript expression or function is true; `timeout` in ms.

    Playwright's own way has the page evaluate text, which our pages forbid (app/headers.py).
    """
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(holds, arg):
        assert time.monotonic() < end, f"it did not come to hold: {holds}"
        page.wait_for_timeout(25)


def soon(page: Page, look: Callable[[], object], wanted: object, seconds: float = 5) -> None:
    """What is seen comes to be this."""
    end = time.monotonic() + seconds
    while (seen := look()) != wanted:
        assert time.monotonic() < end, f"{seen} instead of {wanted}"
        page.wait_for_timeout(25)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers; a process has one."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    """The demo, served by the real server process."""
    with serving(tmp_path) as running:
        yield running


def listen(page: Page, complain: Complain, expect_errors: bool) -> None:
    """Tell of errors in a page's scripts, and, unless they are expected, of those in its console."""

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complain(f"{message.text} ({message.location.get('url', '')})")

    if not expect_errors:
        page.on("console", hear)
    page.on("pageerror", lambda error: complain(str(error)))


@pytest.fixture
def open_screen(chromium: Browser, server: RealServer) -> Iterator[OpenScreen]:
    """Open a page in a browser of its own; whatever its console complains about fails the test."""
    yield from opening_screens(chromium, server, listen)


def opening_screens(
    browser: Browser, server: RealServer, listen: Callable[[Page, Complain, bool], None]
) -> Iterator[OpenScreen]:
    """Hand out what opens a page in this browser; `listen` hears its complaints, and in the end there are none."""
    complaints: list[str] = []
    contexts = []

    def open_it(path: str, size: dict[str, int], expect_errors: bool = False, **look: Any) -> Page:
        context = browser.new_context(viewport=size, locale="id-ID", base_url=server.url, **look)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        listen(page, complaints.append, expect_errors)
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert complaints == []
