"""What somebody looks for by a few words, and what answers to them."""

from __future__ import annotations

import unicodedata

SHORTEST = 1
LONGEST = 60
SHORTEST_MISTYPED = 4


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, as they are compared: without capitals and accents."""
    return tuple(_plain(query[:LONGEST]).split())


def answers(words: tuple[str, ...], *texts: str) -> int:
    """How well texts answer to all of these words: 0 is not at all, 2 that the first text begins with the first word.

    Args:
        texts: what it is called, then whatever else it is known by.
    """
    plain = [_plain(text) for text in texts]
    if not words or not all(any(word in text for text in plain) for word in words):
        return 0
    return 2 if plain[0].startswith(words[0]) else 1


def nearly_answers(words: tuple[str, ...], *texts: str) -> int:
    """As `answers`, but a word of four letters and more may be mistyped: by one letter, from eight letters on by two.

    It is compared with the beginnings of the texts' words, so that a word need not be typed to its end.
    """
    own = [_plain(text).split() for text in texts]
    if not words or not all(any(_is_near(word, each) for text in own for each in text) for word in words):
        return 0
    return 2 if own[0] and _is_near(words[0], own[0][0]) else 1


def _is_near(typed: str, word: str) -> bool:
    if typed in word:
        return True
    if len(typed) < SHORTEST_MISTYPED or typed[0] != word[0]:  # few mistype how a word begins
        return False
    allowed = 1 if len(typed) < 2 * SHORTEST_MISTYPED else 2
    return _mistakes(typed, word[: len(typed) + allowed]) <= allowed


def _mistakes(typed: str, word: str) -> int:
    """How many letters are wrong, missing, too many or changed places, against the nearest beginning of a word."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(typed):
        earlier, before, row = before, row, [at + 1]
        for place, other in enumerate(word):
            least = min(before[place] + (letter != other), before[place + 1] + 1, row[place] + 1)
            if at and place and (letter, typed[at - 1]) == (word[place - 1], other):
                least = min(least, earlier[place - 1] + 1)
            row.append(least)
    return min(row)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
