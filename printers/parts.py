"""The parts a slip is made of: what is said, not how a printer is told to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center"]

LARGEST = 8
LONGEST_QR = 200
LONGEST_NUMBER = 32


@dataclass(frozen=True)
class Text:
    """Words, wrapped to the paper. `size` magnifies 1 to 8 times; a newline starts a new line."""

    text: str
    align: Align = "left"
    bold: bool = False
    size: int = 1

    def __post_init__(self) -> None:
        if self.align not in ("left", "center"):
            raise ValueError(f"text is aligned left or center, not {self.align!r}")
        if not 1 <= self.size <= LARGEST:
            raise ValueError(f"text is magnified 1 to {LARGEST} times, not {self.size}")


@dataclass(frozen=True)
class Number:
    """The ticket's number, centred and as large as the paper allows."""

    text: str

    def __post_init__(self) -> None:
        # What is longer than the narrowest paper could not stay in one piece.
        if not self.text.strip() or len(self.text) > LONGEST_NUMBER:
            raise ValueError(f"a number has 1 to {LONGEST_NUMBER} characters: {self.text!r:.60}")


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Qr:
    """A QR code, centred, that says `data`: at most 200 bytes, so that it fits every paper."""

    data: str

    def __post_init__(self) -> None:
        # A code the printer refuses would hold up the queue behind it: better refused when it is written.
        if not 1 <= len(self.data.encode()) <= LONGEST_QR:
            raise ValueError(f"a QR code says 1 to {LONGEST_QR} bytes, not {len(self.data.encode())}")


@dataclass(frozen=True)
class Logo:
    """A picture, centred: a PNG in base64 for each width of paper, made for it by whoever sent it."""

    wide: str
    narrow: str


@dataclass(frozen=True)
class Pair:
    """Two texts at the two edges of one line; they share it when there is room for both."""

    left: str
    right: str


@dataclass(frozen=True)
class Listing:
    """A bulleted list, each item wrapped under itself."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """Empty lines."""

    lines: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.lines <= 255:
            raise ValueError(f"1 to 255 empty lines, not {self.lines}")


@dataclass(frozen=True)
class Cut:
    """The end of the slip: fed past the knife and cut, held by one point so that it does not fall."""


Part = Text | Number | Rule | Qr | Logo | Pair | Listing | Feed | Cut
