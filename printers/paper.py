"""The paper a slip is laid out for. Dots and columns: font A of 12 x 24 dots at 203 dpi."""

from __future__ import annotations

from dataclasses import dataclass

CELL_WIDTH, CELL_HEIGHT = 12, 24
LINE_HEIGHT = 30

CODE_PAGES = {"CP437": 0, "CP850": 2, "CP857": 13, "CP737": 14, "CP1252": 16, "CP866": 17, "CP852": 18, "CP858": 19}
"""The code pages we use, by the number `ESC t` selects them with: Latin, Turkish, Greek, Cyrillic, euro."""


@dataclass(frozen=True)
class Paper:
    """A roll: its width in mm, its printable dots, its columns, and the dots of one QR module."""

    width_mm: int
    dots: int
    columns: int
    qr_module: int


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
