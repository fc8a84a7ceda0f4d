"""The typefaces we draw with: one as wide as a printer's own letters, and those of scripts it has no letters for."""

from __future__ import annotations

import importlib.util
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FOLDER = Path(__file__).parent / "fonts"
"""Filled by `make setup`; where it is empty, these scripts come out as question marks."""

FONT_SIZE = 21
BOLD_STROKE = 0.4

BLOCKS = (
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0x1B80, 0x1BBF, "sundanese"),
    (0x1CC0, 0x1CCF, "sundanese"),
    (0xA980, 0xA9DF, "javanese"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFE, "arabic"),
)
"""Unicode's blocks of each script, in order."""
_BEGINNINGS = [first for first, _last, _script in BLOCKS]


def script_of(char: str) -> str:
    """The script of a character that we have a typeface for; empty for all others."""
    if char < "\u0600":
        return ""
    _first, last, script = BLOCKS[bisect_right(_BEGINNINGS, ord(char)) - 1]
    return script if ord(char) <= last and _can_draw(script) else ""


def mono(pixels: int) -> FreeTypeFont:
    """The typeface that looks like a printer's."""
    return _opened(_mono_file(), pixels)


def of_script(script: str, pixels: int, *, bold: bool) -> FreeTypeFont:
    """The typeface of a script that `script_of` named."""
    return _opened(_script_file(script, bold=bold), pixels)


@lru_cache(maxsize=64)
def _opened(file: Path | None, pixels: int) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.truetype(file, pixels) if file else ImageFont.load_default(size=pixels)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType, and cannot draw a slip")
    return font


@lru_cache(maxsize=1)
def _mono_file() -> Path | None:
    # python-escpos depends on python-barcode, which brings a font whose letters are all as wide as a printer's.
    spec = importlib.util.find_spec("barcode")
    file = Path(spec.origin).parent / "fonts" / "DejaVuSansMono.ttf" if spec and spec.origin else None
    return file if file and file.is_file() else None


def _script_file(script: str, *, bold: bool) -> Path:
    return FOLDER / f"noto-sans-{script}-{script}-{700 if bold else 400}-normal.woff2"


@lru_cache(maxsize=8)
def _can_draw(script: str) -> bool:
    from PIL import features

    # Without raqm letters would stand side by side unjoined, and Arabic from left to right.
    return bool(features.check("raqm")) and all(_script_file(script, bold=bold).is_file() for bold in (True, False))
