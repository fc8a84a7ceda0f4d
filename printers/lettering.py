"""Text in scripts that printers have no letters for, drawn line by line: shaped, and in its own direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from printers.paper import LINE_HEIGHT
from printers.typefaces import BOLD_STROKE, FONT_SIZE, mono, of_script, script_of
from printers.wrapping import sayable

if TYPE_CHECKING:
    from PIL.Image import Image

SCRIPT_SIZE = 26
GAP = 4
# A killed vowel (U+A9C0, U+1BAA, U+1BAB) ties the next letter to it.
CLUSTER = re.compile("(?:[\u1baa\u1bab\ua9c0].|[\u0300-\u036f\u064b-\u065f\u1ba1-\u1bad\ua9b3-\ua9c0])*")


def must_be_drawn(text: str) -> bool:
    """Whether a text has characters that only a drawing can say, and a typeface is here for them."""
    return not text.isascii() and any(map(script_of, text))


def drawn_lines(paragraph: str, dots: int, *, centred: bool, bold: bool, size: int) -> list[Image]:
    """A paragraph as pictures of its lines, black on white, none wider than the paper.

    Args:
        paragraph: one for which `must_be_drawn`.
        dots: the width of the paper.
        centred: in the middle; otherwise at the edge where its reading begins.
        size: how many times it is magnified.
    """
    pen = _Pen(bold, size, _reads_from_right(paragraph))
    lines = _wrapped(_cleaned(paragraph).split(), dots, pen)
    return [_picture(pen, line, dots, centred=centred) for line in lines]


@dataclass(frozen=True)
class _Run:
    """Characters of one script beside each other; `level` is odd where they read from the right (UAX 9)."""

    text: str
    script: str
    level: int


@dataclass(frozen=True)
class _Pen:
    bold: bool
    size: int
    from_right: bool

    def width(self, text: str) -> int:
        """Dots that a line needs."""
        return round(sum(self.length(run) for run in self.runs(text)))

    def length(self, run: _Run) -> float:
        """Dots that a run needs."""
        return float(self.font(run).getlength(run.text, **_direction(run)))

    def font(self, run: _Run) -> Any:
        """What a run is drawn with."""
        if not run.script:
            return mono(FONT_SIZE * self.size)
        return of_script(run.script, SCRIPT_SIZE * self.size, bold=self.bold)

    def stroke(self, run: _Run) -> float:
        """By how much a run is thickened, where its typeface has no bold."""
        return BOLD_STROKE * self.size if self.bold and not run.script else 0

    def runs(self, text: str) -> list[_Run]:
        """The runs of a line as they stand on paper, from the left."""
        return _seen_from_left(_levelled(_split(text), int(self.from_right)))


def _split(text: str) -> Iterator[tuple[str, str]]:
    for script, chars in groupby(text, script_of):
        said = "".join(chars)
        if script:
            yield said, script
        else:  # what stands between two runs belongs to neither
            yield from ((part, "") for part in re.split(r"(^\W+|\W+$)", said) if part)


def _levelled(parts: Iterator[tuple[str, str]], base: int) -> list[_Run]:
    known = [(text, script, _level(text, script, base)) for text, script in parts]
    levels = [level for _text, _script, level in known]
    for at, level in enumerate(levels):
        if level is None:
            before, behind = levels[at - 1] if at else base, levels[at + 1] if at + 1 < len(levels) else base
            levels[at] = before if before == behind and before is not None else base
    return [_Run(text, script, level or 0) for (text, script, _), level in zip(known, levels, strict=True)]


def _level(text: str, script: str, base: int) -> int | None:
    if script == "arabic":
        return 1
    return (2 if base else 0) if script or re.search(r"\w", text) else None


def _seen_from_left(runs: list[_Run]) -> list[_Run]:
    # From the highest level down, whatever stands on it or above is turned round (UAX 9, rule L2).
    for least in (2, 1):
        turned: list[_Run] = []
        for high, group in groupby(runs, lambda run, least=least: run.level >= least):  # type: ignore[misc]
            together = list(group)
            turned += together[::-1] if high else together
        runs = turned
    return runs


def _direction(run: _Run) -> dict[str, str]:
    return {"direction": "rtl" if run.level % 2 else "ltr"}


def _reads_from_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def _cleaned(text: str) -> str:
    # Marks that turn the direction are dropped like all that commands: the runs have their own.
    return "".join(map(_kept, unicodedata.normalize("NFC", text)))


def _kept(char: str) -> str:
    if script_of(char):
        return char
    return " " if char.isspace() else sayable(char)


def _wrapped(words: Sequence[str], dots: int, pen: _Pen) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if pen.width(longer) <= dots:
            lines[-1] = longer
        else:
            lines += _pieces(word, dots, pen)
    return [line for line in lines if line]


def _pieces(word: str, dots: int, pen: _Pen) -> list[str]:
    pieces = [""]
    for cluster in _clusters(word):
        longer = pieces[-1] + cluster
        if pieces[-1] and pen.width(longer) > dots:
            pieces.append(cluster)
        else:
            pieces[-1] = longer
    return pieces


def _clusters(word: str) -> Iterator[str]:
    at = 0
    while at < len(word):
        tail = CLUSTER.match(word, at + 1)
        end = tail.end() if tail else at + 1
        yield word[at:end]
        at = end


def _picture(pen: _Pen, line: str, dots: int, *, centred: bool) -> Image:
    from PIL import Image, ImageDraw

    height = 4 * SCRIPT_SIZE * pen.size
    sheet = Image.new("L", (dots, height), 255)
    draw, x = ImageDraw.Draw(sheet), _left(pen.width(line), dots, centred=centred, from_right=pen.from_right)
    for run in pen.runs(line):
        how = {"font": pen.font(run), "stroke_width": pen.stroke(run), **_direction(run)}
        draw.text((x, height * 0.55), run.text, fill=0, anchor="ls", **how)
        x += pen.length(run)
    return _trimmed(sheet.point(lambda shade: 0 if shade < 150 else 255), LINE_HEIGHT * pen.size)


def _left(width: int, dots: int, *, centred: bool, from_right: bool) -> float:
    room = max(0, dots - width)
    return room / 2 if centred else float(room * from_right)


def _trimmed(sheet: Image, least: int) -> Image:
    from PIL import ImageOps

    box = ImageOps.invert(sheet).getbbox() or (0, 0, 0, 0)
    top, bottom = box[1] - GAP, box[3] + GAP
    short = max(0, least - (bottom - top))
    return sheet.crop((0, top - short // 2, sheet.width, bottom + short - short // 2))
