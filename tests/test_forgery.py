"""Nobody else's page may change anything, however well the server knows the screen that asks."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from tests.browser_of import Browser
from tests.people import Hall

TAKE = "/kiosk/karawaci/tickets"


@pytest.fixture
def kiosk(app: Flask, hall: Hall) -> Browser:
    """A kiosk that has given a number: its cookie and its token are known."""
    screen = Browser(app)
    screen.get("/kiosk/karawaci")
    screen.post(TAKE, 201, service="A-KTPR", key="first")
    return screen


def takes(screen: Browser, token: str | None, **headers: str) -> int:
    form = {"service": "A-KTPR", "key": f"again-{token}"} | ({} if token is None else {"csrf_token": token})
    return screen._ask("POST", TAKE, headers, form).status_code


def test_a_known_screen_gives_the_next_number(kiosk: Browser) -> None:
    assert takes(kiosk, kiosk.token) == 201


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_a_known_screen_still_has_to_show_its_token(kiosk: Browser, token: str | None) -> None:
    assert takes(kiosk, token) == 400


def test_a_token_in_a_header_opens_no_way_for_none(kiosk: Browser) -> None:
    assert takes(kiosk, None, **{"X-CSRFToken": kiosk.token}) == 201
    assert takes(kiosk, None) == 400


def test_another_screens_token_is_none(app: Flask, kiosk: Browser) -> None:
    other = Browser(app)
    other.get("/kiosk/karawaci")
    assert takes(kiosk, other.token) == 400
    assert takes(other, kiosk.token) == 400


def test_a_cookie_that_was_changed_is_not_the_one_that_is_known(app: Flask, kiosk: Browser) -> None:
    cookie = kiosk.client.get_cookie("session", domain="127.0.0.1")
    assert cookie
    # Not its last letter: of that, two bits say nothing.
    before, letter, after = cookie.value[:-9], cookie.value[-9], cookie.value[-8:]
    kiosk.client.set_cookie("session", before + ("A" if letter != "A" else "B") + after, domain="127.0.0.1")
    assert takes(kiosk, kiosk.token) == 400


def test_a_known_cookie_grows_too_old_all_the_same(kiosk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = time.time() + 24 * 3600
    monkeypatch.setattr("time.time", lambda: tomorrow)
    assert takes(kiosk, kiosk.token) == 400
