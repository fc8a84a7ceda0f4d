"""How much of a roll a slip takes, read from the very bytes that were sent."""

from __future__ import annotations

from printers.decode import CutOff, Fed, Line, Operation, QrCode, Raster, UnknownCommand, decode
from printers.paper import CELL_HEIGHT, LINE_HEIGHT, PAPER_80, Paper

DOTS_PER_MM = 8

# Bytes that a QR code of version 1, 2, … holds at error correction M (ISO/IEC 18004, table 7).
HOLDS = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)


def millimetres(data: bytes, paper: Paper = PAPER_80) -> int:
    """The length of paper that a slip feeds, in mm; 0 when it cannot be told."""
    try:
        return round(sum(map(_dots, decode(data, paper.code_pages))) / DOTS_PER_MM)
    except UnknownCommand:
        return 0


def _dots(each: Operation) -> int:
    match each:
        case Line(_, size):
            return max(LINE_HEIGHT, CELL_HEIGHT * size)
        case QrCode(data, module):
            return _modules(len(data.encode())) * module
        case Raster():
            return each.height
        case Fed(lines):
            return lines * LINE_HEIGHT
        case CutOff():
            return 0


def _modules(length: int) -> int:
    version = next((at for at, most in enumerate(HOLDS, 1) if length <= most), len(HOLDS))
    return 17 + 4 * version
