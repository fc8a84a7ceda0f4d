"""Which queue letters are easily taken for one another, heard or read.

Indonesian names its letters a, be, ce, de, e, ef, ge, ha, i, je, ka, el, em, en, o, pe, ki, er, es, te, u, fe, we, eks,
ye, zet. On a bad loudspeaker the consonant before a bright "e" is lost first, then whether a letter ends in m or n, f
or s. On paper and board, I and O look like the digits beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.rules import names
from app.rules.faults import Fault, Faults, Wrong

CODE = re.compile(r"[A-Z]{1,2}")
MOST = 16
LONGEST_NAME = 60

SOUND_GROUPS = ("BCDEGJPTVWY", "MN", "FS", "AHK", "IQ")
"""Letters whose Indonesian names end alike: be ce de e ge je pe te fe we ye; em en; ef es; a ha ka; i ki."""
LOOK_GROUPS = ("IL", "OQ", "UV", "VW", "MN")
DIGITS = {"I": "1", "O": "0"}
"""Alone before a number they are read as its first digit: I-001, O-001."""


class Unclear(StrEnum):
    """Why letters are taken for one another."""

    SOUND = "sound"
    LOOK = "look"
    DIGIT = "digit"


@dataclass(frozen=True)
class Likeness:
    """Letters that are taken for one another; of DIGIT, one letter and the digit it looks like."""

    why: Unclear
    letters: tuple[str, ...]


def faults(letter: str, known: Collection[str]) -> Faults:
    """What is wrong with the letter of a new queue, among those there are."""
    if not CODE.fullmatch(letter):
        return {"letter": Fault(Wrong.LETTER_UNUSABLE)}
    if letter in known:
        return {"letter": Fault(Wrong.LETTER_THERE, {"name": letter})}
    return {"": Fault(Wrong.TOO_MANY, {"most": str(MOST)})} if len(known) >= MOST else {}


def faults_of_name(name: Mapping[str, str]) -> Faults:
    """What of a queue's name no kiosk can show."""
    return names.faults(name, LONGEST_NAME)


def unclear(letters: Sequence[str]) -> list[Likeness]:
    """What an office with these queue letters should think about; each group once.

    Args:
        letters: one or two capital letters each: "A", "KA".
    """
    found = [
        Likeness(why, group)
        for why, alike in ((Unclear.SOUND, _sound_alike), (Unclear.LOOK, _look_alike))
        for group in _groups(letters, alike)
    ]
    read_as = [Likeness(Unclear.DIGIT, (each, DIGITS[each])) for each in letters if each in DIGITS]
    return found + read_as


def _groups(letters: Sequence[str], alike: Callable[[str, str], bool]) -> list[tuple[str, ...]]:
    groups: list[list[str]] = []
    for each in letters:
        near = [group for group in groups if any(alike(each, other) for other in group)]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), each]]
    return [tuple(sorted(group)) for group in groups if len(group) > 1]


def _sound_alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        # "Ka" spoken letter by letter is "ka, a": it begins, or ends, as the single letter does.
        short, long = sorted((one, other), key=len)
        return short in (long[0], long[1]) and long[0] in "AHK" and long[1] in "AHK"
    return one != other and all(_in_one(SOUND_GROUPS, *pair) for pair in zip(one, other, strict=True))


def _look_alike(one: str, other: str) -> bool:
    if len(one) != len(other) or one == other:
        return False
    return all(_in_one(LOOK_GROUPS, *pair) for pair in zip(one, other, strict=True))


def _in_one(groups: Collection[str], one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in groups)
