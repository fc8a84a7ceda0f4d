"""Somebody whose papers are not complete goes home with a list, not with a number."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.models import PrintJob
from app.printing.spool import PrinterSpool
from printers.slip import Slip, Text
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall


@pytest.fixture
def kiosk(app: Flask) -> Browser:
    """The kiosk of the demo, on the demo's own machine."""
    opened = Browser(app)
    opened.get("/kiosk/karawaci")
    return opened


def printed(app: Flask) -> str:
    db.session.rollback()
    printer_id = db.session.scalars(select(PrintJob.printer_id)).one()
    job = PrinterSpool(app, printer_id).claim()
    assert job
    return " ".join(part.text for part in Slip.from_json(job.slip_json).parts if isinstance(part, Text))


@pytest.mark.parametrize(
    ("language", "told", "brought"),
    [
        ("id", ("Yang perlu dilengkapi", "KTP lama, atau surat kehilangan dari polisi"), "Kartu Keluarga (KK)"),
        ("en", ("Still to bring", "Old KTP, or the police letter of loss"), "Family card (KK)"),
    ],
)
def test_the_list_says_what_is_missing_on_paper_and_screen(
    hall: Hall, kiosk: Browser, language: str, told: tuple[str, str], brought: str
) -> None:
    page = kiosk.post(f"/kiosk/karawaci/todo?lang={language}", service="A-KTPC", have="0", key="k")
    for place in (page, printed(hall.app)):
        assert all(words in place for words in told) and brought not in place
    assert "tick-box" not in page  # nothing here to touch
    assert hall.events("ticket.issued") == []


def test_without_a_printer_the_list_is_shown_to_be_photographed(hall: Hall, kiosk: Browser) -> None:
    from app.db import transaction
    from app.models import Printer
    from app.office import set_up_anew

    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        session.query(Printer).one().is_active = False
    assert "Silakan foto daftar ini" in kiosk.post("/kiosk/karawaci/todo", service="A-KTPC", key="k")
    assert db.session.scalars(select(PrintJob)).all() == []


def test_who_ticked_everything_is_sent_back_to_take_a_number(hall: Hall, kiosk: Browser) -> None:
    page = kiosk.post("/kiosk/karawaci/todo", service="A-KTPR", have="0")
    assert "Tidak ada yang kurang" in page and "/services/A-KTPR" in page
    assert db.session.scalars(select(PrintJob)).all() == []


def test_a_list_of_nothing_known_is_refused(hall: Hall, kiosk: Browser) -> None:
    assert "Silakan pilih" in kiosk.post("/kiosk/karawaci/todo", 404, service="Z-NO")


def test_a_list_asked_for_twice_by_one_touch_is_printed_once(hall: Hall, kiosk: Browser) -> None:
    page = kiosk.get("/kiosk/karawaci/services/A-KTPC")
    keys = re.findall(r'name="key" value="([^"]+)"', page)
    assert len(keys) == 2 and keys[0] == keys[1], "one showing is one list or one number at the most"
    for _ in range(2):
        assert "Yang perlu dilengkapi" in kiosk.post("/kiosk/karawaci/todo", service="A-KTPC", key=keys[0])
    kiosk.post("/kiosk/karawaci/todo", service="A-KTPC", key="another-showing")
    db.session.rollback()
    assert len(db.session.scalars(select(PrintJob)).all()) == 2
    kiosk.post("/kiosk/karawaci/todo", 422, service="A-KTPC")


def test_a_list_nobody_waits_for_any_more_is_not_printed(hall: Hall, kiosk: Browser, time: TurnableClock) -> None:
    kiosk.post("/kiosk/karawaci/todo", service="A-KTPC", key="k")
    time.passes(minutes=3)
    db.session.rollback()
    printer_id = db.session.scalars(select(PrintJob.printer_id)).one()
    assert PrinterSpool(hall.app, printer_id).claim() is None
    db.session.rollback()
    assert db.session.scalars(select(PrintJob.state)).one() == "expired"
