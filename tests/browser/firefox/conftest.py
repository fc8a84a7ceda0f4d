"""Debian's own Firefox in front of the same real server, spoken to over WebDriver BiDi."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, Response

from tests.browser.conftest import Complain, OpenScreen, listen, opening_screens
from tests.server import RealServer

RELAY = Path(__file__).with_name("relay.py")
NO_SOCKET = "establish a connection to the server at ws://"
"""Firefox tells of a server that is away as of an error in a script."""
LEFT = "NS_BINDING_ABORTED"
"""A page that was left asks no further."""


@contextmanager
def loudspeaker(folder: Path) -> Iterator[dict[str, str]]:
    """A sound card that nobody hears: without any, Firefox plays nothing. The environment that leads to it."""
    socket = folder / "socket"
    modules = ("module-null-sink", f"module-native-protocol-unix socket={socket} auth-anonymous=1")
    command = ["pulseaudio", "-n", "--exit-idle-time=-1", "--disable-shm=yes", *(f"--load={each}" for each in modules)]
    home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    with (folder / "log").open("w") as log:
        card = subprocess.Popen(command, env=os.environ | home, stdout=log, stderr=log)
    until = time.monotonic() + 20
    while not socket.exists():
        assert card.poll() is None and time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.02)
    yield {"PULSE_SERVER": f"unix:{socket}"}
    card.terminate()
    card.wait()


def launch(playwright: Playwright, folder: Path, sound: dict[str, str], *args: str) -> Browser:
    """Start Firefox behind its relay (docs/decisions/0028)."""
    starter = folder / "firefox"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{RELAY}" "$@"\n')
    starter.chmod(0o755)
    return playwright.firefox.launch(
        channel="moz-firefox", executable_path=starter, args=list(args), env=os.environ | sound
    )


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where Firefox finds its loudspeaker."""
    with loudspeaker(tmp_path_factory.mktemp("sound")) as found:
        yield found


@pytest.fixture(scope="session")
def firefox_for_all(
    playwright: Playwright, sound: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Browser]]:
    """One Firefox for all tests, and another one when it has died: that is the fault of one of them."""
    started: list[Browser] = []

    def running() -> Browser:
        if not started or not started[-1].is_connected():
            started.append(launch(playwright, tmp_path_factory.mktemp("firefox"), sound))
        return started[-1]

    yield running
    for each in started:
        each.close()


@pytest.fixture
def firefox(firefox_for_all: Callable[[], Browser]) -> Browser:
    """The Firefox of all tests; every screen has its own cookies in it."""
    return firefox_for_all()


@pytest.fixture
def touched_firefox(playwright: Playwright, sound: dict[str, str], tmp_path: Path) -> Iterator[Browser]:
    """Firefox on a screen that is touched: every click is a finger's."""
    browser = launch(playwright, tmp_path, sound, "--touch")
    yield browser
    browser.close()


def listen_to_the_network_too(page: Page, complain: Complain, expect_errors: bool) -> None:
    """Tell also what Chromium's console says by itself: an address that is missing, a request that failed."""

    def heard(told: str) -> None:
        if not (expect_errors and NO_SOCKET in told):
            complain(told)

    def failed(request: Request) -> None:
        if request.failure != LEFT:
            complain(f"{request.url} failed: {request.failure}")

    def answered(answer: Response) -> None:
        if answer.status >= 400:
            complain(f"{answer.url} answered {answer.status}")

    listen(page, heard, expect_errors)
    if not expect_errors:
        page.on("requestfailed", failed)
        page.on("response", answered)


@pytest.fixture
def open_screen(firefox: Browser, server: RealServer) -> Iterator[OpenScreen]:
    """Open a page in Firefox; whatever its console or the network complains about fails the test."""
    yield from opening_screens(firefox, server, listen_to_the_network_too)


@pytest.fixture
def open_touched_screen(touched_firefox: Browser, server: RealServer) -> Iterator[OpenScreen]:
    """Open a page in Firefox on a screen that is touched."""
    yield from opening_screens(touched_firefox, server, listen_to_the_network_too)
