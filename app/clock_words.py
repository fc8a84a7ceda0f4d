"""Times of day as people write them, in the language of whoever reads: "pukul 08.15", but "08:15" in English.

Indonesian puts a point between hour and minute (EYD V, "Tanda Titik"), and so do Sundanese and Javanese. What machines
read stays ISO 8601: `datetime` attributes, the API, files of figures, logs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import format_datetime, get_locale

from app.clock import office_time

ZONE_NAMES = {7.0: "WIB", 8.0: "WITA", 9.0: "WIT"}
"""What Indonesians call the hours they are ahead of UTC."""


def clock_words(times: str) -> str:
    """Times of day, or a CLDR pattern of one, written with a colon: with the mark of the reader's language."""
    return times if str(get_locale()) == "en" else times.replace(":", ".")


def moment_words(local: datetime, pattern: str = "HH:mm") -> str:
    """A moment of the office's wall clock, in the reader's language; `pattern` is a CLDR one."""
    return str(format_datetime(local, clock_words(pattern), rebase=False))


def at_office(moment: datetime, zone: str, pattern: str = "HH:mm") -> str:
    """A moment as the office's wall clock shows it, in the reader's language; `pattern` is a CLDR one."""
    return moment_words(office_time(moment, zone), pattern)


def with_zone(moment: datetime, zone: str, pattern: str) -> str:
    """The same, with what people call the office's zone: "23/11/2026 16.00 WIB"."""
    local = office_time(moment, zone)
    ahead = local.utcoffset()
    name = ZONE_NAMES.get(ahead.total_seconds() / 3600) if ahead else None
    return f"{moment_words(local, pattern)} {name or local.tzname() or ''}".strip()


def said_spans(spans: Sequence[Sequence[str]]) -> str:
    """Hours, as they are stored, the way people write them: "08.00–11.30, 13.00–16.00"."""
    return clock_words(", ".join(f"{opens}–{closes}" for opens, closes in spans))
