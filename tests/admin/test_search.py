"""Budi finds what he looks for by its name or by other words, within what he may see."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.admin.places import PLACES
from app.db import db
from app.models import Role
from app.office import Office
from app.people import accounts
from app.queueing import reading
from app.queueing.furnishing import catalogue
from app.queueing.furnishing.founding import found_office
from app.queueing.furnishing.services import Face
from app.queueing.ruling import boards, media
from app.rules.medium import Kind, Medium
from app.rules.office import Founding
from app.rules.searching import answers, nearly_answers, words_of
from tests.browser_of import Browser
from tests.people import PASSWORD, Hall
from tests.staff.conftest import also

POSTER = Medium("0" * 16, "png", "Spanduk pajak.png", Kind.PICTURE, 12)


def office() -> Office:
    db.session.rollback()
    return reading.office("karawaci")


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
        ("work counter 3", "/admin/karawaci/rules/counters/3"),
        ("main board", "/admin/karawaci/boards/hall"),
        ("F-1.02", "/admin/karawaci/offer/A-KK"),
        ("pindah", "/admin/karawaci/rules/needs/"),
        ("pin", "/admin/karawaci/rules/quick-change"),
        ("libur", "/admin/karawaci/rules/days"),
        ("paper out", "/admin/printers"),
        ("pritner", "/admin/printers"),
        ("prioritu", "/admin/karawaci/rules/line"),
        ("legalisai", "/admin/karawaci/offer/B-LEG"),
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


def test_an_administrator_finds_people_pages_of_the_installation_texts_and_pictures(app: Flask, hall: Hall) -> None:
    text = {"id": "Pendaftaran mudik gratis"}
    boards.set_board(hall.branch_id, "hall", replace(office().boards["hall"], name="Utama", running_text=text))
    media.add_medium(hall.branch_id, "hall", POSTER)
    accounts.create("Sinta", Role.ADMIN, PASSWORD)
    sinta = Browser(app)
    sinta.sign_in("Sinta")
    rina = hall.employ("Rina Wulandari")
    for query, where in (
        ("wulandri", f"/admin/people/{rina}"),
        ("kata sandi", "/admin/people"),
        ("audit", "/admin/audit"),
        ("leak", "/admin/breach"),
        ("mudik", "/admin/karawaci/boards/hall"),
        ("spanduk", "/admin/karawaci/boards/hall/media"),
        ("token", "/admin/keys"),
    ):
        assert where in found(sinta, query), query


def test_what_is_only_near_is_said_to_be_so(budi: Browser) -> None:
    assert "This comes near it" in found(budi, "pritner") and "This comes near it" not in found(budi, "printer")
    assert "Nothing here is called" in found(budi, "xyzzyx")
    assert "Write a word or its beginning" in html.unescape(budi.get("/admin/search?lang=en"))


def test_the_city_finds_the_services_of_its_catalogue(app: Flask, hall: Hall) -> None:
    catalogue.add_service("K-TANAH", Face({"id": "Surat tanah"}, "K", "map"))
    also(hall.employ("Nur", Role.CITY, None), Role.ADMIN, None)
    nur = Browser(app)
    nur.sign_in("Nur")
    assert "/admin/catalogue/K-TANAH" in found(nur, "surat tanah")


LETTERS = st.text(alphabet="abcdefghij", min_size=5, max_size=12)


@given(LETTERS, st.data())
def test_a_word_with_one_mistake_is_found_but_for_its_first_letter(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    other = data.draw(st.sampled_from("xyz"))
    for mistyped in (
        word[:at] + other + word[at + 1 :],
        word[:at] + other + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
    ):
        assert nearly_answers(words_of(mistyped), word) and nearly_answers(words_of(mistyped), f"{word}nya")


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
    assert answers(words_of(query), name) in (0, 1, 2) and nearly_answers(words_of(query), name) in (0, 1, 2)
    if words_of(name):
        assert answers(words_of(name), name)
