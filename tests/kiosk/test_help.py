"""A citizen at the kiosk who asks for somebody to come."""

from __future__ import annotations

import pytest
from flask import Flask

from app.queueing import helping
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall


@pytest.fixture
def kiosk(app: Flask) -> Browser:
    """The kiosk of the demo, on the demo's own machine."""
    return Browser(app)


def test_an_officer_is_called_once_however_often_it_is_pressed(kiosk: Browser, hall: Hall, time: TurnableClock) -> None:
    kiosk.get("/kiosk/karawaci")
    for _ in range(3):
        assert "Petugas sudah dipanggil" in kiosk.post("/kiosk/karawaci/help", htmx=True)
    assert len(hall.events("kiosk.help_asked")) == 1
    time.passes(seconds=31)
    kiosk.post("/kiosk/karawaci/help", htmx=True)
    assert len(hall.events("kiosk.help_asked")) == 2


def test_two_kiosks_are_two_calls_and_each_says_where(hall: Hall) -> None:
    for kiosk in ("Pintu depan", "Lantai 2", "Pintu depan"):
        helping.call_officer(hall.branch_id, kiosk)
    assert [event["kiosk"] for event in hall.events("kiosk.help_asked")] == ["Pintu depan", "Lantai 2"]
