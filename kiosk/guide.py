"""The spoken guide: what stands on the kiosk's screens, said in the headphones of whoever turned it on.

Only what this office's screens say is spoken. A text from elsewhere is answered with nothing: nobody lets our server
say, or keep, words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from string import ascii_uppercase, digits

from babel.support import Translations
from flask import abort, current_app, jsonify, request, send_file
from flask.typing import ResponseReturnValue

from app import kept
from app.access import screen_required, which_screen
from app.extensions import limiter
from app.guide import sounds
from app.guide.words import texts_of_service
from app.language import chosen_language
from app.office import Office
from app.printing.slips import estimate_words, people_ahead_words
from app.queueing import reading
from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES, said_in
from kiosk.routes import closed_because, pages

A_MINUTE = 60
A_YEAR = 365 * 24 * 3600
FOLDERS = ("id", "su", "jv")
"""The languages that have a catalogue."""
NUMBERS = re.compile(r"\d{1,4}")
MADE = re.compile(r"[0-9a-f]{32}\.(mp3|wav)")


@pages.get("/<branch_code>/speech")
@limiter.limit("300 per minute", key_func=which_screen)
@screen_required
def speech(office: Office) -> ResponseReturnValue:
    """The addresses of the sounds that say a text of this office's screens; none for any other text."""
    text = " ".join(request.args.get("text", "").split())
    said = sounds.sounds_of(office, chosen_language(), text, is_ours=_is_ours(office, text))
    answer = jsonify(said)
    answer.cache_control.max_age = A_MINUTE
    return answer


@pages.get("/<branch_code>/speech/made/<name>")
@screen_required
def made_sound(office: Office, name: str) -> ResponseReturnValue:
    """A sentence as this server speaks it; its name tells its words."""
    file = sounds.folder() / name
    if not MADE.fullmatch(name) or not file.is_file():
        abort(404)
    return send_file(file, max_age=A_YEAR)


@pages.get("/<branch_code>/speech/recorded/<language>/<clip>.wav")
@screen_required
def recorded_sound(office: Office, language: str, clip: str) -> ResponseReturnValue:
    """A sentence, letter or number as somebody of the office has recorded it; its address tells its version."""
    of_guide, of_boards = office.guide_recordings.get(language, {}), office.recordings.get(language, {})
    seal = of_guide.get(clip) or of_boards.get(clip)
    if seal is None:
        abort(404)
    folder = "guide" if clip in of_guide else "voice"
    return send_file(kept.where(office.id, folder, seal, "wav"), conditional=True)


def _is_ours(office: Office, text: str) -> bool:
    return text in _known(office) or text in _of_numbers(text) or text in set(_said_now(office))


def _known(office: Office) -> frozenset[str]:
    known: dict[tuple[int, str], tuple[str, frozenset[str]]] = current_app.extensions.setdefault("speakable", {})
    which, version = (office.id, chosen_language()), office.branch.setup_version
    if known.get(which, ("",))[0] != version:
        known[which] = version, frozenset(" ".join(each.split()) for each in _texts(office))
    return known[which][1]


def _texts(office: Office) -> Iterator[str]:
    language = chosen_language()
    yield from ascii_uppercase + digits
    yield from _words(language)
    yield from (said_in(each.name, language) for each in office.letters.values())
    yield from (said_in(each.name, language) for each in office.needs)
    for service in office.services.values():
        yield from texts_of_service(service, language)


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: str) -> frozenset[str]:
    # English stands in the code, and so in every catalogue; what su and jv lack is shown in Indonesian.
    folder = Path(current_app.root_path) / "translations"
    spoken_by_all = Translations.load(folder, [DEFAULT_LANGUAGE])._catalog
    if language not in FOLDERS:
        return frozenset(each for each in spoken_by_all if isinstance(each, str))
    own = Translations.load(folder, [language])._catalog
    return frozenset((*own.values(), *spoken_by_all.values())) - {""}


def _of_numbers(text: str) -> tuple[str, ...]:
    # How many are ahead and how long it takes have as many forms as there are numbers: said anew, and compared.
    said = [int(each) for each in NUMBERS.findall(text)]
    if len(said) == 1:
        return people_ahead_words(said[0]), estimate_words(0, said[0])
    return (estimate_words(*said),) if len(said) == 2 else ()


def _said_now(office: Office) -> Iterator[str]:
    yield closed_because(office) or ""
    yield from office.branch.message.values()
    for code in office.services:
        offer = reading.offer(office, code)
        yield from (offer.refusal or "", offer.of_several or "", offer.of_office or "")
