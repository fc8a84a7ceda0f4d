"""A text in several languages, as the office wrote it."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = {"id": "Indonesia", "en": "English", "su": "Basa Sunda", "jv": "Basa Jawa"}
"""What citizens may read in, and each by its own name."""
STAFF_LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"

Texts = dict[str, str]


def said_in(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in Indonesian, else in whichever there is, else nothing."""
    return texts.get(language) or texts.get(DEFAULT_LANGUAGE) or next(iter(texts.values()), "")
