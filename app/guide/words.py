"""What the guide of an office says: the sentences of the kiosk's screens, and the office's own names and papers.

Texts are cut into sentences, and sentences at what is filled in, so that what was recorded once serves wherever it
stands: "12 orang di depan Anda" is a number and "orang di depan Anda".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from flask_babel import gettext

from app.errors import CLOSED_BECAUSE, CountersClosed, QuotaReached, ServiceClosed, ServiceClosedBecause
from app.language import speaking
from app.models import Service
from app.office import Office
from app.printing.slips import estimate_words, people_ahead_words
from app.rules.texts import DEFAULT_LANGUAGE, said_in
from app.settings import ROOT

SCREENS = ROOT / "kiosk" / "templates" / "kiosk"
FOR_STAFF = ("menu.html", "menu_pin.html", "quick.html")
SEEN_ONLY = frozenset(
    {
        "Queue",
        "Steps and language",
        "Language",
        "Page %(page)d of %(pages)d",
        "Size of the text",
        "Connection lost. Trying again …",
        "This page goes back to the start in",
        "seconds.",
        "waiting",
        "nobody waiting",
        "Scan to follow your number on your phone",
        "This server has no voice for a spoken guide. An officer reads it to you: please call one.",
    }
)
"""Words of the screens that the guide leaves out: what they say is of use to the eye alone."""
NO_NUMBER = (ServiceClosed, ServiceClosedBecause, QuotaReached, CountersClosed)
"""Refusals that stand on the screens beside a service."""
GAP = "\0"
"""Where something is filled in."""

KIOSK = "kiosk"
"""The part of what is said that belongs to no queue."""

_END = re.compile(r"(?<=[.!?…:])\s+")
_NUMBER = re.compile(r"\d+")
_FILLED_IN = re.compile(r"%\(\w+\)[sd]")


def sentences(text: str) -> list[str]:
    """A text as the guide says it, one sentence after the other."""
    return [each for each in _END.split(" ".join(text.split())) if each]


def key_of(sentence: str) -> str:
    """The name of the clip that says this sentence."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:32]


@lru_cache(maxsize=8)
def of_the_screens(language: str) -> tuple[str, ...]:
    """The sentences that stand on the kiosk's screens in a language, those that are filled in with their gaps."""
    with speaking(language):
        said = (sentence for text in _texts_of_the_screens() for sentence in sentences(text))
        return _once(each for each in said if any(map(str.isalpha, each)))


def filled_in(sentence: str, language: str) -> list[str]:
    """A sentence in which something was filled in, piece by piece.

    Returns:
        what to say one after the other, what was filled in among it; empty when the screens have no such sentence.
    """
    for known in of_the_screens(language):
        if GAP in known and (found := _pattern_of(known).fullmatch(sentence)):
            fixed = [_spoken_piece(each) for each in known.split(GAP)]
            return [each for pair in zip(fixed, (*found.groups(), ""), strict=True) for each in pair if each]
    return []


def parts_of(office: Office, language: str) -> dict[str, tuple[str, ...]]:
    """Everything to record, or to make ahead of need.

    Args:
        language: its code; what an office has no text for in it is said in Indonesian.

    Returns:
        by part what is said in it: of KIOSK the sentences of the screens and the needs, of each letter its queue's
        name, its services, their papers, fees and times. Letters, digits and numbers are said by the boards' voice,
        and not among them.
    """
    screens = (piece for sentence in of_the_screens(language) for piece in _pieces(sentence))
    parts = {KIOSK: _once((*screens, *_sentences_of(said_in(each.name, language) for each in office.needs)))}
    for letter, queue in office.letters.items():
        services = (each for each in office.services.values() if each.letter == letter)
        texts = (text for service in services for text in texts_of_service(service, language))
        parts[letter] = _once(_sentences_of((said_in(queue.name, language), *texts)))
    return parts


def texts_of_service(service: Service, language: str) -> Iterator[str]:
    """What the screens show of a service: its name, time, fee and papers."""
    yield from (said_in(texts, language) for texts in (service.name, service.duration, service.fee))
    yield from service.requirements.get(language) or service.requirements.get(DEFAULT_LANGUAGE) or ()


def _texts_of_the_screens() -> Iterator[str]:
    for words in _words_of_the_screens():
        yield _FILLED_IN.sub(GAP, gettext(words))
    refusals = (words for each in NO_NUMBER for words in (each.message, each.of_several, each.of_office))
    for why in (*CLOSED_BECAUSE.values(), *refusals):
        words = str(why).replace("%(service)s", gettext("this service"))
        yield _FILLED_IN.sub(GAP, words[:1].upper() + words[1:])
    yield from (_NUMBER.sub(GAP, people_ahead_words(ahead)) for ahead in (0, 1, 2))
    yield from (_NUMBER.sub(GAP, estimate_words(low, 2)) for low in (0, 1))


@cache
def _words_of_the_screens() -> tuple[str, ...]:
    # Only who turned the guide on, or records it, waits for this module.
    from babel.messages.extract import extract_from_dir

    found = extract_from_dir(SCREENS, [("**.html", "jinja2")], keywords={"_": None})
    words = (str(each) for file, _line, each, *_ in found if file not in FOR_STAFF)
    return tuple(dict.fromkeys(each for each in words if each not in SEEN_ONLY))


@cache
def _pattern_of(sentence: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, sentence.split(GAP))))


def _pieces(sentence: str) -> list[str]:
    # A sentence without gaps is said whole, with its full stop: by it a voice knows how to end.
    return [_spoken_piece(each) for each in sentence.split(GAP)] if GAP in sentence else [sentence]


def _spoken_piece(piece: str) -> str:
    piece = piece.strip(" .,:;–-()")
    return piece if any(map(str.isalpha, piece)) else ""


def _sentences_of(texts: Iterable[str]) -> Iterator[str]:
    return (sentence for text in texts for sentence in sentences(text))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if len(text) > 1))
