"""From a slip to the bytes a printer understands. Pure: the same slip and paper give the same bytes."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from functools import cache, singledispatch
from io import BytesIO
from typing import TYPE_CHECKING, Any

from printers.lettering import drawn_lines, must_be_drawn
from printers.paper import Paper
from printers.qr import drawn
from printers.slip import Cut, Feed, Listing, Logo, Number, Pair, Part, Qr, Rule, Slip, Text
from printers.wrapping import balanced, in_code_pages, lines_of, paragraphs_of, sayable

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 8
BULLET = "- "
BELOW_LOGO = 16
TEAR_HERE = "- "
FEED_TO_TEAR = 4


def layout(slip: Slip, paper: Paper) -> bytes:
    """The ESC/POS bytes of a slip, complete: they begin by setting the printer back.

    Args:
        slip: what to print.
        paper: the roll it comes out on; no line is wider than its columns.
    """
    number = next((_number_on(paper, part) for part in slip.parts if isinstance(part, Number)), "")
    sheet = _Sheet(_begin(paper), paper, number)
    for part in slip.parts:
        _put(part, sheet)
    printed: bytes = sheet.out.output
    return printed


def number_size(number: str, paper: Paper) -> int:
    """How many times a number can be magnified, 1 to 8, and still stand on one line."""
    return max(1, min(LARGEST, paper.columns // max(1, len(number))))


def _begin(paper: Paper) -> Any:
    new_printer, encoder = _escpos()
    # Without a single code page the encoder would look for one for ever.
    pages = dict(paper.code_pages) or {"CP437": 0}
    out = new_printer(profile="TM-T20II", magic_encode_args={"encoder": encoder(pages)})
    out.hw("INIT")
    return out


@cache
def _escpos() -> tuple[Any, Any]:
    # 17 MB and 0.2 s: loaded by the first slip, not by the server's start.
    import yaml

    # Its tables are YAML, and libyaml, where PyYAML has it, reads them in a fifth of the time.
    yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    from escpos.magicencode import Encoder
    from escpos.printer import Dummy

    return Dummy, Encoder


@dataclass(frozen=True)
class _Sheet:
    """A slip in the making: what takes the bytes, the paper, and the number that stands on it once."""

    out: Any
    paper: Paper
    number: str

    def say(self, lines: list[str]) -> None:
        """Lines of text, none of which is the number's own."""
        for line in lines:
            said = in_code_pages(line, self.paper.code_pages)
            self.out.textln(said.replace(self.number, self.number.replace("-", " ")) if self.number else said)

    def strike(self, picture: Image) -> None:
        """A picture from the left edge on."""
        from PIL import ImageOps

        row = (picture.width + 7) // 8
        bits = ImageOps.invert(picture.convert("L")).convert("1").tobytes()
        sides = row.to_bytes(2, "little") + picture.height.to_bytes(2, "little")
        self.out._raw(b"\x1dv0\0" + sides + _not_spelling(self.number.encode(), bits))

    def as_usual(self) -> None:
        """Leave the printer as every part finds it."""
        self.out.set(align="left", bold=False, custom_size=True, width=1, height=1)


def _not_spelling(number: bytes, bits: bytes) -> bytes:
    # Dots may spell the number by chance; whoever looks for it in the bytes is to find it once. One dot changes.
    while number and number in bits:
        at = bits.index(number)
        bits = bits[:at] + bytes([bits[at] ^ 1]) + bits[at + 1 :]
    return bits


@singledispatch
def _put(part: Part, sheet: _Sheet) -> None:
    raise TypeError(f"no layout for {part!r}")


@_put.register
def _text(part: Text, sheet: _Sheet) -> None:
    for paragraph in paragraphs_of(part.text):
        if must_be_drawn(paragraph):
            centred = part.align == "center"
            for line in drawn_lines(paragraph, sheet.paper.dots, centred=centred, bold=part.bold, size=part.size):
                sheet.strike(line)
        else:
            _said(part, paragraph, sheet)


def _said(part: Text, paragraph: str, sheet: _Sheet) -> None:
    sheet.out.set(align=part.align, bold=part.bold, custom_size=True, width=part.size, height=part.size)
    sheet.say((balanced if part.align == "center" else lines_of)(paragraph, sheet.paper.columns // part.size))
    sheet.as_usual()


@_put.register
def _number(part: Number, sheet: _Sheet) -> None:
    number = _number_on(sheet.paper, part)
    size = number_size(number, sheet.paper)
    sheet.out.set(align="center", bold=True, custom_size=True, width=size, height=size)
    sheet.out.textln(number)
    sheet.as_usual()


def _number_on(paper: Paper, part: Number) -> str:
    return in_code_pages(sayable(part.text), paper.code_pages)


@_put.register
def _rule(_part: Rule, sheet: _Sheet) -> None:
    sheet.say(["-" * sheet.paper.columns])


@_put.register
def _qr(part: Qr, sheet: _Sheet) -> None:
    paper = sheet.paper
    if paper.qr == "none":
        return
    sheet.out.set(align="center")
    # Printers leave no quiet zone around a code, and phones do not find one that touches text.
    sheet.out.print_and_feed(1)
    if paper.qr == "native":
        sheet.out.qr(part.data, native=True, size=paper.qr_module, ec=1)
    else:
        sheet.as_usual()  # a picture has its own middle
        sheet.strike(drawn(part.data, paper.qr_module, paper.dots))
    sheet.out.print_and_feed(1)
    sheet.as_usual()


@_put.register
def _logo(part: Logo, sheet: _Sheet) -> None:
    from PIL import Image, ImageOps

    png = b64decode(part.narrow if sheet.paper.width_mm == 58 else part.wide)
    with Image.open(BytesIO(png), formats=("PNG",)) as logo:
        # Not every printer centres a picture when it is told to.
        left = max(0, sheet.paper.dots - logo.width) // 2
        centred = ImageOps.expand(logo.convert("L"), (left, 0, 0, BELOW_LOGO), fill=255)
        sheet.strike(centred.crop((0, 0, min(centred.width, sheet.paper.dots), centred.height)))


@_put.register
def _pair(part: Pair, sheet: _Sheet) -> None:
    columns = sheet.paper.columns
    lefts, rights = lines_of(part.left, columns), lines_of(part.right, columns)
    room = columns - len(lefts[-1]) - len(rights[0])
    if must_be_drawn(part.left):
        _text(Text(part.left), sheet)
        sheet.say([line.rjust(columns) for line in rights])
    elif len(rights) == 1 and room > 0:
        sheet.say([*lefts[:-1], lefts[-1] + " " * room + rights[0]])
    else:
        sheet.say([*lefts, *(line.rjust(columns) for line in rights)])


@_put.register
def _listing(part: Listing, sheet: _Sheet) -> None:
    for item in part.items:
        if must_be_drawn(item):
            _text(Text(BULLET + item), sheet)
            continue
        first, *rest = lines_of(item, sheet.paper.columns - len(BULLET))
        sheet.say([BULLET + first, *(" " * len(BULLET) + line for line in rest)])


@_put.register
def _feed(part: Feed, sheet: _Sheet) -> None:
    sheet.out.print_and_feed(part.lines)


@_put.register
def _cut(_part: Cut, sheet: _Sheet) -> None:
    if sheet.paper.cutter:
        # Feeds six lines first, which brings the last words past the knife.
        sheet.out.cut(mode="PART")
        return
    sheet.out.print_and_feed(2)
    sheet.say([(TEAR_HERE * sheet.paper.columns)[: sheet.paper.columns]])
    sheet.out.print_and_feed(FEED_TO_TEAR)
