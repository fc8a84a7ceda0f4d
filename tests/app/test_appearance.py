"""Rina chooses how her browser shows pages: it is so from the first byte on, and is nobody else's business."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.browser_of import Browser
from tests.people import Hall


@pytest.fixture
def rina(app: Flask, hall: Hall) -> Browser:
    """Rina's browser, signed in."""
    hall.employ("Rina")
    browser = Browser(app)
    browser.sign_in("Rina")
    return browser


def classes(page: str) -> str:
    """What the page is shown as."""
    found = re.search(r'<html [^>]*class="([^"]*)"', page)
    assert found
    return found[1]


def chooses(browser: Browser, *look: str, back: str = "/counter/") -> str:
    """Choose a look; where that leads."""
    form = {"look": list(look), "back": back, "csrf_token": browser.token}
    answer = browser.client.post("/appearance", data=form, base_url=browser.origin)
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_her_look_is_in_the_page_itself_and_stays(rina: Browser) -> None:
    assert classes(rina.get("/counter/")) == "by-system"
    assert chooses(rina, "dark", "high-contrast", "still", back="/counter/?lang=en") == "/counter/?lang=en"
    for page in ("/counter/", "/"):
        assert classes(rina.get(page)) == "dark high-contrast still"
    chooses(rina, "by-system")
    assert classes(rina.get("/counter/")) == "by-system"


def test_the_kiosk_looks_as_ever(rina: Browser) -> None:
    chooses(rina, "dark", "high-contrast")
    assert classes(rina.get("/kiosk/karawaci")) == "light"


def test_words_nobody_knows_are_passed_over(rina: Browser) -> None:
    chooses(rina, 'x"><script>', "light")
    assert classes(rina.get("/counter/")) == "light"
    rina.client.set_cookie("giliran_appearance", 'dark"><script>', domain="127.0.0.1")
    assert classes(rina.get("/counter/")) == "by-system"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org/", "////example.org/", "/\\example.org", "/\t/example.org", "/\r\nx: y"],
)
def test_it_leads_nobody_elsewhere(rina: Browser, elsewhere: str) -> None:
    assert chooses(rina, "dark", back=elsewhere) == "/"
