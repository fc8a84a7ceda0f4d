"""Budi finds his office's printer, tries it, adds it, and orders those he has; what cannot be is said in words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.clock import now
from app.db import db, transaction
from app.models import Device, Printer, PrintJob, Role, Staff
from app.models.device import DeviceKind
from app.printing import office_printers
from app.printing.spool import PrinterSpool
from app.settings import Ports
from printers.decode import CutOff, decode, qr_data, read_text
from printers.drivers import Trouble
from printers.networks import Networks
from printers.teaching import pages_of_lesson
from printers.worker import ask, print_one
from tests.browser_of import Browser, as_of_in
from tests.people import Hall
from tests.printers.names import NamesLead
from tests.printers.simulator import COVER_OPEN, PrinterSimulator, printer

PAGE = "/admin/karawaci/printers"


@pytest.fixture
def paper() -> Iterator[PrinterSimulator]:
    """A printer on the network, well and switched on."""
    with printer() as simulator:
        yield simulator


@pytest.fixture
def names_lead(monkeypatch: pytest.MonkeyPatch) -> NamesLead:
    return NamesLead(monkeypatch)


def typed(url: str, **more: str) -> dict[str, str]:
    return {"name": "Printer kiosk", "url": url, "width": "80", "roll": "", "do": "save"} | more


def names(hall: Hall) -> list[str]:
    """The office's printers in their order."""
    db.session.rollback()
    return office_printers.names(
        db.session.scalars(
            select(Printer)
            .where(Printer.branch_id == hall.branch_id, Printer.is_active)
            .order_by(Printer.position, Printer.id)
        )
    )


def row(name: str) -> Printer:
    db.session.rollback()
    return db.session.scalars(select(Printer).where(Printer.name == name)).one()


def refused(budi: Browser, hall: Hall, form: dict[str, str]) -> str:
    """Try to add a printer that cannot be; the page in English, with nothing changed and what was typed still there."""
    before = names(hall), len(hall.events())
    budi.get(f"{PAGE}/add")
    page = html.unescape(budi.post(f"{PAGE}/add?lang=en", 422, **form))
    assert (names(hall), len(hall.events())) == before
    assert f'value="{form["url"]}"' in page
    return page


def said_at(page: str, field: str) -> str:
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    return found.group(1) if found else ""


def executable(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_a_printer_is_tried_added_and_put_first_and_the_next_ticket_prints_there(
    budi: Browser, hall: Hall, paper: PrinterSimulator, tmp_path: Path
) -> None:
    first = names(hall)
    budi.get(f"{PAGE}/add")
    tried = budi.post(f"{PAGE}/add?lang=en", **typed(paper.url, do="test"))
    assert "The test slip was printed." in tried and "then you are asked what is on it" in tried
    assert names(hall) == first
    budi.post(f"{PAGE}/add", 303, **typed(paper.url))
    assert names(hall) == [*first, "Printer kiosk"]
    added = row("Printer kiosk").id
    assert "say what is on it" in budi.get(f"{PAGE}/{added}?added=1&lang=en")
    budi.post(f"{PAGE}/{added}/move", 303, way="earlier")
    assert names(hall) == ["Printer kiosk", *first]
    ticket = hall.citizen_takes()
    assert print_one(PrinterSpool(hall.app, added), tmp_path)
    assert any(ticket.number in line for line in read_text(paper.slip(1)))


def test_the_test_slip_has_rulers_letters_two_codes_and_a_cut_whatever_was_chosen(
    budi: Browser, paper: PrinterSimulator
) -> None:
    budi.get(f"{PAGE}/add")
    for width in ("80", "58"):
        budi.post(f"{PAGE}/add?lang=id", **typed(paper.url, do="test", width=width, model="KR-306"))
    slip, pages = paper.slip(), pages_of_lesson()
    assert paper.slip(1) == slip
    assert [len(line) for line in read_text(slip, pages) if line.startswith("....:....1")] == [30, 32, 42, 48]
    assert len([line for line in read_text(slip, pages) if "é è ü ñ" in line]) == 5
    assert qr_data(slip, pages) == ["GILIRAN 1"]
    assert isinstance(decode(slip, pages)[-1], CutOff)


def test_a_test_slip_that_does_not_come_out_says_why(budi: Browser, paper: PrinterSimulator) -> None:
    paper.answers = COVER_OPEN
    budi.get(f"{PAGE}/add")
    page = budi.post(f"{PAGE}/add?lang=en", **typed(paper.url, do="test"))
    assert "The test slip did not come out." in page and "Its cover is open" in page
    assert paper.whole_slips == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("192.168.1.50", "This names no kind of printer"),
        ("http://192.168.1.50", "This names no kind of printer"),
        ("", "This names no kind of printer"),
        ("tcp://", "tcp://192.168.1.50:9100"),
        ("tcp://printer:99999", "a port from 1 to 65535"),
        ("usb://epson", "four hexadecimal digits"),
        ("serial:///dev/ttyS0?baud=7", "a usual speed"),
        ("lp://", "lp://queue"),
        ("file://slips", "file:///dev/usb/lp0"),
        ("virtual:x", "virtual: alone"),
    ],
)
def test_a_wrong_address_is_said_beside_its_field(budi: Browser, hall: Hall, url: str, words: str) -> None:
    page = refused(budi, hall, typed(url))
    assert words in said_at(page, "url")
    assert "Add anyway" not in page


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("tcp://192.168.1.50:22", "the ports 9100-9109,515 may be used"),
        ("tcp://127.0.0.1:8000", "the ports 9100-9109,515 may be used"),
        ("tcp://192.168.1.50:9110", "the ports 9100-9109,515 may be used"),
        ("file:///var/lib/giliran/giliran.sqlite3", "Printers are at devices"),
        ("file:///dev/usb/../sda", "Printers are at devices"),
        ("serial:///dev/tty1", "Printers are at devices"),
    ],
)
@pytest.mark.parametrize("do", ["save", "anyway", "test"])
def test_no_other_place_of_the_server_or_network_is_reached(
    budi: Browser, hall: Hall, url: str, words: str, do: str
) -> None:
    hall.app.config["PRINTER_PORTS"] = Ports("9100-9109,515")
    page = refused(budi, hall, typed(url, do=do))
    assert words in said_at(page, "url") and "test slip did not" not in page


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("tcp://8.8.8.8", "8.8.8.8"),
        ("tcp://134744072:9100", "8.8.8.8"),
        ("tcp://[2001:4860:4860::8888]:9100", "2001:4860:4860::8888"),
        ("tcp://[::ffff:8.8.8.8]:9100", "::ffff:8.8.8.8"),
        ("tcp://[64:ff9b::808:808]", "64:ff9b::808:808"),
    ],
)
@pytest.mark.parametrize("do", ["save", "anyway", "test"])
def test_nobody_makes_the_server_connect_to_the_internet(
    budi: Browser, hall: Hall, url: str, address: str, do: str
) -> None:
    page = refused(budi, hall, typed(url, do=do))
    assert f"{address} is on the internet. Printers stand in the office" in said_at(page, "url")
    assert "test slip did not" not in page


@pytest.mark.parametrize("do", ["save", "anyway", "test"])
def test_nor_by_a_name_that_leads_there_be_it_among_others(
    budi: Browser, hall: Hall, names_lead: NamesLead, do: str
) -> None:
    names_lead("192.168.1.50", "8.8.8.8")
    page = refused(budi, hall, typed("tcp://printer.test", do=do))
    assert "8.8.8.8 is on the internet" in said_at(page, "url")
    assert names_lead.reached == []


def test_whoever_runs_the_server_may_allow_a_network_of_the_internet(budi: Browser, hall: Hall) -> None:
    hall.app.config["PRINTER_NETWORKS"] = Networks("8.8.8.0/24,2001:4860::/32")
    for url in ("tcp://8.8.8.8:9100", "tcp://[2001:4860:4860::8888]:9100", "tcp://[::ffff:8.8.8.8]:9100"):
        budi.get(f"{PAGE}/add")
        budi.post(f"{PAGE}/add", 303, **typed(url, do="anyway"))
    page = refused(budi, hall, typed("tcp://8.8.4.4", do="anyway"))
    assert "8.8.4.4 is on the internet" in said_at(page, "url")


def test_a_name_that_is_led_elsewhere_later_leads_no_slip_there(
    budi: Browser, hall: Hall, paper: PrinterSimulator, names_lead: NamesLead, tmp_path: Path
) -> None:
    names_lead("127.0.0.1")
    budi.get(f"{PAGE}/add")
    budi.post(f"{PAGE}/add", 303, **typed(f"tcp://printer.test:{paper.port}"))
    names_lead("8.8.8.8")
    page = refused(budi, hall, typed(f"tcp://printer.test:{paper.port}"))
    assert "8.8.8.8 is on the internet" in said_at(page, "url")
    spool = PrinterSpool(hall.app, row("Printer kiosk").id)
    names_lead.reached.clear()
    ask(spool, tmp_path, networks=hall.app.config["PRINTER_NETWORKS"])
    assert names_lead.reached == []
    assert row("Printer kiosk").trouble == Trouble.UNREACHABLE


def test_the_ports_of_printers_are_reached(budi: Browser, hall: Hall, paper: PrinterSimulator) -> None:
    hall.app.config["PRINTER_PORTS"] = Ports(f"9100-9109,{paper.port}")
    budi.get(f"{PAGE}/add")
    budi.post(f"{PAGE}/add", 303, **typed(paper.url))
    for url in ("tcp://127.0.0.1", "serial:///dev/serial/by-id/usb-Prolific_Ink-if00-port0", "file:///dev/usb/lp0"):
        budi.post(f"{PAGE}/add", 303, **typed(url, do="anyway"))


def test_nobody_searches_or_tries_again_and_again(budi: Browser, paper: PrinterSimulator) -> None:
    budi.get(f"{PAGE}/add")
    answers = [budi.try_to_post(f"{PAGE}/add?lang=en", **typed("", do="test")) for _ in range(21)]
    assert [status for status, _page in answers] == [422] * 20 + [429]
    assert "That was too often" in answers[-1][1]
    assert budi.try_to_post(f"{PAGE}/find")[0] == 429


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Write a name"),
        ("name", "x" * 81, "Write a name"),
        ("width", "76", "is not known here"),
        ("roll", "4", "from 5 to 500"),
        ("roll", "long", "from 5 to 500"),
    ],
)
def test_whatever_else_is_wrong_is_said_beside_its_field(
    budi: Browser, hall: Hall, field: str, value: str, words: str
) -> None:
    page = refused(budi, hall, typed("virtual:", **{field: value}))
    assert words in (page if field == "width" else said_at(page, field))


def test_a_printer_that_does_not_answer_is_added_only_if_somebody_means_it(
    budi: Browser, hall: Hall, paper: PrinterSimulator
) -> None:
    paper.switch_off()
    page = refused(budi, hall, typed(paper.url))
    assert f"Nothing answers at 127.0.0.1:{paper.port}" in said_at(page, "url")
    assert "Add anyway" in page
    budi.post(f"{PAGE}/add", 303, **typed(paper.url, do="anyway"))
    assert "Printer kiosk" in names(hall)


def test_a_queue_the_server_does_not_have_is_named(
    budi: Browser, hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(tmp_path, "lpstat", "echo front; echo back")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert "no printer queue called side" in said_at(refused(budi, hall, typed("lp://side")), "url")
    budi.post(f"{PAGE}/add", 303, **typed("lp://front"))
    assert "Printer kiosk" in names(hall)


def test_a_search_lists_the_queues_each_ready_to_be_used(
    budi: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(tmp_path, "lpstat", "echo front; echo back")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    budi.get(f"{PAGE}/add")
    page = html.unescape(budi.post(f"{PAGE}/find?lang=en"))
    assert "lp://front" in page and "lp://back" in page
    link = re.search(rf'href="({PAGE}/add\?url=lp[^"]*back[^"]*)"', page)
    assert link
    assert 'value="lp://back"' in budi.get(link.group(1).partition("#")[0])


def test_a_server_without_queues_says_so(budi: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    budi.get(f"{PAGE}/add")
    page = budi.post(f"{PAGE}/find?lang=en")
    assert "CUPS is not installed" in page and "No printer was found" in page


def test_a_printer_is_renamed_and_given_other_paper_and_the_history_tells(budi: Browser, hall: Hall) -> None:
    [name] = names(hall)
    of = row(name).id
    budi.get(f"{PAGE}/{of}")
    budi.post(f"{PAGE}/{of}", 303, name="Printer depan", width="58", roll="25")
    now_is = row("Printer depan")
    assert (now_is.width_mm, now_is.roll_metres) == (58, 25)
    rules = html.unescape(budi.get("/admin/karawaci/rules?lang=en"))
    assert f"Name of the printer: {name}, now Printer depan" in rules
    assert "Width of the paper, in mm: 80, now 58" in rules and "Budi" in rules
    assert now_is.url not in str(hall.events("branch.rules_changed"))


def test_two_people_who_set_up_one_printer_are_told_of_each_other_even_under_its_new_name(
    app: Flask, budi: Browser, hall: Hall
) -> None:
    hall.employ("Ani", Role.ADMIN)
    ani = Browser(app)
    ani.sign_in("Ani")
    of = row(*names(hall)).id
    seen = as_of_in(ani.get(f"{PAGE}/{of}"))
    budi.get(f"{PAGE}/{of}")
    budi.post(f"{PAGE}/{of}", 303, name="Printer depan", width="80", roll="25")
    typed = {"name": "Printer tengah", "width": "80", "roll": "25"}
    told = html.unescape(ani.post(f"{PAGE}/{of}?lang=en", 422, **typed, as_of=seen))
    assert "Budi changed the same while this page was open" in told and 'value="Printer tengah"' in told
    assert names(hall) == ["Printer depan"]
    ani.post(f"{PAGE}/{of}", 303, **typed, as_of=as_of_in(told))
    assert names(hall) == ["Printer tengah"]


def test_what_waits_at_a_removed_printer_prints_on_the_next(budi: Browser, hall: Hall, paper: PrinterSimulator) -> None:
    [name] = names(hall)
    of, next_one = row(name).id, office_printers.add(hall.branch_id, "Printer loket", paper.url)
    ticket = hall.citizen_takes()
    budi.get(f"{PAGE}/{of}")
    budi.post(f"{PAGE}/{of}/remove", 303)
    assert names(hall) == ["Printer loket"]
    job = db.session.scalars(select(PrintJob).where(PrintJob.ticket_id == ticket.id)).one()
    assert (job.printer_id, job.state) == (next_one, "queued")


def test_the_last_printer_can_be_given_up_and_numbers_are_still_given(budi: Browser, hall: Hall) -> None:
    [name] = names(hall)
    of, ticket = row(name).id, hall.citizen_takes()
    assert "This is the last printer" in budi.get(f"{PAGE}/{of}?lang=en")
    budi.post(f"{PAGE}/{of}/remove", 303)
    assert names(hall) == []
    job = db.session.scalars(select(PrintJob).where(PrintJob.ticket_id == ticket.id)).one()
    assert job.state == "expired"
    assert hall.citizen_takes().number != ticket.number
    budi.get(f"{PAGE}/{of}", 404)


def test_nobody_else_manages_the_office_s_printers(app: Flask, budi: Browser, hall: Hall) -> None:
    of = row(names(hall)[0]).id
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get(f"{PAGE}/add", 403)
    rina.post(f"{PAGE}/{of}/remove", 403)
    rina.post(f"{PAGE}/find", 403)
    assert len(names(hall)) == 1


def test_a_printer_of_an_agent_is_tried_by_the_agent_alone(budi: Browser, hall: Hall, paper: PrinterSimulator) -> None:
    with transaction() as session:
        admin = session.scalars(select(Staff)).first()
        assert admin
        agent = Device(
            branch_id=hall.branch_id, kind=DeviceKind.AGENT, name="PC kios", paired_by=admin.id, paired_at=now()
        )
        session.add(agent)
        session.flush()
        device_id = agent.id
    added = office_printers.add(hall.branch_id, "Printer kios", paper.url, device_id=device_id)
    budi.get(f"{PAGE}/{added}")
    budi.post(f"{PAGE}/{added}/test", 303)
    db.session.rollback()
    job = db.session.scalars(select(PrintJob)).one()
    assert (job.printer_id, job.state, paper.whole_slips) == (added, "queued", [])
    assert "on its way to the print agent" in budi.get(f"{PAGE}/{added}?test={job.id}&lang=en")
