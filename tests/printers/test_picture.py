"""The picture of a slip: measured, and read by a real reader of codes."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from printers.decode import UnknownCommand
from printers.layout import layout
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.picture import DESK, SIDE, TABLE, WHITE, draw
from printers.slip import Feed, Number, Qr, Slip, Text, ticket_slip
from tests.printers.samples import EVERY_PART, FACTS

BOTH = pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80 mm", "58 mm"])


def picture(slip: Slip, paper: Paper) -> Image.Image:
    return Image.open(BytesIO(draw(layout(slip, paper), paper)))


def ink(drawn: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything dark."""
    box = drawn.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert box
    return box


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="needs zbarimg, of Debian's zbar-tools")
@BOTH
@pytest.mark.parametrize("words", ["http://192.168.1.10:8000/t/Zk3v9QmXyT2aLr8pWnB4cQ", "x" * 200])
def test_a_reader_finds_the_code_on_the_drawn_slip(paper: Paper, words: str, tmp_path: Path) -> None:
    file = tmp_path / "slip.png"
    file.write_bytes(draw(layout(Slip((Text("atas"), Qr(words), Text("bawah"))), paper), paper))
    read = subprocess.run(["zbarimg", "--raw", "-q", file], capture_output=True, text=True, check=True)
    assert read.stdout == words + "\n"


@BOTH
def test_everything_stays_on_the_printable_part_of_the_paper(paper: Paper) -> None:
    for slip in (ticket_slip(FACTS), EVERY_PART):
        drawn = picture(slip, paper)
        left, _, right, _ = ink(drawn)
        assert drawn.width == paper.dots + 2 * (SIDE + DESK)
        assert left >= DESK + SIDE
        assert right <= DESK + SIDE + paper.dots


@BOTH
def test_the_number_fills_most_of_the_paper_and_stands_in_the_middle(paper: Paper) -> None:
    drawn = picture(Slip((Number("A-012"),)), paper)
    left, top, right, bottom = ink(drawn)
    assert right - left > paper.dots * 0.75
    assert bottom - top > 80
    assert abs((left + right) / 2 - drawn.width / 2) < 12


def test_white_paper_lies_on_a_darker_table() -> None:
    drawn = picture(ticket_slip(FACTS), PAPER_80)
    assert drawn.getpixel((2, 2)) == TABLE
    assert drawn.getpixel((DESK + 4, DESK + 4)) == WHITE


def test_more_to_say_makes_a_longer_slip() -> None:
    short, long = (picture(Slip((Feed(lines),)), PAPER_58).height for lines in (10, 20))
    assert long - short == 10 * 30


def test_an_empty_slip_is_still_a_picture() -> None:
    assert picture(Slip(()), PAPER_58).height > 0


def test_foreign_bytes_are_not_drawn() -> None:
    with pytest.raises(UnknownCommand):
        draw(b"\x1b@\x1b*\x21", PAPER_80)
