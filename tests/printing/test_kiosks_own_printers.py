"""Two kiosks, each with a printer beside it: a slip comes out where its citizen stands, or the screen says so."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.db import db
from app.devices import pairing
from app.errors import NoSuchDevice, NoSuchPrinter
from app.models import DeviceKind, PrintJob, Role, Ticket
from app.printing import kiosk_printers, managing, office_printers, progress
from app.printing.progress import Slip as Progress
from app.printing.spool import PrinterSpool
from app.queueing import reading, reprinting
from app.queueing.desk import desk_of
from app.queueing.views import TicketView
from printers.worker import ask, print_one
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.printers.simulator import PAPER_OUT, PrinterSimulator, printer

ONE_DATABASE = pytest.mark.parametrize("template", ["sqlite"], indirect=True)


@dataclass
class TwoDoors:
    """An office with a kiosk at each door; the printers of the front door, the back door and the desk."""

    hall: Hall
    folder: Path
    papers: dict[str, PrinterSimulator]
    ids: dict[str, int]
    staff_id: int
    kiosk_id: int
    token: str

    def has_own(self, *names: str) -> int:
        return kiosk_printers.choose(self.hall.branch_id, self.kiosk_id, [self.ids[each] for each in names])

    def takes(self) -> TicketView:
        return self.hall.citizen_takes(kiosk_id=self.kiosk_id)

    def prints(self, name: str) -> bool:
        return print_one(PrinterSpool(self.hall.app, self.ids[name]), self.folder)

    def asks(self, name: str) -> None:
        ask(PrinterSpool(self.hall.app, self.ids[name]), self.folder)

    def waits_at(self, ticket: TicketView) -> str:
        db.session.rollback()
        job = db.session.scalars(select(PrintJob).where(PrintJob.ticket_id == ticket.id)).one()
        return {each: name for name, each in self.ids.items()}[job.printer_id]

    def kiosk(self, token: str = "") -> Browser:
        browser = Browser(self.hall.app, address="10.20.0.7", host="antrean.example:8000")
        browser.client.set_cookie("giliran_kiosk", token or self.token, domain="antrean.example")
        return browser


def paired(hall: Hall, name: str, staff_id: int, kind: DeviceKind = DeviceKind.KIOSK) -> tuple[int, str]:
    secret, asking = pairing.ask(kind, hall.branch_id, "10.20.0.7")
    device_id = pairing.approve(hall.branch_id, asking.code, name, staff_id)
    return device_id, pairing.fetch(secret).token


@pytest.fixture
def doors(hall: Hall, time: TurnableClock, tmp_path: Path) -> Iterator[TwoDoors]:
    """All printers well; the office prefers the front door's."""
    with printer() as front, printer() as back, printer() as desk:
        papers = {"front": front, "back": back, "desk": desk}
        office_printers.replace(hall.branch_id, front.url)
        [first] = reading.office(hall.code).printers
        ids = {"front": first.id}
        for name in ("back", "desk"):
            ids[name] = office_printers.add(hall.branch_id, name, papers[name].url)
        budi = hall.employ("Budi", Role.ADMIN)
        yield TwoDoors(hall, tmp_path, papers, ids, budi, *paired(hall, "Kios belakang", budi))


def test_a_slip_comes_out_beside_the_kiosk_that_was_touched(doors: TwoDoors) -> None:
    assert doors.waits_at(doors.takes()) == "front"
    assert doors.has_own("back", "desk")
    assert doors.waits_at(doors.takes()) == "back"
    assert doors.waits_at(doors.hall.citizen_takes()) == "front"
    assert doors.prints("back") and len(doors.papers["back"].whole_slips) == 1


def test_it_fails_over_along_the_kiosks_own_printers_and_comes_back(doors: TwoDoors, time: TurnableClock) -> None:
    doors.has_own("back", "desk")
    doors.papers["back"].switch_off()
    ticket, elsewhere = doors.takes(), doors.hall.citizen_takes()
    assert doors.prints("back")
    assert (doors.waits_at(ticket), doors.waits_at(elsewhere)) == ("desk", "front")
    assert doors.prints("desk")
    doors.papers["desk"].answers = PAPER_OUT
    doors.asks("desk")
    stuck = doors.takes()
    # The front door's printer is well, but too far away: the number is shown at the back door.
    assert doors.waits_at(stuck) == "back"
    assert progress.of_slip(stuck.id) == progress.Progress(Progress.TROUBLE, "unreachable")
    told = doors.hall.events("printer.down")[-1]
    assert told["slips"] is True and told["kiosks"] == {str(doors.kiosk_id): False}
    doors.papers["back"].switch_on()
    time.passes(seconds=10)
    doors.asks("back")
    assert doors.hall.events("printer.up")[-1]["kiosks"] == {str(doors.kiosk_id): True}
    assert doors.prints("back") and stuck.number.encode() in doors.papers["back"].slip()


def test_a_kiosk_whose_printers_are_all_down_says_so_and_the_desk_names_it(doors: TwoDoors) -> None:
    doors.has_own("back")
    doors.papers["back"].answers = PAPER_OUT
    doors.asks("back")
    back, front = doors.kiosk(), doors.kiosk(paired(doors.hall, "Kios depan", doors.staff_id)[1])
    for kiosk, says_no_slips in ((back, True), (front, False)):
        page = kiosk.get("/kiosk/karawaci?lang=en")
        assert ("hidden" not in re.findall(r'id="no-slips"[^>]*', page)[0]) is says_no_slips
        page = kiosk.post("/kiosk/karawaci/tickets?lang=en", 201, service="A-KTPR", key=f"k{says_no_slips}")
        assert ("The printer is out of paper." in page) is says_no_slips
        assert "/qr" in page, "the number's own page, to be scanned"
    rina = doors.hall.officer()
    desk = desk_of(reading.counter(rina.counter_id))
    assert desk.kiosks_without_slips == ("Kios belakang",) and not desk.slips
    assert reading.board(reading.office("karawaci"))["slips"] is True


def test_what_waits_follows_the_order_and_a_removed_printer_is_left(doors: TwoDoors) -> None:
    doors.has_own("back", "desk")
    ticket, elsewhere = doors.takes(), doors.hall.citizen_takes()
    doors.has_own("desk")
    assert (doors.waits_at(ticket), doors.waits_at(elsewhere)) == ("desk", "front")
    doors.has_own("back", "desk")
    managing.remove(doors.ids["desk"])
    assert doors.waits_at(ticket) == "back"
    managing.remove(doors.ids["back"])
    assert doors.waits_at(ticket) == "front"
    assert doors.waits_at(doors.takes()) == "front"


@ONE_DATABASE
def test_a_kiosk_prints_on_its_offices_printers_and_boards_print_on_none(doors: TwoDoors) -> None:
    office, kiosk = doors.hall.branch_id, doors.kiosk_id
    for wrong in ([9999], [doors.ids["back"], doors.ids["back"]]):
        with pytest.raises(NoSuchPrinter):
            kiosk_printers.choose(office, kiosk, wrong)
    board, _token = paired(doors.hall, "Papan", doors.staff_id, DeviceKind.BOARD)
    for nobody in (board, 9999):
        with pytest.raises(NoSuchDevice):
            kiosk_printers.choose(office, nobody, [doors.ids["back"]])
    pairing.revoke(office, kiosk, doors.staff_id)
    with pytest.raises(NoSuchDevice):
        doors.has_own("back")


@ONE_DATABASE
def test_a_copy_comes_out_where_it_is_asked_for(doors: TwoDoors) -> None:
    doors.has_own("back")
    kiosk = doors.kiosk()
    kiosk.get("/kiosk/karawaci")
    kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="k")
    assert doors.prints("back")
    ticket = db.session.scalars(select(Ticket)).one()
    kiosk.post(f"/kiosk/karawaci/tickets/{ticket.token}/slip", 303)
    assert doors.prints("back")
    reprinting.reprint(ticket.id)
    assert doors.prints("front") and not doors.prints("back")


@ONE_DATABASE
def test_a_touch_asks_the_database_nothing_more(doors: TwoDoors) -> None:
    kiosk = doors.kiosk()
    said: list[str] = []

    def listen(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(said.append)

    def touches(key: str) -> int:
        kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key=f"first-{key}")
        said.clear()
        kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key=key)
        return len(said)

    kiosk.get("/kiosk/karawaci")
    event.listen(db.engine, "checkout", listen)
    before = touches("a")
    doors.has_own("back", "desk")
    assert before > 5 and touches("b") == before


@ONE_DATABASE
def test_budi_orders_a_kiosks_printers_and_the_history_tells(app: Flask, doors: TwoDoors) -> None:
    budi = Browser(app)
    budi.sign_in("Budi")
    page = budi.get("/admin/karawaci/devices?lang=en")
    assert "In the office's order." in html.unescape(page)

    def presses(page: str, button: str) -> str:
        found = re.search(rf'name="printers" value="([0-9,]*)" id="{button}"', page)
        assert found, button
        budi.post(f"/admin/karawaci/devices/{doors.kiosk_id}/order", 303, printers=found[1])
        return budi.get("/admin/karawaci/devices?lang=en")

    of = f"{doors.kiosk_id}-"
    page = presses(page, f"earlier-{of}{doors.ids['back']}")
    page = presses(page, f"leave-{of}{doors.ids['front']}")
    assert doors.waits_at(doors.takes()) == "back"
    page = presses(page, f"use-{of}{doors.ids['front']}")
    page = presses(page, f"earlier-{of}{doors.ids['front']}")
    rules = html.unescape(budi.get("/admin/karawaci/rules?lang=en"))
    said = "Kios belakang · Printers of the kiosk, in their order"
    assert f"{said}: those of the office, now back, Printer kios, desk" in rules
    assert f"{said}: back, desk, Printer kios, now back, Printer kios, desk" in rules and "Budi" in rules
    page = presses(page, f"as-office-{doors.kiosk_id}")
    assert "In the office's order." in html.unescape(page)
    assert doors.waits_at(doors.takes()) == "front"
    assert "Kios belakang" not in str(doors.hall.events("branch.rules_changed"))
    for wrong in ("x", "1,,2", "9" * 30, str(9999)):
        budi.post(f"/admin/karawaci/devices/{doors.kiosk_id}/order", 404, printers=wrong)


def test_a_kiosk_that_takes_the_place_of_another_prints_where_that_one_did(doors: TwoDoors) -> None:
    doors.has_own("back")
    ticket = doors.takes()
    secret, asking = pairing.ask(DeviceKind.KIOSK, doors.hall.branch_id, "10.20.0.8")
    new = pairing.approve(doors.hall.branch_id, asking.code, "Kios baru", doors.staff_id, replaces=doors.kiosk_id)
    token = pairing.fetch(secret).token
    doors.kiosk().get("/kiosk/karawaci", 403)
    kiosk = doors.kiosk(token)
    kiosk.get("/kiosk/karawaci")
    kiosk.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="k")
    assert doors.prints("back") and doors.prints("back") and not doors.prints("front")
    db.session.rollback()
    jobs = db.session.scalars(select(PrintJob).order_by(PrintJob.id)).all()
    assert [each.state for each in jobs] == ["printed", "printed"] and jobs[0].ticket_id == ticket.id
    assert jobs[1].kiosk_id == new
