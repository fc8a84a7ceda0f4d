"""What a board shows and says: the settings of one board, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from app.rules import medium
from app.rules.faults import Bounds, Fault, Faults, Wrong, out_of_bounds
from app.rules.medium import Medium
from app.rules.schedule import Span, read_spans, stored_spans
from app.rules.tongues import TONGUES

MAIN = "hall"
"""The board at an office's own address; the others have their code behind it."""

CODE = re.compile(r"[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?")
TAKEN = ("announcement", "static")
"""Codes that other addresses beside the boards' have."""

Style = Literal["digits", "number"]
STYLES = ("digits", "number")
LONGEST_NAME = 60
LONGEST_TEXT = 300
LONGEST_REPORT_LINE = 80
BOUNDS = {
    "times": Bounds(1, 3),
    "pause": Bounds(200, 2000),
    "speed": Bounds(80, 120),
    "volume": Bounds(0, 100),
    "soft_volume": Bounds(0, 100),
    "media_volume": Bounds(0, 100),
}


class Kind(StrEnum):
    """Where a board hangs: in the hall, or over a single counter."""

    HALL = "hall"
    COUNTER = "counter"


class Pace(StrEnum):
    """How fast the running text runs."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class Way(StrEnum):
    """Where a counter lies, seen from who stands before the board."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class BoardRules:
    """One board.

    Args:
        name: what the office calls it.
        counters, letters: of whom it shows and speaks the calls; none means all.
        ways: counters by number, and where they lie.
        times: how often a call is spoken while few wait to be called.
        pause: milliseconds between number and counter.
        speed: of the voice, in percent.
        volume, soft_volume: in percent; the latter in the soft hours. In the quiet hours nothing is spoken.
        report_line: where a demanded fee is reported; empty shows no notice.
        media: pictures and videos, shown in turn where there is room; media_volume: their loudness in percent.
        voices: the languages each call is spoken in, one after the other.
    """

    name: str = ""
    kind: Kind = Kind.HALL
    counters: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    ways: Mapping[str, Way] = field(default_factory=dict)
    shows_waiting: bool = True
    shows_last: bool = True
    shows_running: bool = True
    running_text: Mapping[str, str] = field(default_factory=dict)
    running_pace: Pace = Pace.NORMAL
    report_line: str = ""
    media: tuple[Medium, ...] = ()
    media_volume: int = 50
    speaks: bool = True
    voices: tuple[str, ...] = ("id",)
    style: Style = "digits"
    times: int = 2
    pause: int = 500
    speed: int = 100
    volume: int = 100
    soft_volume: int = 50
    soft_hours: tuple[Span, ...] = ()
    quiet_hours: tuple[Span, ...] = ()


STANDARD = BoardRules()
SPANS = ("soft_hours", "quiet_hours")


def stored(rules: BoardRules) -> dict[str, Any]:
    """A board as JSON keeps it."""
    kept = {
        name: stored_spans(value) if name in SPANS else list(value) if isinstance(value, tuple) else value
        for name, value in vars(rules).items()
    }
    return kept | {"media": [medium.stored(each) for each in rules.media]}


def read(kept: Mapping[str, Any]) -> BoardRules:
    """A board as it was kept; what is not named is as in the standard board."""
    known = {name: value for name, value in kept.items() if name in vars(STANDARD)}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list) and name not in SPANS}
    spans = {name: read_spans(known[name]) for name in SPANS if name in known}
    kinds = {"kind": Kind, "running_pace": Pace}
    named = {name: kind(known[name]) for name, kind in kinds.items() if name in known}
    media = {"media": tuple(medium.read(each) for each in known.get("media", ()))}
    ways = {"ways": {number: Way(way) for number, way in known.get("ways", {}).items()}}
    return BoardRules(**{**known, **lists, **spans, **named, **ways, **media})


def faults(
    rules: BoardRules, counters: Collection[str], letters: Collection[str], *, needs_name: bool = True
) -> Faults:
    """What is wrong with a board of an office with these counters and letters.

    Args:
        needs_name: the main board does not: everybody knows which one it is.
    """
    found = out_of_bounds(vars(rules), BOUNDS)
    if (needs_name and not rules.name) or len(rules.name) > LONGEST_NAME:
        found["name"] = Fault(Wrong.BOARD_NO_NAME, {"most": str(LONGEST_NAME)})
    if rules.kind is Kind.COUNTER and len(rules.counters) != 1:
        found["kind"] = Fault(Wrong.NOT_ONE_COUNTER)
    if not rules.voices or len(set(rules.voices)) < len(rules.voices):
        found["voice_1"] = Fault(Wrong.VOICES_UNUSABLE)
    for language, text in rules.running_text.items():
        if len(text) > LONGEST_TEXT:
            found[f"running_{language}"] = Fault(Wrong.TEXT_TOO_LONG, {"most": str(LONGEST_TEXT)})
    if len(rules.report_line) > LONGEST_REPORT_LINE:
        found["report_line"] = Fault(Wrong.TEXT_TOO_LONG, {"most": str(LONGEST_REPORT_LINE)})
    return found | _unknown(rules, counters, letters)


def faults_of_code(code: str, known: Collection[str]) -> Faults:
    """What is wrong with the code of a new board, among those there are."""
    if not CODE.fullmatch(code) or code in TAKEN:
        return {"code": Fault(Wrong.CODE_UNUSABLE)}
    return {"code": Fault(Wrong.CODE_TAKEN)} if code in known else {}


def _unknown(rules: BoardRules, counters: Collection[str], letters: Collection[str]) -> Faults:
    strange: dict[str, list[str]] = {
        "counters": [each for each in (*rules.counters, *rules.ways) if each not in counters],
        "letters": [each for each in rules.letters if each not in letters],
        "style": [rules.style] if rules.style not in STYLES else [],
        "voice_1": [each for each in rules.voices if each not in TONGUES],
    }
    return {name: Fault(Wrong.NOT_KNOWN, {"name": each[0]}) for name, each in strange.items() if each}
