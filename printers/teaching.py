"""The test slip, which teaches: from what somebody sees on it, it follows what the printer can do."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from printers.decode import OUR_PAGES
from printers.layout import layout
from printers.paper import PAPER_58, QrMeans
from printers.profiles import COLUMNS, PLAIN_LETTERS, Profile, models
from printers.slip import Cut, Feed, Part, Qr, Rule, Slip, Text

RULERS = {"A": 30, "B": 32, "C": 42, "D": 48}
"""The columns of each ruler, by the letter it ends in: the last one that is not broken gives the printer's."""
LETTERS = {"1": "TM-T20II", "2": "TSP600", "3": "KR-306", "4": "TH230", "5": "T-1", "none": PLAIN_LETTERS}
"""The lines of letters, each by the numbers that one family of printers has for its code pages: the first that comes
out right is the printer's. Families with few letters stand last, since others have those too."""
CODES: dict[str, QrMeans] = {"both": "native", "first": "native", "second": "image", "none": "none"}
"""Which of the two QR codes a phone reads: the first is drawn by the printer, the second sent as an image."""
SAMPLE = "é è ü ñ ç ß"
SAMPLE_PAGES = ("CP1252", "CP850")
CODE_SAYS = "GILIRAN"
LESSON = "lesson"

UNKNOWN_PRINTER = replace(PAPER_58, columns=min(RULERS.values()), dots=360, code_pages=())
"""What every printer can do, whatever its paper."""


@dataclass(frozen=True)
class Lesson:
    """The test slip's words, in its reader's language.

    Args:
        title: what this piece of paper is.
        office, printer: whose it is; an empty printer has no name yet.
        rulers, letters, codes, cut: what to look for on each part of it.
    """

    title: str
    office: str
    printer: str
    rulers: str
    letters: str
    codes: str
    cut: str

    def to_json(self) -> str:
        """The words as JSON, to be stored or sent to a print agent where a slip is."""
        return json.dumps({LESSON: asdict(self)})

    @staticmethod
    def from_json(text: str) -> Lesson | None:
        """Read back what `to_json` wrote; None for anything else, as a slip."""
        found = json.loads(text)
        return Lesson(**found[LESSON]) if isinstance(found, dict) and LESSON in found else None


@dataclass(frozen=True)
class Seen:
    """What somebody saw on a test slip.

    Args:
        ruler: a key of `RULERS`; `letters` one of `LETTERS`, `codes` one of `CODES`.
        cut: the paper was cut.
    """

    ruler: str
    letters: str
    codes: str
    cut: bool

    @property
    def width_mm(self) -> int:
        """How wide the paper is."""
        return next(width_mm for width_mm, known in COLUMNS.items() if RULERS[self.ruler] in known)

    def profile(self, model: str) -> Profile:
        """What the printer can do; it stays the model it was taken for, where that one has the same letters."""
        seen = LETTERS[self.letters]
        same = _sample_page(model) == _sample_page(seen)
        return Profile(model if same else seen, RULERS[self.ruler], self.cut, CODES[self.codes])


def lesson_slip(lesson: Lesson) -> bytes:
    """The test slip for a printer of which nothing is known, as bytes: it fits the narrowest. It has no number."""
    head = (Text(lesson.title, align="center", bold=True), Text(_whose(lesson), align="center"), Rule())
    return b"".join(
        (
            _laid_out(*head, Text(lesson.rulers)),
            *(f"{ruler(columns, letter)}\n".encode("ascii") for letter, columns in RULERS.items()),
            _laid_out(Rule(), Text(lesson.letters)),
            *(_letters(line) for line in LETTERS if line != "none"),
            _laid_out(Rule(), Text(lesson.codes), Text("1:"), Qr(f"{CODE_SAYS} 1"), Text("2:")),
            layout(Slip((Qr(f"{CODE_SAYS} 2"),)), replace(UNKNOWN_PRINTER, qr="image")),
            _laid_out(Rule(), Text(lesson.cut), Feed(), Cut()),
        )
    )


def ruler(columns: int, letter: str) -> str:
    """A ruler of so many columns, with the tens on it: "....:....1....:....2..A"."""
    return "".join(_mark(column) for column in range(1, columns)) + letter


def pages_of_lesson() -> tuple[tuple[str, int], ...]:
    """Every code page that a test slip selects, with its number, for who decodes one."""
    pages = (_sample_page(model) for model in LETTERS.values())
    return (*OUR_PAGES, *(page for page in pages if page))


def _whose(lesson: Lesson) -> str:
    return "\n".join(filter(None, (lesson.office, lesson.printer)))


def _laid_out(*parts: Part) -> bytes:
    return layout(Slip(parts), UNKNOWN_PRINTER)


def _letters(line: str) -> bytes:
    page = _sample_page(LETTERS[line])
    assert page
    # Set back first: a printer that does not know the number stays on the page it was on.
    return b"\x1b@" + f"{line}: ".encode("ascii") + b"\x1bt" + bytes([page[1]]) + SAMPLE.encode(page[0]) + b"\n"


def _sample_page(model: str) -> tuple[str, int] | None:
    """A model's code page for the sample, with its number."""
    pages = models()[model].code_pages
    return next(((page, pages[page]) for page in SAMPLE_PAGES if page in pages), None)


def _mark(column: int) -> str:
    return str(column // 10) if column % 10 == 0 else ":" if column % 5 == 0 else "."
