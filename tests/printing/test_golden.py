"""Slips as they should look, dot by dot, on both papers. `make golden` accepts them as they are drawn now."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from app.printing.logo import logo_of
from printers.facts import TicketFacts
from printers.layout import layout
from printers.lettering import must_be_drawn
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.picture import draw
from printers.slip import as_copy, ticket_slip
from printers.template import STANDARD
from tests.printers.samples import FACTS, LONG_OFFICE

GOLDEN = Path(__file__).parent / "golden"
SEEN = Path(__file__).resolve().parents[2] / "test-results" / "golden"
ACCEPT = os.environ.get("GILIRAN_ACCEPT_PICTURES") == "1"

INDONESIAN = replace(FACTS, estimate="Sekitar 10–15 menit")
ENGLISH = TicketFacts(
    office="Kecamatan Karawaci",
    office_address="Jl. Imam Bonjol No. 1, Kota Tangerang",
    title="Queue number",
    number="B-1000",
    service="Certificate of domicile",
    issued="Monday, 23 November 2026 08:15 WIB",
    ahead="You are next",
    bring_title="Please have ready",
    bring=("Family card (copy)",),
    qr="https://antrean.tangerangkota.go.id/t/Zk3v9QmXyT2aLr8pWnB4cQ",
    qr_hint="Follow your number on your phone",
    footer="This service is free of charge.",
    estimate="About 0 to 5 minutes",
)
SCRIPTS = {
    "javanese": "ꦱꦸꦒꦼꦁꦫꦮꦸꦃ ꦏꦕꦩꦠꦤ꧀ ꦏꦫꦮꦕꦶ",
    "sundanese": "ᮝᮤᮜᮥᮏᮩᮀ ᮞᮥᮙ᮪ᮕᮤᮀ ᮊᮎᮙᮒᮔ᮪ ᮊᮛᮝᮎᮤ",
    "arabic": "أهلا وسهلا بكم في مكتب Karawaci رقم 12، شكرا لكم على الزيارة",
}


def crest() -> bytes:
    """A crest of our own, in colour and half transparent, as offices have them."""
    picture = Image.new("RGBA", (400, 480))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(20, 20), (380, 20), (380, 300), (200, 460), (20, 300)], fill="#0F766E", outline="black", width=12)
    pen.ellipse((110, 90, 290, 270), fill="#F59E0B")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


SLIPS = {
    "indonesian": ticket_slip(INDONESIAN),
    "english": ticket_slip(ENGLISH),
    "long-name": ticket_slip(replace(LONG_OFFICE, service=LONG_OFFICE.service * 2)),
    "logo": ticket_slip(replace(INDONESIAN, logo=logo_of(crest()))),
    "copy-without-qr": as_copy(ticket_slip(replace(INDONESIAN, qr=None))),
} | {name: ticket_slip(INDONESIAN, f"^* {words}\n{words}\n{STANDARD}") for name, words in SCRIPTS.items()}


@pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80", "58"])
@pytest.mark.parametrize("name", SLIPS)
def test_the_slip_looks_as_it_should(name: str, paper: Paper) -> None:
    assert all(map(must_be_drawn, SCRIPTS.values())), "the typefaces of printers/fonts are missing: run make setup"
    golden = GOLDEN / f"{name}-{paper.width_mm}.png"
    seen = draw(layout(SLIPS[name], paper), paper)
    if ACCEPT:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(seen)
    if not golden.exists() or not alike(seen, golden.read_bytes()):
        SEEN.mkdir(parents=True, exist_ok=True)
        (SEEN / golden.name).write_bytes(seen)
        pytest.fail(f"the slip looks otherwise: compare {SEEN / golden.name} with {golden}; `make golden` accepts it")


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures show the same."""
    first, second = Image.open(BytesIO(one)), Image.open(BytesIO(other))
    return first.size == second.size and ImageChops.difference(first, second).getbbox() is None


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="needs zbarimg, of Debian's zbar-tools")
@pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80", "58"])
@pytest.mark.parametrize(("name", "facts"), [("indonesian", FACTS), ("english", ENGLISH), ("logo", FACTS)])
def test_a_reader_reads_the_code_on_the_golden_slip(name: str, facts: TicketFacts, paper: Paper) -> None:
    file = GOLDEN / f"{name}-{paper.width_mm}.png"
    read = subprocess.run(["zbarimg", "--raw", "-q", file], capture_output=True, text=True, check=True)
    assert read.stdout == f"{facts.qr}\n"
