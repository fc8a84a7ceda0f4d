"""For which site a passkey is, and when its count goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.passkey import Site, counts_on, site_of

COUNTS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("address", "name", "origin"),
    [
        ("https://antrean.example.go.id", "antrean.example.go.id", "https://antrean.example.go.id"),
        ("https://Antrean.Example:443/kiosk/karawaci?lang=id", "antrean.example", "https://antrean.example"),
        ("https://antrean.example:8443/", "antrean.example", "https://antrean.example:8443"),
        ("https://antrean/", "antrean", "https://antrean"),
        ("http://localhost:8000/", "localhost", "http://localhost:8000"),
        ("http://giliran.localhost/", "giliran.localhost", "http://giliran.localhost"),
    ],
)
def test_a_passkey_is_for_the_name_of_the_server_and_its_pages(address: str, name: str, origin: str) -> None:
    assert site_of(address) == Site(name, origin)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://antrean.example",
        "http://localhost.example",
        "http://127.0.0.1:8000",
        "https://192.168.1.7",
        "https://[::1]:8000",
        "https://[",
        "https://antrean.example:port",
        "https://antrean..example",
        "https://-antrean.example",
        "https://" + "a" * 254,
        "https://antrean.example\x00",
        "ftp://antrean.example",
    ],
)
def test_where_browsers_make_none_there_is_no_site(address: str) -> None:
    assert site_of(address) is None


@given(st.text(max_size=80))
def test_whatever_somebody_asks_for_is_a_name_or_none(text: str) -> None:
    for address in (text, f"https://{text}", f"https://{text}.example"):
        site = site_of(address)
        assert site is None or (site.name.isascii() and site.origin.startswith(f"https://{site.name}"))


@given(COUNTS, COUNTS)
def test_of_two_copies_one_falls_behind(before: int, now: int) -> None:
    assert counts_on(before, now) == (now > before or (before, now) == (0, 0))
    # Two that began as one: whichever signs second with no higher count is refused.
    assert not (counts_on(before, now) and counts_on(now, before)) or before == now == 0
