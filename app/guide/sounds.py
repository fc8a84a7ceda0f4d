"""Where the sounds are that say a text: recorded by the office, made by the server, or lent by the boards' voice."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from flask import current_app, url_for

from app.guide import voice
from app.guide.words import filled_in, key_of, sentences
from app.office import Office
from app.rules.tongues import TONGUES, clip_of, letter_clip


def folder() -> Path:
    """Where the clips are kept that the server has made."""
    return Path(current_app.config["DATA_DIR"]) / "speech"


def can_speak(office: Office) -> bool:
    """Whether a guide can be heard at this office's kiosks: the server has a voice, or somebody has lent theirs."""
    return bool(voice.voice_version() or any(office.guide_recordings.values()))


def sounds_of(office: Office, language: str, text: str, *, is_ours: bool) -> list[str]:
    """The addresses of the sounds that say a text one after the other.

    Args:
        is_ours: whether the server may speak what nobody has recorded.

    Returns:
        as many as there are; of a sentence that nobody can say, none.
    """
    return [each for sentence in sentences(text) for each in _of_sentence(office, language, sentence, is_ours)]


def recorded(office: Office, language: str, sentence: str) -> str:
    """The address of the office's own recording of a sentence; empty when there is none."""
    return _kept(office, language, key_of(sentence), office.guide_recordings.get(language, {}))


def made(office: Office, language: str, sentence: str, *, make: bool = True) -> str:
    """The address of a sentence as the server speaks it; empty where it has no voice, or has not made it and shall not.

    Args:
        make: whether to make it when nobody has heard it before.
    """
    clip = voice.clip(folder(), sentence, language, make=make)
    return url_for("kiosk.made_sound", branch_code=office.branch.code, name=clip.name, lang=None) if clip else ""


def _of_sentence(office: Office, language: str, sentence: str, is_ours: bool) -> list[str]:
    whole = recorded(office, language, sentence) or _by_the_boards_recording(office, language, sentence)
    if whole:
        return [whole]
    pieces = [_piece(office, language, each) for each in filled_in(sentence, language)]
    if pieces and all(pieces):
        return [each for piece in pieces for each in piece]
    spoken = made(office, language, sentence) if is_ours else ""
    return [spoken] if spoken else [_shipped(language, each) for each in _boards_clips(language, sentence)]


def _piece(office: Office, language: str, piece: str) -> list[str]:
    own = recorded(office, language, piece)
    clips = _boards_clips(language, piece)
    return [own] if own else [_boards(office, language, each) for each in clips]


def _by_the_boards_recording(office: Office, language: str, sentence: str) -> str:
    clips = _boards_clips(language, sentence)
    return _kept(office, language, clips[0], office.recordings.get(language, {})) if len(clips) == 1 else ""


def _boards(office: Office, language: str, clip: str) -> str:
    return _kept(office, language, clip, office.recordings.get(language, {})) or _shipped(language, clip)


def _boards_clips(language: str, text: str) -> list[str]:
    # The boards' voice knows letters and numbers.
    tongue = TONGUES[language]
    if len(text) == 1 and text.isascii() and text.isalpha():
        return [letter_clip(text)]
    with suppress(ValueError):
        return [clip_of(words) for words in tongue.number_words(int(text))] if text.isdecimal() else []
    return []


def _kept(office: Office, language: str, clip: str, seals: Mapping[str, str]) -> str:
    if clip not in seals:
        return ""
    where = {"branch_code": office.branch.code, "language": language, "clip": clip, "v": seals[clip]}
    return url_for("kiosk.recorded_sound", **where, lang=None)  # type: ignore[arg-type]


def _shipped(language: str, clip: str) -> str:
    return url_for("queue_display.static", filename=f"voice/{language}/{clip}.mp3", lang=None)
