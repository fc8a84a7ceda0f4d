"""Words into lines: printers cut a long line off or break it anywhere, so we break it first."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from printers.paper import CODE_PAGES

UNSAYABLE = "?"

# Plain signs stand in for fine ones: printers set to Chinese read two high bytes as one character.
PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "•": "-", "·": "-"}
)


def lines_of(text: str, columns: int) -> list[str]:
    """Break a text by word into lines of at most `columns` characters; a longer word is broken.

    Args:
        text: any text; a line break in it stays one.
        columns: characters on a line, at least 1.

    Returns:
        At least one line, of characters the printer can say.
    """
    return [line for each in paragraphs_of(text) for line in _broken(sayable(each), columns)]


def balanced(text: str, columns: int) -> list[str]:
    """The same in lines of about one length, as centred text reads best; never more lines than `lines_of` makes."""
    return [line for each in paragraphs_of(text) for line in _even(each, columns)]


def _even(paragraph: str, columns: int) -> list[str]:
    lines = lines_of(paragraph, columns)
    longest_word = max(map(len, paragraph.split()), default=0)
    for narrower in range(max(len(sayable(paragraph)) // len(lines), longest_word, 1), columns):
        tried = lines_of(paragraph, narrower)
        if len(tried) <= len(lines):
            return tried
    return lines


def sayable(text: str) -> str:
    """The text with only what the printer's code pages can say, one column each, on one line.

    Control characters are dropped, so that no text can command the printer. Other scripts come out as question
    marks, never as garbage; those that we have a typeface for are drawn instead (printers.lettering).
    """
    said = "".join(map(_said, unicodedata.normalize("NFC", text.translate(PLAIN))))
    return " ".join(said.split())


def in_code_pages(line: str, code_pages: tuple[tuple[str, int], ...]) -> str:
    """A line of `sayable` characters with those that these code pages lack replaced, one for one."""
    return line if line.isascii() else "".join(_said_in(char, code_pages) for char in line)


@lru_cache(maxsize=4096)
def _said_in(char: str, code_pages: tuple[tuple[str, int], ...]) -> str:
    return char if char.isascii() or _encodes(char, (page for page, _slot in code_pages)) else _stand_in(char)


def paragraphs_of(text: str) -> list[str]:
    """The text at its own line breaks."""
    return text.replace("\r\n", "\n").split("\n")


def _broken(said: str, columns: int) -> list[str]:
    return textwrap.wrap(said, columns, break_on_hyphens=False) or [""]


@lru_cache(maxsize=4096)
def _said(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
        return ""
    return char if _encodes(char, CODE_PAGES) else _stand_in(char)


def _encodes(char: str, pages: Iterable[str]) -> bool:
    for name in pages:
        try:
            char.encode(name)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _stand_in(char: str) -> str:
    # A letter without its mark is still read; anything else is not guessed at.
    bare = unicodedata.normalize("NFKD", char)
    return bare[0] if bare[0].isascii() and bare[0].isalnum() else UNSAYABLE
