"""Budi finds what he looks for by its name or by other words, within what he may see."""

from __future__ import annotations

import html

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.admin.places import PLACES
from app.models import Role
from app.people import accounts
from app.queueing.furnishing.founding import found_office
from app.rules.office import Founding
from app.rules.searching import answers, words_of
from tests.browser_of import Browser
from tests.people import PASSWORD, Hall


def found(browser: Browser, query: str) -> str:
    """The part under the field, in English."""
    answer = browser.get(f"/admin/search?q={query}&lang=en", HX_Request="true")
    assert "<html" not in answer
    return html.unescape(answer)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("KTP", "/admin/karawaci/offer/A-KTPR"),
        ("b-skck", "/admin/karawaci/offer/B-SKCK"),
        ("collective", "/admin/karawaci/rules/days"),
        ("excel", "/admin/karawaci/exchange"),
        ("counter 3", "/admin/karawaci/counters/3"),
        ("legalis surat", "/admin/karawaci/queues/B"),
        ("kios", "/admin/karawaci/printers/"),
    ],
)
def test_things_are_found_by_names_and_by_other_words(budi: Browser, query: str, where: str) -> None:
    assert where in found(budi, query)


def test_pages_are_found_in_the_readers_language(budi: Browser) -> None:
    assert "/admin/karawaci/rules/seasons" in budi.get("/admin/search?q=puasa")
    assert "Tidak ada yang bernama" in budi.get("/admin/search?q=xyz123")


def test_nothing_of_another_office_is_found(app: Flask, budi: Browser) -> None:
    found_office(Founding("Kecamatan Ciledug", "ciledug", services="sekarang"))
    assert "ciledug" not in found(budi, "KTP").lower()
    assert "Nothing here" in found(budi, "Ciledug")
    sinta = Browser(app)
    accounts.create("Sinta", Role.ADMIN, PASSWORD)
    sinta.sign_in("Sinta")
    assert "/admin/ciledug/rules" in found(sinta, "Ciledug")
    assert "/admin/ciledug/offer/A-KTPR" in found(sinta, "ktp ciledug")


def test_only_administrators_find_devices(app: Flask, budi: Browser, hall: Hall) -> None:
    assert "/admin/karawaci/devices" not in found(budi, "pair")
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get("/admin/search?q=KTP", 403)


def test_every_place_leads_to_a_page(app: Flask, hall: Hall) -> None:
    hall.employ("Adi", Role.ADMIN)
    adi = Browser(app)
    adi.sign_in("Adi")
    with app.test_request_context():
        where = [app.url_for(place.endpoint, branch_code="karawaci") for place in PLACES]
    for path in where:
        adi.get(path)


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_typed_is_looked_for(query: str, name: str) -> None:
    assert answers(words_of(query), name) in (0, 1, 2)
    if words_of(name):
        assert answers(words_of(name), name)
