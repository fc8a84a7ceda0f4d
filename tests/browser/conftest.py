"""A real Chromium in front of a real server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

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

OpenScreen = Callable[..., Page]


def until(page: Page, holds: str, arg: object = None, timeout: int = 10_000) -> None:
    """Wait until a JavaScript expression or function is true; `timeout` in ms.

    Playwright's own way has the page evaluate text, which our pages forbid (app/headers.py).
    """
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(holds, arg):
        assert time.monotonic() < end, f"it did not come to hold: {holds}"
        page.wait_for_timeout(25)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    """The demo, served by the real server process."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def open_screen(chromium: Browser, server: RealServer) -> Iterator[OpenScreen]:
    """Open a page in a browser of its own; whatever its console complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def open_it(path: str, size: dict[str, int], expect_errors: bool = False, **look: str) -> Page:
        context = chromium.new_context(viewport=size, locale="id-ID", base_url=server.url, **look)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if not expect_errors:
            page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert complaints == []
