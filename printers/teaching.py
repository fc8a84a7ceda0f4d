"""The test slip, which teaches: whoever reads it knows whether paper, characters, code and knife are set right."""

from __future__ import annotations

from dataclasses import dataclass

from printers.paper import Paper
from printers.slip import Cut, Feed, Qr, Rule, Slip, Text

CHARACTERS = "ABC abc 0123456789 é è ü ñ ç €"
CODE_SAYS = "GILIRAN"


@dataclass(frozen=True)
class Lesson:
    """The test slip's words, in its reader's language.

    Args:
        title: what this piece of paper is.
        office, printer: whose it is; an empty printer has no name yet.
        ruler: what the ruler below it shows.
        otherwise: what to do when it does not.
        characters, code, cut: what the sample, the code and the end of the paper show.
    """

    title: str
    office: str
    printer: str
    ruler: str
    otherwise: str
    characters: str
    code: str
    cut: str


def lesson_slip(lesson: Lesson, paper: Paper) -> Slip:
    """A slip with a ruler as wide as the paper, a sample of characters, a QR code, and the cut. It has no number."""
    return Slip(
        (
            Text(lesson.title, align="center", bold=True, size=2),
            Text("\n".join(filter(None, (lesson.office, lesson.printer))), align="center"),
            Rule(),
            Text(lesson.ruler),
            Text(ruler(paper.columns)),
            Text(lesson.otherwise),
            Feed(),
            Text(lesson.characters),
            Text(CHARACTERS),
            Qr(CODE_SAYS),
            Text(lesson.code, align="center"),
            Feed(),
            Text(lesson.cut, align="center"),
            Cut(),
        )
    )


def ruler(columns: int) -> str:
    """A ruler of so many columns, with the tens on it: "....:....1....:....2".."""
    return "".join(_mark(column) for column in range(1, columns)) + "|"


def _mark(column: int) -> str:
    return str(column // 10) if column % 10 == 0 else ":" if column % 5 == 0 else "."
