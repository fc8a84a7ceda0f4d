"""What somebody looks for by a few words, and what answers to them."""

from __future__ import annotations

import unicodedata

SHORTEST = 1
LONGEST = 60


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


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
