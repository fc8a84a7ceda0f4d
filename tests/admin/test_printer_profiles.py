"""Budi says what a printer is, or what came out of its test slip; the next slip is laid out for that."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import commands
from app.db import db
from app.errors import SettingsUnusable
from app.models import Printer
from app.printing import managing, office_printers
from app.printing.spool import PrinterSpool
from printers.decode import CutOff, Raster, decode, qr_data, read_text
from printers.profiles import Profile, paper_with
from printers.worker import print_one
from tests.browser_of import Browser
from tests.people import Hall
from tests.printers.simulator import printer

PAGE = "/admin/karawaci/printers"
CHEAP = {"model": "POS-5890", "columns": 32, "cutter": False, "qr": "image"}
SEEN = {"ruler": "B", "letters": "1", "codes": "second", "cut": "no"}


def row(printer_id: int) -> Printer:
    db.session.rollback()
    return db.session.get_one(Printer, printer_id)


def saved(budi: Browser, printer_id: int, **form: str) -> str:
    """Save the form of a printer; what the page says then, in English."""
    budi.get(f"{PAGE}/{printer_id}")
    told = {"name": "Printer kiosk", "width": "80", "roll": "80"} | form
    budi.post(f"{PAGE}/{printer_id}", 303, **told)
    return html.unescape(budi.get("/admin/karawaci/rules?lang=en"))


def refused(budi: Browser, path: str, field: str, **form: str) -> str:
    """Send a form that cannot be; what stands beside a field of it."""
    budi.get(f"{PAGE}/add")
    page = html.unescape(budi.post(f"{path}?lang=en", 422, **form))
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    return found.group(1) if found else ""


def test_a_cheap_printer_is_added_by_its_model_and_prints_without_a_knife_and_with_a_code_as_an_image(
    budi: Browser, hall: Hall, tmp_path: Path
) -> None:
    with printer() as paper:
        form = {"name": "Printer depan", "url": paper.url, "width": "58", "model": "POS-5890", "roll": "", "do": "save"}
        budi.get(f"{PAGE}/add")
        budi.post(f"{PAGE}/add", 303, **form)
        db.session.rollback()
        added = db.session.scalars(select(Printer).where(Printer.name == "Printer depan")).one()
        assert added.profile == CHEAP
        managing.move(added.id, -1)
        ticket = hall.citizen_takes()
        assert print_one(PrinterSpool(hall.app, added.id), tmp_path)
        pages = paper_with(58, CHEAP).code_pages
        printed = decode(paper.slip(), pages)
        assert CutOff() not in printed and any(isinstance(each, Raster) for each in printed)
        assert qr_data(paper.slip(), pages) == []
        assert read_text(paper.slip(), pages).count(ticket.number) == 1


def test_a_printer_the_office_has_becomes_another_model_and_the_history_tells(
    budi: Browser, hall: Hall, first: int
) -> None:
    said = saved(budi, first, model="KR-306")
    assert row(first).profile == Profile("KR-306", 48).said()
    assert "What the printer can do: a usual printer, now like Kefar KR-306" in said and "Budi" in said
    assert len(hall.rules_changed()[-1]) == 2
    page = budi.get(f"{PAGE}/{first}?lang=en")
    assert '<option value="KR-306" selected>' in page and "48 characters on a line" in page
    saved(budi, first, model="")
    assert row(first).profile == {}


@pytest.mark.parametrize(
    ("model", "width", "words"),
    [
        ("TM-T9000", "80", "Nobody knows a model called TM-T9000"),
        ("as-seen", "80", "Nobody knows a model called as-seen"),
        ("POS-5890", "80", "Zjiang POS5890 Series takes paper of 58 mm at most"),
    ],
)
def test_a_model_that_cannot_be_is_said_beside_its_field(
    budi: Browser, hall: Hall, model: str, width: str, words: str
) -> None:
    before = len(hall.events())
    form = {"name": "Printer depan", "url": "virtual:", "width": width, "model": model, "roll": "", "do": "save"}
    assert words in refused(budi, f"{PAGE}/add", "model", **form)
    assert len(hall.events()) == before
    assert db.session.scalars(select(Printer).where(Printer.name == "Printer depan")).all() == []


def test_the_answers_to_the_test_slip_make_a_printer_what_it_is(budi: Browser, hall: Hall, first: int) -> None:
    budi.get(f"{PAGE}/{first}")
    budi.post(f"{PAGE}/{first}/seen", 303, **SEEN)
    now_is = row(first)
    assert (now_is.width_mm, now_is.roll_metres) == (58, 30)
    assert now_is.profile == Profile("TM-T20II", 32, cutter=False, qr="image").said()
    page = budi.get(f"{PAGE}/{first}?lang=en")
    assert "32 characters on a line · no knife · QR codes as an image" in page
    assert '<option value="as-seen" selected>' in page
    hall.citizen_takes()
    job = PrinterSpool(hall.app, first).claim()
    assert job and job.profile == now_is.profile


def test_what_was_seen_stays_when_only_the_name_changes_and_fits_other_paper(budi: Browser, first: int) -> None:
    budi.get(f"{PAGE}/{first}")
    budi.post(f"{PAGE}/{first}/seen", 303, **(SEEN | {"ruler": "D"}))
    saved(budi, first, model="as-seen", name="Printer depan")
    assert row(first).profile == Profile("TM-T20II", 48, cutter=False, qr="image").said()
    saved(budi, first, model="as-seen", width="58")
    assert row(first).profile == Profile("TM-T20II", 30, cutter=False, qr="image").said()


def test_a_usual_printer_that_shows_what_is_usual_is_left_as_it_was(budi: Browser, hall: Hall, first: int) -> None:
    before = len(hall.events())
    budi.get(f"{PAGE}/{first}")
    budi.post(f"{PAGE}/{first}/seen", 303, ruler="D", letters="1", codes="both", cut="yes")
    assert row(first).profile == {} and len(hall.events()) == before


@pytest.mark.parametrize("field", sorted(SEEN))
@pytest.mark.parametrize("said", [None, "Z"])
def test_whatever_was_not_looked_at_is_asked_again(
    budi: Browser, hall: Hall, first: int, field: str, said: str | None
) -> None:
    before = len(hall.events())
    form = {name: value for name, value in SEEN.items() if name != field} | ({field: said} if said else {})
    budi.get(f"{PAGE}/{first}")
    page = html.unescape(budi.post(f"{PAGE}/{first}/seen?lang=en", 422, **form))
    assert page.count("Look at the test slip, and choose what you see there.") == 1
    assert page.count("checked ") == 4
    assert row(first).profile == {} and len(hall.events()) == before


def test_the_picture_of_a_slip_from_before_is_still_drawn(
    budi: Browser, hall: Hall, first: int, tmp_path: Path
) -> None:
    hall.citizen_takes()
    folder = Path(hall.app.config["DATA_DIR"]) / "virtual" / str(first)
    assert print_one(PrinterSpool(hall.app, first), folder)
    saved(budi, first, model="TH230")
    pictures = re.findall(rf'src="([^"]*/{first}/[^"]*)"', budi.get("/admin/printers"))
    assert pictures
    assert budi._ask("GET", html.unescape(pictures[0]), {}).mimetype == "image/png"


def test_a_model_is_refused_by_the_verb_and_nothing_of_the_old_is_lost(hall: Hall, first: int) -> None:
    with pytest.raises(SettingsUnusable):
        office_printers.replace(hall.branch_id, "virtual:", 80, model="TM-T9000")
    with pytest.raises(SettingsUnusable):
        managing.set_up(first, "Printer", 80, 80, model="POS-5890")
    assert row(first).is_active and row(first).profile == {}


def test_the_command_line_s_printer_is_its_model_too(hall: Hall) -> None:
    runner = hall.app.test_cli_runner()
    for command in (commands.set_printer, commands.add_printer):
        told = runner.invoke(command, ["karawaci", "virtual:", "--width", "58", "--profile", "POS-5890"])
        assert told.exit_code == 0, told.output
    db.session.rollback()
    mine = select(Printer).where(Printer.branch_id == hall.branch_id, Printer.is_active)
    assert [each.profile for each in db.session.scalars(mine)] == [CHEAP, CHEAP]


def test_paper_is_not_wasted_by_a_key_that_is_held_down(budi: Browser, first: int) -> None:
    budi.get(f"{PAGE}/{first}")
    answers = [budi.try_to_post(f"{PAGE}/{first}/test?lang=en") for _ in range(21)]
    assert [status for status, _page in answers] == [200] * 20 + [429]


def test_nobody_else_says_what_a_printer_is(app: Flask, budi: Browser, hall: Hall, first: int) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.post(f"{PAGE}/{first}/seen", 403, **SEEN)
    assert row(first).profile == {}
