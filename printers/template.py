"""What a slip says and in which order, as an office writes it: plain text, one line of it for each part.

`{office}` stands for a fact. Marks before a line say how it looks: `^` centred, `*` bold, `#` larger, `##` larger
still; a `\\` takes the line as it is. What stands for nothing, such as an address nobody entered, takes no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from printers.facts import TicketFacts
from printers.parts import Cut, Feed, Listing, Number, Part, Qr, Rule, Text

WORDS = ("title", "office", "address", "service", "time", "ahead", "estimate", "footer")
"""Facts that may stand within a line."""
ALONE = ("number", "logo", "qr", "requirements", "line")
"""Those that have a line to themselves; all but a line across the paper at most once."""

STANDARD = """\
{logo}
^* {office}
^ {address}
{line}
^ {title}

{number}

^* {service}
^ {ahead}
^ {estimate}
^ {time}
{line}
{requirements}
{line}
{qr}

^ {footer}"""

MOST_LINES = 40
LONGEST_LINE = 120
VARIABLE = re.compile(r"\{([^{}]*)\}")
MARKED = re.compile(r"(\\|[\^*#]*)[ ]?(.*)")
LARGEST_MARK = 3


class Mistake(StrEnum):
    """What can be wrong with a template."""

    UNKNOWN = "unknown"
    NOT_CLOSED = "not_closed"
    NOT_ALONE = "not_alone"
    TWICE = "twice"
    NO_NUMBER = "no_number"
    LINE_TOO_LONG = "line_too_long"
    TOO_MANY_LINES = "too_many_lines"


@dataclass(frozen=True)
class Wrong:
    """One mistake: in which line, counted from 1, and which name is meant; no line means the whole."""

    mistake: Mistake
    line: int | None = None
    name: str = ""


class BadTemplate(ValueError):
    """A template that no slip can be made of; `wrong` says all that is wrong with it."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.mistake} {each.name}" for each in wrong))
        self.wrong = tuple(wrong)


@dataclass(frozen=True)
class _Line:
    """One line: `alone` names what it consists of; otherwise it says `text`, an empty one nothing."""

    text: str
    alone: str
    centred: bool
    bold: bool
    size: int

    def parts(self, facts: TicketFacts) -> Iterator[Part]:
        if self.alone:
            yield from _alone(self.alone, facts)
            return
        said = _words(facts)
        names = VARIABLE.findall(self.text)
        if not names or any(said[name].strip() for name in names):
            text = VARIABLE.sub(lambda found: said[found[1]], self.text)
            yield Text(text, "center" if self.centred else "left", self.bold, self.size)


@dataclass(frozen=True)
class Template:
    """A template that was understood."""

    lines: tuple[_Line, ...]

    def parts(self, facts: TicketFacts) -> tuple[Part, ...]:
        """The parts of a ticket's slip: its number once, and a cut at the end."""
        out: list[Part] = []
        printed = False
        for line in self.lines:
            new = list(line.parts(facts)) if line.text else [Feed()] * printed
            if new == [Rule()] and out[-1:] in ([], [Rule()]):
                new = []
            printed = bool(new)
            out += new
        while isinstance(out[-1], Feed):
            out.pop()
        return (*out, Cut())


@lru_cache(maxsize=256)
def understood(text: str) -> Template:
    """Read a template.

    An empty line goes with the line above it: where that one has nothing to say, it is left out too. So is a line
    across the paper directly under another.

    Raises:
        BadTemplate: a name nobody knows, something that must stand alone and does not, no number or two, too long.
    """
    rows = text.rstrip().split("\n")
    lines = [_read(row.strip()) for row in rows]
    wrong = [each for at, row in enumerate(rows, 1) for each in _wrong_with(at, row)]
    wrong += _wrong_with_all(lines)
    if wrong:
        raise BadTemplate(wrong)
    return Template(tuple(lines))


def _read(row: str) -> _Line:
    marks, text = MARKED.fullmatch(row).groups()  # type: ignore[union-attr] # matches any line
    found = VARIABLE.fullmatch(text.strip())
    alone = found[1] if found and found[1] in ALONE else ""
    size = 1 + min(marks.count("#"), LARGEST_MARK)
    return _Line(text.strip(), alone, "^" in marks, "*" in marks, size)


def _wrong_with(at: int, row: str) -> Iterator[Wrong]:
    if len(row) > LONGEST_LINE:
        yield Wrong(Mistake.LINE_TOO_LONG, at)
    names = VARIABLE.findall(row)
    for name in names:
        if name not in (*WORDS, *ALONE):
            yield Wrong(Mistake.UNKNOWN, at, name)
        elif name in ALONE and not _read(row.strip()).alone:
            yield Wrong(Mistake.NOT_ALONE, at, name)
    if re.search(r"[{}]", VARIABLE.sub("", row)):
        yield Wrong(Mistake.NOT_CLOSED, at)


def _wrong_with_all(lines: list[_Line]) -> Iterator[Wrong]:
    stands = [line.alone for line in lines]
    for at, name in enumerate(stands):
        if name not in ("", "line") and name in stands[:at]:
            yield Wrong(Mistake.TWICE, at + 1, name)
    if not any("{number}" in line.text for line in lines):
        yield Wrong(Mistake.NO_NUMBER)
    if len(lines) > MOST_LINES:
        yield Wrong(Mistake.TOO_MANY_LINES, MOST_LINES + 1)


def _words(facts: TicketFacts) -> dict[str, str]:
    return {
        "title": facts.title,
        "office": facts.office,
        "address": facts.office_address,
        "service": facts.service,
        "time": facts.issued,
        "ahead": facts.ahead,
        "estimate": facts.estimate,
        "footer": facts.footer,
    }


def _alone(name: str, facts: TicketFacts) -> Iterator[Part]:
    if name == "number":
        yield Number(facts.number)
    elif name == "line":
        yield Rule()
    elif name == "logo" and facts.logo:
        yield facts.logo
    elif name == "qr" and facts.qr:
        yield Qr(facts.qr)
        if facts.qr_hint.strip():
            yield Text(facts.qr_hint, align="center")
    elif name == "requirements" and facts.bring:
        yield from (Text(facts.bring_title, bold=True), Listing(facts.bring))
