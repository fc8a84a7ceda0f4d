"""A kiosk on a slow network: files come packed and together, pages do not."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from tests.browser_of import Browser
from tests.people import Hall

STYLE = re.compile(r'href="([^"]+kiosk\.css[^"]*)"')
SCREENS = ["/kiosk/karawaci", "/display/karawaci"]
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def style(app: Flask, hall: Hall) -> str:
    """Where the kiosk's style sheets are."""
    found = STYLE.search(Browser(app).get("/kiosk/karawaci"))
    assert found
    return unescape(found[1])


def test_files_come_packed_to_whoever_can_unpack_them(app: Flask, style: str) -> None:
    plain = app.test_client().get(style)
    packed = app.test_client().get(style, headers=PACKED)
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]


def test_a_file_that_has_not_changed_is_not_sent_again(app: Flask, style: str) -> None:
    first = app.test_client().get(style, headers=PACKED)
    again = app.test_client().get(style, headers=PACKED | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_a_page_with_a_token_in_it_comes_as_it_is(app: Flask, hall: Hall) -> None:
    page = app.test_client().get("/kiosk/karawaci", headers=PACKED, base_url="http://127.0.0.1:8000")
    assert page.status_code == 200 and "Content-Encoding" not in page.headers


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_asks_for_one_style_sheet_and_one_script(app: Flask, hall: Hall, screen: str) -> None:
    page = Browser(app).get(screen)
    assert len(re.findall(r'<link rel="stylesheet"', page)) == len(re.findall(r"<script src=", page)) == 1


def test_files_come_in_the_order_in_which_they_are_named(app: Flask, style: str) -> None:
    every = app.test_client().get(style).get_data(as_text=True)
    first, last = Path("app/static/css/tokens.css").read_text(), Path("kiosk/static/service.css").read_text()
    assert every.startswith(first) and every.endswith(last)


@pytest.mark.parametrize(
    "names",
    [
        "",
        "f=static/css/nothing.css",
        "f=static/js/page.js",
        "f=static/../settings.py",
        "f=nobody/kiosk.css",
        "f=kiosk/../../wsgi.py",
        "f=static/css/base.css&f=static/css/nothing.css",
        "&".join(["f=static/css/base.css"] * 41),
    ],
)
def test_nothing_else_is_sent_together(app: Flask, names: str) -> None:
    assert app.test_client().get(f"/static/css/together.css?{names}").status_code == 404
