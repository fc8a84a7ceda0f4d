"""The call of a ticket as it is spoken: number to words, words to clips.

Nothing here plays a sound. The board plays the clips of an announcement one after the other and shows its caption;
`queue_display.voice.make` makes one sound file for every name in CLIPS, and one for CHIME.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Literal

Style = Literal["digits", "number"]

CHIME = "chime"
PAUSE = "pause-500"
# "a", "i" and "o" are words too: a letter's clip tells that it is one.
LETTER_PREFIX = "huruf-"
TICKET_PHRASE = "nomor antrean"
COUNTER_PHRASE = "silakan menuju loket"
COUNTER_WORD = "loket"
LARGEST = 9999

_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_TEENS = ("sepuluh", "sebelas", *(f"{digit} belas" for digit in _DIGITS[2:]))
_TENS = tuple(f"{digit} puluh" for digit in _DIGITS[2:])
_HUNDREDS = ("seratus", *(f"{digit} ratus" for digit in _DIGITS[2:]))
_THOUSANDS = ("seribu", "ribu")
_LETTER_NAMES = "a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe we eks ye zet"
_LETTERS = dict(zip(ascii_uppercase, _LETTER_NAMES.split(), strict=True))
_TICKET = re.compile(r"([A-Z]{1,2})-([0-9]{3}|[1-9][0-9]{3})", re.IGNORECASE | re.ASCII)
_COUNTER = re.compile(r"([0-9]{1,4})([A-Z]?)", re.IGNORECASE | re.ASCII)


def _word_clip(words: str) -> str:
    return words.replace(" ", "-")


def _letter_clip(letter: str) -> str:
    return LETTER_PREFIX + letter.lower()


CLIPS: dict[str, str] = {
    **{
        _word_clip(words): words
        for words in (*_DIGITS, *_TEENS, *_TENS, *_HUNDREDS, *_THOUSANDS, TICKET_PHRASE, COUNTER_PHRASE, COUNTER_WORD)
    },
    **{_letter_clip(letter): word for letter, word in _LETTERS.items()},
}
"""Every spoken clip's name, and the words it says: what to make, and what to read aloud when recording."""


@dataclass(frozen=True)
class Announcement:
    """One call, ready to be played and shown.

    Attributes:
        clips: names in the order they are played: a key of CLIPS, CHIME, or PAUSE (half a second of silence).
        caption: the spoken sentence as text.
    """

    clips: tuple[str, ...]
    caption: str

    def as_json(self) -> dict[str, str | list[str]]:
        """The same for the browser: {"clips": [...], "caption": "..."}."""
        return {"clips": list(self.clips), "caption": self.caption}


def number_words(n: int) -> list[str]:
    """A number in Indonesian, one entry for each breath: 321 is ["tiga ratus", "dua puluh", "satu"].

    Joined by spaces the entries are the number as written out: "tiga ratus dua puluh satu" (rule: KBBI numerals;
    "se-" stands for one before puluh, belas, ratus and ribu).

    Args:
        n: from 0 to 9999.

    Returns:
        The words, each entry being the words of one clip.

    Raises:
        ValueError: the number is outside that range.
    """
    if not 0 <= n <= LARGEST:
        raise ValueError(f"only numbers from 0 to {LARGEST} can be spoken, not {n}")
    if n == 0:
        return [_DIGITS[0]]
    thousands, rest = divmod(n, 1000)
    hundreds, rest = divmod(rest, 100)
    return _thousands(thousands) + ([_HUNDREDS[hundreds - 1]] if hundreds else []) + _below_hundred(rest)


def _thousands(count: int) -> list[str]:
    one, many = _THOUSANDS
    if count < 2:
        return [one] * count
    return [_DIGITS[count], many]


def _below_hundred(n: int) -> list[str]:
    if 10 <= n <= 19:
        return [_TEENS[n - 10]]
    tens, ones = divmod(n, 10)
    return ([_TENS[tens - 2]] if tens else []) + ([_DIGITS[ones]] if ones else [])


def digit_words(digits: str) -> list[str]:
    """Each digit by itself: "012" is ["nol", "satu", "dua"].

    Args:
        digits: one or more of 0 to 9.

    Returns:
        One word for each digit.

    Raises:
        ValueError: there is nothing to say, or something that is no digit.
    """
    if not re.fullmatch("[0-9]+", digits):
        raise ValueError(f"only digits can be spoken one by one, not {digits!r}")
    return [_DIGITS[int(digit)] for digit in digits]


def letter_word(letter: str) -> str:
    """A letter's Indonesian name: "A" is "a", "Q" is "ki" (rule: the names of the letters in EYD).

    Args:
        letter: one of A to Z, large or small.

    Returns:
        Its name.

    Raises:
        ValueError: it is not one letter of A to Z.
    """
    word = _LETTERS.get(letter.upper())
    if word is None:
        raise ValueError(f"only a letter from A to Z has a name, not {letter!r}")
    return word


def announcement(ticket: str, counter: str, *, style: Style = "digits") -> Announcement:
    """The call of a ticket to a counter: chime, number, half a second, counter.

    Args:
        ticket: its label, such as "A-001", "AB-012" or "A-1000".
        counter: the counter's number, such as "3", "12" or "3B"; always spoken as a number.
        style: the ticket's number digit by digit ("nol nol satu"), or as a number ("satu").

    Returns:
        The clips to play and the sentence they say.

    Raises:
        ValueError: the ticket, the counter or the style is not of that form.
    """
    letters, digits = _ticket_parts(ticket)
    number, suffix = _counter_parts(counter)
    said = _ticket_words(digits, style)
    place = number_words(number)
    clips = (CHIME, *_clips(TICKET_PHRASE, letters, said), PAUSE, *_clips(COUNTER_PHRASE, "", place))
    return Announcement(
        clips=(*clips, *map(_letter_clip, suffix)),
        caption=(
            f"{TICKET_PHRASE.capitalize()}, {' '.join(letters)}, {' '.join(said)}, "
            f"{' '.join([COUNTER_PHRASE, *place, *suffix])}"
        ),
    )


def call(ticket: str, counter: str, *, style: Style = "digits") -> Announcement:
    """The call as far as it can be spoken, and always its sentence: nobody who cannot hear is left without it.

    Args:
        ticket, counter, style: as for `announcement`; a counter may have any name ("VIP").

    Returns:
        The announcement; where a name cannot be spoken, the chime and as much as can be, and the whole sentence.
    """
    try:
        return announcement(ticket, counter, style=style)
    except ValueError:
        return Announcement(
            clips=(CHIME, *_ticket_clips(ticket, style)),
            caption=f"{TICKET_PHRASE.capitalize()} {ticket}, {COUNTER_PHRASE} {counter}",
        )


def in_short(ticket: str, counter: str, *, style: Style = "digits") -> tuple[str, ...]:
    """The clips of a call when many wait to be called: number and counter, as far as they can be spoken."""
    try:
        number, suffix = _counter_parts(counter)
    except ValueError:
        return (CHIME, *_ticket_clips(ticket, style)[1:])
    place = _clips(COUNTER_WORD, "", number_words(number))
    return (*_ticket_clips(ticket, style)[1:], *place, *map(_letter_clip, suffix))


def _ticket_clips(ticket: str, style: Style) -> list[str]:
    try:
        letters, digits = _ticket_parts(ticket)
    except ValueError:
        return []
    return _clips(TICKET_PHRASE, letters, _ticket_words(digits, style))


def _clips(phrase: str, letters: str, words: list[str]) -> list[str]:
    return [_word_clip(phrase), *map(_letter_clip, letters), *map(_word_clip, words)]


def _ticket_words(digits: str, style: Style) -> list[str]:
    if style == "digits":
        return digit_words(digits)
    if style == "number":
        return number_words(int(digits))
    raise ValueError(f"a number is spoken in the style 'digits' or 'number', not {style!r}")


def _ticket_parts(ticket: str) -> tuple[str, str]:
    found = _TICKET.fullmatch(ticket)
    if found is None or int(found[2]) == 0:
        raise ValueError(f"a ticket is called by a label such as A-001 (up to {LARGEST}), not {ticket!r}")
    return found[1].upper(), found[2]


def _counter_parts(counter: str) -> tuple[int, str]:
    found = _COUNTER.fullmatch(counter)
    if found is None or int(found[1]) == 0:
        raise ValueError(f"a counter is called by a number such as 3, 12 or 3B, not {counter!r}")
    return int(found[1]), found[2].upper()
