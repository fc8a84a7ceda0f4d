"""The test slip: every answer to it makes a printer print right."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from printers.decode import CutOff, decode, qr_data, read_text
from printers.paper import PAPER_58, PAPER_80
from printers.picture import draw
from printers.profiles import USUAL, Profile, models
from printers.teaching import LETTERS, RULERS, SAMPLE, Lesson, Seen, lesson_slip, pages_of_lesson, ruler

WORDS = Lesson(
    "Struk uji", "Kecamatan Karawaci", "Printer kios", "Garis utuh:", "Baris terbaca:", "Kode QR:", "Dipotong:"
)
PAGES = pages_of_lesson()


def test_it_fits_the_narrowest_printer_but_for_the_rulers_that_measure() -> None:
    lines = read_text(lesson_slip(WORDS), PAGES)
    rulers = [ruler(columns, letter) for letter, columns in RULERS.items()]
    assert [line for line in lines if line in rulers] == rulers
    assert all(len(line) <= 30 for line in lines if line not in rulers)


def test_it_shows_the_letters_by_the_numbers_of_every_family() -> None:
    lines = read_text(lesson_slip(WORDS), PAGES)
    assert [line for line in lines if SAMPLE in line] == [f"{line}: {SAMPLE}" for line in LETTERS if line != "none"]


@pytest.mark.parametrize(("line", "model"), [each for each in LETTERS.items() if each[0] != "none"])
def test_on_a_printer_its_own_line_comes_out_right_and_those_of_others_do_not(line: str, model: str) -> None:
    pages, data = models()[model].code_pages, lesson_slip(WORDS)
    for _page, foreign in PAGES:
        if foreign not in pages.values():  # a number that this printer does not know changes nothing
            data = data.replace(b"\x1bt" + bytes([foreign]), b"")
    right = [each[0] for each in read_text(data, pages.items()) if each.endswith(SAMPLE)]
    # Line 5 is right on most: where they do not know its number either, they stay with letters that are alike.
    assert [each for each in right if each != "5"] == ([line] if line != "5" else [])
    assert Seen("D", right[0], "both", cut=True).profile("simple").model == model


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="needs zbarimg, of Debian's zbar-tools")
def test_a_phone_reads_both_codes_which_are_told_apart(tmp_path: Path) -> None:
    data = lesson_slip(WORDS)
    assert qr_data(data, PAGES) == ["GILIRAN 1"]
    assert isinstance(decode(data, PAGES)[-1], CutOff)
    (tmp_path / "slip.png").write_bytes(draw(data, replace(PAPER_80, code_pages=PAGES)))
    read = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "slip.png")], capture_output=True, text=True)
    assert sorted(read.stdout.split("\n")[:2]) == ["GILIRAN 1", "GILIRAN 2"]


def test_what_the_usual_printers_show_makes_them_the_usual_ones() -> None:
    wide, narrow = Seen("D", "1", "both", cut=True), Seen("B", "1", "first", cut=True)
    assert (wide.width_mm, wide.profile("TM-T20II")) == (80, USUAL[80])
    assert (narrow.width_mm, narrow.profile("TM-T20II")) == (58, USUAL[58])


def test_a_printer_stays_its_own_model_where_that_has_the_letters_somebody_saw() -> None:
    seen = Seen("C", "1", "second", cut=False)
    assert seen.profile("TM-T88V") == Profile("TM-T88V", 42, cutter=False, qr="image")
    assert seen.profile("KR-306").model == "TM-T20II"
    assert Seen("A", "none", "none", cut=False).profile("TM-T88V") == Profile("simple", 30, cutter=False, qr="none")
    assert PAPER_58.columns == 32
