"""The paper as it would come out, drawn by decoding the very bytes that were sent. One dot is one pixel."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from printers.decode import CutOff, Fed, Line, Operation, QrCode, Raster, decode
from printers.paper import CELL_HEIGHT, CELL_WIDTH, LINE_HEIGHT, Paper
from printers.qr import squares
from printers.typefaces import BOLD_STROKE, FONT_SIZE, mono

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

# The roll is wider than the print, and the knife sits above the head: each slip begins with the paper in between.
SIDE, KNIFE = 32, 104
DESK = 28
TOOTH = 8
TABLE, SHADOW, WHITE, INK = 238, 216, 255, 26


def draw(data: bytes, paper: Paper) -> bytes:
    """The slip as a PNG.

    Args:
        data: what `layout` made.
        paper: what it was laid out for.

    Raises:
        UnknownCommand: the bytes are not a slip of ours.
    """
    from PIL import ImageDraw

    printed = decode(data, paper.code_pages)
    cut = CutOff() in printed
    end = KNIFE + sum(_height(each) for each in printed) - (KNIFE if cut else 0)
    sheet = _sheet(paper.dots + 2 * SIDE, max(end, KNIFE + TOOTH), cut=cut)
    pen, y = ImageDraw.Draw(sheet), DESK + KNIFE
    for each in printed:
        _draw(pen, each, y, paper)
        y += _height(each)
    return _png(sheet)


def _png(sheet: Image) -> bytes:
    out = BytesIO()
    sheet.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _sheet(width: int, height: int, *, cut: bool) -> Image:
    from PIL import Image, ImageDraw, ImageFilter

    sheet = Image.new("L", (width + 2 * DESK, height + 2 * DESK), TABLE)
    edge = _outline(width, height, cut=cut)
    ImageDraw.Draw(sheet).polygon([(x, y + 4) for x, y in edge], fill=SHADOW)
    sheet = sheet.filter(ImageFilter.GaussianBlur(5))
    ImageDraw.Draw(sheet).polygon(edge, fill=WHITE)
    return sheet


def _outline(width: int, height: int, *, cut: bool) -> list[tuple[int, int]]:
    # A knife leaves teeth; paper that was not cut still hangs in the printer, and ends straight.
    left, top, right, bottom = DESK, DESK, DESK + width, DESK + height
    depth = TOOTH if cut else 0
    xs = range(right, left, -TOOTH)
    teeth = [(x, bottom - depth * (index % 2)) for index, x in enumerate(xs)]
    return [(left, top), (right, top), *teeth, (left, bottom)]


def _height(each: Operation) -> int:
    match each:
        case Line(_, size):
            return max(LINE_HEIGHT, CELL_HEIGHT * size)
        case QrCode(data, module):
            return len(squares(data)) * module
        case Raster():
            return each.height
        case Fed(lines):
            return lines * LINE_HEIGHT
        case CutOff():
            return 0


def _draw(pen: ImageDraw, each: Operation, y: int, paper: Paper) -> None:
    if isinstance(each, Line):
        _draw_line(pen, each, y, paper)
    elif isinstance(each, QrCode):
        _draw_qr(pen, each, y, paper)
    elif isinstance(each, Raster):
        _draw_raster(pen, each, y)


def _draw_line(pen: ImageDraw, line: Line, y: int, paper: Paper) -> None:
    cell = CELL_WIDTH * line.size
    x = _left(len(line.text) * cell, line.align, paper) + cell / 2
    base = y + CELL_HEIGHT * line.size * 0.78
    for char in line.text:
        pen.text((x, base), char, fill=INK, font=mono(FONT_SIZE * line.size), anchor="ms", stroke_width=_stroke(line))
        x += cell


def _stroke(line: Line) -> float:
    # A head prints bold by striking twice, a dot apart; the dots are magnified with the letter.
    return BOLD_STROKE * line.size if line.bold else 0


def _draw_qr(pen: ImageDraw, code: QrCode, y: int, paper: Paper) -> None:
    rows, side = squares(code.data), code.module
    left = _left(len(rows) * side, code.align, paper)
    for row, line in enumerate(rows):
        for column, dark in enumerate(line):
            if dark:
                x, top = left + column * side, y + row * side
                pen.rectangle((x, top, x + side - 1, top + side - 1), fill=INK)


def _draw_raster(pen: ImageDraw, raster: Raster, y: int) -> None:
    from PIL import Image

    ink = Image.frombytes("1", (raster.width, raster.height), raster.bits)
    pen.bitmap((DESK + SIDE, y), ink, fill=INK)


def _left(width: int, align: str, paper: Paper) -> int:
    return DESK + SIDE + (max(0, paper.dots - width) // 2 if align == "center" else 0)
