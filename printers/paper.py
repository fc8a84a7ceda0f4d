"""The paper a slip is laid out for. Dots and columns: font A of 12 x 24 dots at 203 dpi."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CELL_WIDTH, CELL_HEIGHT = 12, 24
LINE_HEIGHT = 30

CODE_PAGES = {"CP437": 0, "CP850": 2, "CP857": 13, "CP737": 14, "CP1252": 16, "CP866": 17, "CP852": 18, "CP858": 19}
"""The code pages we use, by the number `ESC t` selects them with: Latin, Turkish, Greek, Cyrillic, euro."""

QrMeans = Literal["native", "image", "none"]
"""The printer draws a QR code itself, prints it as an image, or cannot print one."""


@dataclass(frozen=True)
class Paper:
    """A roll, and what the printer it lies in can do (printers.profiles).

    Args:
        width_mm: how wide it is.
        dots: how many are printed in a row.
        columns: characters on a line.
        qr_module: dots of one side of a QR code's smallest square.
        code_pages: the code pages, each with the number that selects it; none is plain ASCII.
        cutter: a knife cuts it; otherwise people tear it.
        qr: how QR codes are printed.
    """

    width_mm: int
    dots: int
    columns: int
    qr_module: int
    code_pages: tuple[tuple[str, int], ...] = tuple(CODE_PAGES.items())
    cutter: bool = True
    qr: QrMeans = "native"


PAPER_80 = Paper(80, 576, 48, 6)
PAPER_58 = Paper(58, 384, 32, 5)


def paper_of(width_mm: int) -> Paper:
    """The paper of this width: 80 or 58 mm.

    Raises:
        ValueError: no such paper.
    """
    for paper in (PAPER_80, PAPER_58):
        if paper.width_mm == width_mm:
            return paper
    raise ValueError(f"paper is 80 or 58 mm wide, not {width_mm}")
