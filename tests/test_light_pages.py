"""A kiosk on a slow network: files come packed, pages do not."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask

from tests.browser_of import Browser
from tests.people import Hall

STYLE = re.compile(r'href="([^"]+kiosk\.css[^"]*)"')
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def style(app: Flask, hall: Hall) -> str:
    """Where the kiosk's style sheet is."""
    found = STYLE.search(Browser(app).get("/kiosk/karawaci"))
    assert found
    return found[1]


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
