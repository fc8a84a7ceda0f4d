"""What a printer can do, from python-escpos's tables and from what somebody saw: every slip fits it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from printers.decode import CutOff, Line, Raster, decode, qr_data, read_text
from printers.layout import layout
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.picture import draw
from printers.profiles import (
    COLUMNS,
    NoSuchModel,
    Profile,
    TooNarrow,
    models,
    paper_with,
    profile_of,
    profile_of_model,
)
from printers.roll import millimetres
from printers.slip import Cut, Number, Qr, Slip, Text, ticket_slip
from printers.worker import Job, _laid_out
from tests.printers.samples import FACTS

CHEAP = Profile("POS-5890", 32, cutter=False, qr="image").said()
PRINT_NO_SLIPS = {"default", "AF-240", "OCD-100", "OCD-300", "TM-U220", "TM-U220B"}
"""Nobody's, customers' displays, and printers that strike a ribbon."""
LONG = replace(FACTS, service="Penerbitan Kartu Identitas Anak, Kartu Keluarga dan Surat Keterangan Pindah Datang é ñ")


def paper_of_model(name: str) -> Paper:
    known = models()[name]
    return paper_with(known.width_mm, known.usual.said())


def all_of(data: bytes, paper: Paper) -> list[Line]:
    return [each for each in decode(data, paper.code_pages) if isinstance(each, Line)]


def read_by_phone(data: bytes, paper: Paper, tmp_path: Path) -> str:
    (tmp_path / "slip.png").write_bytes(draw(data, paper))
    read = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "slip.png")], capture_output=True, text=True)
    return read.stdout.strip()


def test_a_printer_nobody_said_anything_about_is_the_usual_one() -> None:
    assert (paper_with(80, {}), paper_with(58, None)) == (PAPER_80, PAPER_58)
    assert paper_with(80, profile_of(80, {}).said()) == PAPER_80
    assert paper_with(58, profile_of(58, {}).said()) == PAPER_58


def test_every_profile_of_the_table_is_a_slip_printer_or_known_to_be_none() -> None:
    table = json.loads((files("escpos") / "capabilities.json").read_text())["profiles"]
    assert set(table) - set(models()) == PRINT_NO_SLIPS


def test_the_tables_know_cheap_printers_and_good_ones() -> None:
    assert models()["TM-T20II"].usual == Profile("TM-T20II", 48, True, "native")
    assert models()["POS-5890"].usual == Profile("POS-5890", 32, False, "image")
    assert models()["NT-80-V-UL"].usual.columns == 48
    assert models()["POS-5890"].code_pages["CP1252"] == 16
    assert models()["KR-306"].code_pages["CP1252"] == 11
    assert models()["TM-T88V"].dots == 512


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="needs zbarimg, of Debian's zbar-tools")
@pytest.mark.parametrize("model", sorted(models()))
def test_every_model_prints_a_long_service_its_number_and_a_code_that_a_phone_reads(model: str, tmp_path: Path) -> None:
    paper, known = paper_of_model(model), models()[model]
    data = layout(ticket_slip(LONG), paper)
    assert data.count(b"A-012") == 1
    assert all(len(line.text) * line.size <= paper.columns for line in all_of(data, paper))
    assert paper.columns * 12 <= paper.dots
    assert (CutOff() in decode(data, paper.code_pages)) is known.usual.cutter
    assert qr_data(data, paper.code_pages) == ([FACTS.qr] if known.usual.qr == "native" else [])
    assert read_by_phone(data, paper, tmp_path) == FACTS.qr
    assert 80 < millimetres(data, paper) < 300


@settings(max_examples=150)
@given(some.sampled_from(sorted(models())), some.text(max_size=80), some.text(max_size=40))
def test_whatever_a_service_is_called_every_model_prints_it_within_its_width(
    model: str, service: str, office: str
) -> None:
    paper = paper_of_model(model)
    facts = replace(FACTS, service=service.replace("-", ""), office=office.replace("-", ""), qr=None)
    data = layout(ticket_slip(facts), paper)
    assert [line.text for line in all_of(data, paper)].count("A-012") == 1
    assert all(len(line.text) * line.size <= paper.columns for line in all_of(data, paper))


def test_a_printer_without_a_knife_shows_where_to_tear() -> None:
    paper = paper_with(58, CHEAP)
    printed = decode(layout(Slip((Text("a"), Cut())), paper), paper.code_pages)
    assert CutOff() not in printed
    assert Line("- " * 16) in printed


def test_a_code_as_an_image_is_as_wide_as_it_must_be_and_stands_in_the_middle() -> None:
    paper = paper_with(58, CHEAP)
    printed = decode(layout(Slip((Qr("http://192.168.1.10:8000/t/Zk3v9QmXyT2aLr8pWnB4cQ"),)), paper), paper.code_pages)
    [code] = [each for each in printed if isinstance(each, Raster)]
    assert code.width <= paper.dots and code.height == 33 * paper.qr_module


def test_a_printer_that_can_print_no_code_is_sent_none() -> None:
    paper = paper_with(80, Profile(qr="none").said())
    assert layout(Slip((Qr("x"),)), paper) == b"\x1b@"


def test_letters_are_said_by_the_printer_s_own_numbers() -> None:
    paper = paper_of_model("KR-306")
    data = layout(Slip((Text("Sundanéés Ñandú €"),)), paper)
    assert b"\x1bt\x10" not in data
    assert read_text(data, paper.code_pages) == ["Sundanéés Ñandú €"]


def test_a_printer_of_plain_letters_gets_plain_letters_also_in_its_number() -> None:
    paper = paper_with(80, Profile("simple").said())
    said = Slip((Text("Sundanéés Ñandú Привет"), Number("É-1")))
    assert read_text(layout(said, paper), ()) == ["Sundanees Nandu ??????", "E-1"]


def test_a_job_is_laid_out_for_its_printer_and_measured_with_its_letters() -> None:
    slip = ticket_slip(FACTS).to_json()
    job = Job(1, slip, "virtual:", 58, copy=False, claim=1, profile=CHEAP)
    paper = paper_with(58, CHEAP)
    assert _laid_out(job).data == layout(ticket_slip(FACTS), paper)
    assert _laid_out(job).millimetres > 80


@pytest.mark.parametrize("said", [{"model": "TM-T9000"}, {"columns": 32}, {"wings": 2}, {"qr": "drawn"}])
def test_a_profile_of_another_release_still_prints_as_on_a_usual_printer(said: dict[str, object]) -> None:
    assert paper_with(80, said) == PAPER_80


def test_a_model_is_taken_with_the_paper_that_lies_in_it() -> None:
    assert profile_of_model("TM-T88V", 80).columns == 42
    assert profile_of_model("TM-T88V", 58).columns == min(COLUMNS[58])
    with pytest.raises(TooNarrow, match="Zjiang"):
        profile_of_model("POS-5890", 80)
    with pytest.raises(NoSuchModel):
        profile_of_model("TM-T9000", 80)
