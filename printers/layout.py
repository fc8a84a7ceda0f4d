"""From a slip to the bytes a printer understands. Pure: the same slip and paper give the same bytes."""

from __future__ import annotations

from functools import cache, singledispatch
from typing import Any

from printers.paper import CODE_PAGES, Paper
from printers.slip import Cut, Feed, Listing, Number, Pair, Part, Qr, Rule, Slip, Text
from printers.wrapping import balanced, lines_of, sayable

LARGEST = 8
BULLET = "- "


def layout(slip: Slip, paper: Paper) -> bytes:
    """The ESC/POS bytes of a slip, complete: they begin by setting the printer back.

    Args:
        slip: what to print.
        paper: the roll it comes out on; no line is wider than its columns.
    """
    out = _begin()
    for part in slip.parts:
        _put(part, out, paper)
    printed: bytes = out.output
    return printed


def number_size(number: str, paper: Paper) -> int:
    """How many times a number can be magnified, 1 to 8, and still stand on one line."""
    return max(1, min(LARGEST, paper.columns // max(1, len(number))))


def _begin() -> Any:
    new_printer, encoder = _escpos()
    out = new_printer(profile="TM-T20II", magic_encode_args={"encoder": encoder(CODE_PAGES)})
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


@singledispatch
def _put(part: Part, out: Any, paper: Paper) -> None:
    raise TypeError(f"no layout for {part!r}")


@_put.register
def _text(part: Text, out: Any, paper: Paper) -> None:
    out.set(align=part.align, bold=part.bold, custom_size=True, width=part.size, height=part.size)
    _say((balanced if part.align == "center" else lines_of)(part.text, paper.columns // part.size), out)
    _as_usual(out)


@_put.register
def _number(part: Number, out: Any, paper: Paper) -> None:
    number = sayable(part.text)
    size = number_size(number, paper)
    _text(Text(number, align="center", bold=True, size=size), out, paper)


@_put.register
def _rule(_part: Rule, out: Any, paper: Paper) -> None:
    _say(["-" * paper.columns], out)


@_put.register
def _qr(part: Qr, out: Any, paper: Paper) -> None:
    out.set(align="center")
    # Printers leave no quiet zone around a code, and phones do not find one that touches text.
    out.print_and_feed(1)
    out.qr(part.data, native=True, size=paper.qr_module, ec=1)
    out.print_and_feed(1)
    _as_usual(out)


@_put.register
def _pair(part: Pair, out: Any, paper: Paper) -> None:
    lefts, rights = lines_of(part.left, paper.columns), lines_of(part.right, paper.columns)
    room = paper.columns - len(lefts[-1]) - len(rights[0])
    if len(rights) == 1 and room > 0:
        _say([*lefts[:-1], lefts[-1] + " " * room + rights[0]], out)
    else:
        _say([*lefts, *(line.rjust(paper.columns) for line in rights)], out)


@_put.register
def _listing(part: Listing, out: Any, paper: Paper) -> None:
    for item in part.items:
        first, *rest = lines_of(item, paper.columns - len(BULLET))
        _say([BULLET + first, *(" " * len(BULLET) + line for line in rest)], out)


@_put.register
def _feed(part: Feed, out: Any, _paper: Paper) -> None:
    out.print_and_feed(part.lines)


@_put.register
def _cut(_part: Cut, out: Any, _paper: Paper) -> None:
    # Feeds six lines first, which brings the last words past the knife, or past the tear bar where there is none.
    out.cut(mode="PART")


def _say(lines: list[str], out: Any) -> None:
    for line in lines:
        out.textln(line)


def _as_usual(out: Any) -> None:
    out.set(align="left", bold=False, custom_size=True, width=1, height=1)
