"""A citizen who knows what happened, and not what the service is called."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.db import transaction
from app.models import Need
from app.office import set_up_anew
from app.queueing import offering
from tests.browser_of import Browser
from tests.people import Hall

NEEDS = "/kiosk/karawaci/needs"


@pytest.fixture
def kiosk(app: Flask) -> Browser:
    """The kiosk of the demo, on the demo's own machine."""
    return Browser(app)


def address_of(page: str, words: str) -> str:
    found = re.search(rf'href="([^"]+/needs/\d+[^"]*)"(?:(?!</a>).)*{words}', page, re.DOTALL)
    assert found
    return found[1]


def test_from_what_happened_to_the_service_and_back(kiosk: Browser, hall: Hall) -> None:
    assert f'href="{NEEDS}"' in kiosk.get("/kiosk/karawaci")
    lost = address_of(kiosk.get(NEEDS), "KTP hilang")
    tiles = kiosk.get(lost)
    service = re.search(r'href="([^"]+/services/A-KTPC[^"]*)"', tiles)
    assert service and "Legalisasi SKTM" not in tiles
    assert f'href="{lost}"' in kiosk.get(service[1])


def test_needs_are_told_in_english_too(kiosk: Browser, hall: Hall) -> None:
    assert "Getting married" in kiosk.get(f"{NEEDS}?lang=en")


def test_a_service_that_is_closed_says_so_where_it_would_help(kiosk: Browser, hall: Hall) -> None:
    offering.close_service(hall.branch_id, "B-SKTM", "stempel dipakai di kelurahan")
    assert "stempel dipakai" in kiosk.get(address_of(kiosk.get(NEEDS), "Keluarga tidak mampu"))


def test_a_need_that_no_service_here_helps_with_is_not_shown(kiosk: Browser, hall: Hall) -> None:
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        session.add(Need(branch_id=hall.branch_id, name={"id": "Paspor"}, icon="plane", services=["Z-NO"], position=9))
    assert "Paspor" not in kiosk.get(NEEDS)


def test_a_need_that_is_gone_is_refused_in_words(kiosk: Browser, hall: Hall) -> None:
    assert "Silakan pilih" in kiosk.get(f"{NEEDS}/999", 404)
