"""The call of a ticket as it is spoken, in any of the board's languages: words to clips.

Nothing here plays a sound. The board plays the clips of an announcement one after the other and shows its caption;
`queue_display.voice.make` makes one sound file for every clip of a language, and one for the chime.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from app.rules.tongues import CHIME, LARGEST, TONGUES, Tongue, clip_of, letter_clip

Style = Literal["digits", "number"]

PAUSE = "pause-500"

_TICKET = re.compile(r"([A-Z]{1,2})-([0-9]{3}|[1-9][0-9]{3})", re.IGNORECASE | re.ASCII)
_COUNTER = re.compile(r"([0-9]{1,4})([A-Z]?)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Announcement:
    """One call in one language, ready to be played and shown.

    Attributes:
        clips: names in the order they are played: one of the language's, CHIME, or PAUSE (half a second of silence).
        caption: the spoken sentence as text.
        language: whose clips they are.
        short: the clips when many wait to be called: number and counter.
    """

    clips: tuple[str, ...]
    caption: str
    language: str = "id"
    short: tuple[str, ...] = (CHIME,)

    def as_json(self, pause: str = PAUSE) -> dict[str, Any]:
        """The same for the browser, with lists.

        Args:
            pause: between number and counter, such as "pause-800".
        """
        clips = [pause if clip == PAUSE else clip for clip in self.clips]
        return {"language": self.language, "clips": clips, "short": list(self.short), "caption": self.caption}


def announcement(ticket: str, counter: str, *, style: Style = "digits", language: str = "id") -> Announcement:
    """The call of a ticket to a counter: chime, number, half a second, counter.

    Args:
        ticket: its label, such as "A-001", "AB-012" or "A-1000".
        counter: the counter's number, such as "3", "12" or "3B"; always spoken as a number.
        style: the ticket's number digit by digit ("nol nol satu"), or as a number ("satu").
        language: one of app.rules.tongues.TONGUES.

    Returns:
        The clips to play and the sentence they say.

    Raises:
        ValueError: the ticket, the counter or the style is not of that form.
    """
    tongue = TONGUES[language]
    letters, digits = _ticket_parts(ticket)
    number, suffix = _counter_parts(counter)
    said = _ticket_words(tongue, digits, style)
    place = tongue.number_words(number)
    called = [*map(letter_clip, letters), *map(clip_of, said)]
    invited = [*map(clip_of, place), *map(letter_clip, suffix)]
    return Announcement(
        clips=(CHIME, clip_of(tongue.ticket), *called, PAUSE, clip_of(tongue.invitation), *invited),
        short=(*called, clip_of(tongue.counter), *invited),
        caption=tongue.sentence.format(
            letters=" ".join(letters), number=" ".join(said), place=" ".join([*place, *suffix])
        ),
        language=language,
    )


def call(ticket: str, counter: str, *, style: Style = "digits", language: str = "id") -> Announcement:
    """The call as far as it can be spoken, and always its sentence: nobody who cannot hear is left without it.

    Args:
        ticket, counter, style, language: as for `announcement`; a counter may have any name ("VIP").

    Returns:
        The announcement; where a name cannot be spoken, the chime and as much as can be, and the whole sentence.
    """
    try:
        return announcement(ticket, counter, style=style, language=language)
    except ValueError:
        tongue, known = TONGUES[language], _number_clips(TONGUES[language], ticket, style)
        return Announcement(
            clips=(CHIME, *([clip_of(tongue.ticket), *known] if known else [])),
            short=(CHIME, *known),
            caption=f"{tongue.ticket.capitalize()} {ticket}, {tongue.invitation} {counter}",
            language=language,
        )


def _number_clips(tongue: Tongue, ticket: str, style: Style) -> list[str]:
    try:
        letters, digits = _ticket_parts(ticket)
    except ValueError:
        return []
    return [*map(letter_clip, letters), *map(clip_of, _ticket_words(tongue, digits, style))]


def _ticket_words(tongue: Tongue, digits: str, style: Style) -> list[str]:
    if style == "digits":
        return tongue.digit_words(digits)
    if style == "number":
        return tongue.number_words(int(digits))
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
