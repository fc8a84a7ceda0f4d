"""Budi decides by which needs citizens find their service."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.models import Need, Role
from app.queueing import reading
from tests.browser_of import Browser
from tests.people import Hall

NEEDS = "/admin/karawaci/rules/needs"
PASSPORT = {"name_id": " Bepergian  jauh ", "name_en": "Travelling far", "picture": "plane", "services": "A-KTPR"}


@pytest.fixture
def budi(app: Flask, hall: Hall) -> Browser:
    """Budi's browser, signed in."""
    hall.employ("Budi", Role.SUPERVISOR)
    browser = Browser(app)
    browser.sign_in("Budi")
    return browser


def names(hall: Hall) -> list[str]:
    """What happened, as the kiosk asks, in its order."""
    db.session.rollback()
    return [each.name["id"] for each in reading.office(hall.code).needs]


def id_of(name: str) -> int:
    return next(each.id for each in db.session.scalars(select(Need)) if each.name["id"] == name)


def test_a_new_need_stands_on_the_kiosk_in_each_language(app: Flask, budi: Browser, hall: Hall) -> None:
    budi.post(f"{NEEDS}/new", 303, **PASSPORT)
    assert names(hall)[-1] == "Bepergian jauh"
    kiosk = Browser(app)
    assert "Travelling far" in kiosk.get("/kiosk/karawaci/needs?lang=en&page=2")
    assert "Bepergian jauh" in kiosk.get("/kiosk/karawaci/needs?lang=su&page=2")
    assert "Bepergian jauh" in budi.get("/admin/karawaci/rules")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name_id": ""}, "Tulis keperluannya"),
        ({"name_en": "x" * 61}, "Tulis keperluannya"),
        ({"services": ""}, "tidak dikenal"),
        ({"services": "Z-NO"}, "tidak dikenal"),
        ({"icon": "no-such-picture"}, "Tidak ada gambar"),
        ({"icon": "../../../etc/passwd"}, "Tidak ada gambar"),
        ({"picture": ""}, "Pilih sebuah gambar"),
    ],
)
def test_what_means_nothing_is_told_beside_its_field(
    budi: Browser, hall: Hall, wrong: dict[str, str], words: str
) -> None:
    before = names(hall)
    assert words in budi.post(f"{NEEDS}/new", 422, **PASSPORT | wrong)
    assert names(hall) == before


def test_without_a_service_a_need_leads_nowhere(budi: Browser, hall: Hall) -> None:
    form = {name: value for name, value in PASSPORT.items() if name != "services"}
    assert "Centang sedikitnya satu" in budi.post(f"{NEEDS}/new", 422, **form)


def test_words_picture_and_services_change_and_the_history_tells(budi: Browser, hall: Hall) -> None:
    address = f"{NEEDS}/{id_of('Menikah')}"
    assert "Getting married" in budi.get(address)
    told = {"name_id": "Menikah", "name_en": "Marrying", "picture": "heart", "services": "B-DSP"}
    budi.post(address, 303, **told)
    changes = hall.rules_changed()[-1]
    assert {each["what"] for each in changes} == {"need_name", "need_icon", "need_services"}
    history = budi.get("/admin/karawaci/rules")
    assert "Menikah" in history and "Marrying" in history and "B-DSP" in history
    budi.post(address, 303, **told)
    assert len(hall.events("branch.rules_changed")) == 1, "it was so already"


def test_the_order_is_that_of_the_kiosk(budi: Browser, hall: Hall) -> None:
    first, second = names(hall)[:2]
    budi.post(f"{NEEDS}/{id_of(second)}/move", 303, way="up")
    assert names(hall)[:2] == [second, first]
    budi.post(f"{NEEDS}/{id_of(second)}/move", 303, way="up")
    assert names(hall)[:2] == [second, first]
    budi.post(f"{NEEDS}/{id_of(second)}/move", 303, way="down")
    assert names(hall)[:2] == [first, second]


def test_a_need_is_taken_off_the_kiosk(budi: Browser, hall: Hall) -> None:
    address = f"{NEEDS}/{id_of('Menikah')}"
    budi.post(f"{address}/remove", 303)
    assert "Menikah" not in names(hall)
    budi.get(address, 404)
    budi.post(f"{address}/remove", 404)


def test_no_more_needs_than_somebody_reads(budi: Browser, hall: Hall) -> None:
    for number in range(24 - len(names(hall))):
        budi.post(f"{NEEDS}/new", 303, **PASSPORT | {"name_id": f"Keperluan {number}"})
    assert "Hapus salah satu" in budi.post(f"{NEEDS}/new", 422, **PASSPORT)
    assert len(names(hall)) == 24


def test_an_office_without_needs_says_so(budi: Browser, hall: Hall) -> None:
    for name in names(hall):
        budi.post(f"{NEEDS}/{id_of(name)}/remove", 303)
    assert "Belum ada keperluan" in budi.get(NEEDS)


def test_an_officer_does_not_decide_it(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get(NEEDS, 403)
    rina.post(f"{NEEDS}/new", 403, **PASSPORT)
