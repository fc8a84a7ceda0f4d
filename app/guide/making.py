"""What an office's guide says is made when its set-up was saved, so that nobody with headphones waits for it."""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.guide import voice
from app.guide.sounds import folder
from app.guide.words import parts_of
from app.office import Office
from app.queueing import reading
from app.rules.texts import LANGUAGES

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
BREATH = 0.05
"""Between two clips: the hall comes first. In seconds."""


class Maker:
    """Makes the clips that are missing, one after the other, for whatever set-up it has not seen yet.

    Args:
        app: whose offices they are.
        patience: how long a server serves before the first clip is made, in seconds.
    """

    def __init__(self, app: Flask, patience: float = 30) -> None:
        self.app = app
        self.patience = patience
        self.made_for: dict[int, str] = {}

    def run(self, stop: threading.Event) -> None:
        """Look for set-ups that were saved, until told to stop."""
        wait = self.patience
        while not stop.wait(wait):
            wait = LOOK_EVERY
            try:
                with self.app.app_context(), _alone(folder()) as alone:
                    if alone and voice.voice_version():
                        self._look(stop)
            except (SQLAlchemyError, OSError):
                log.exception("could not make what the kiosks' guide says; trying again")

    def _look(self, stop: threading.Event) -> None:
        for branch in reading.branches():
            office = reading.office(branch.code)
            if self.made_for.get(office.id) != office.branch.setup_version and make_missing(office, stop):
                self.made_for[office.id] = office.branch.setup_version


def make_missing(office: Office, stop: threading.Event) -> bool:
    """Make every clip of an office that is not there yet.

    Returns:
        whether all of them were gone through before `stop` was set.
    """
    for language in LANGUAGES:
        for sentence in missing(office, language):
            if stop.wait(BREATH):
                return False
            voice.clip(folder(), sentence, language)
    return True


def missing(office: Office, language: str) -> Iterator[str]:
    """The sentences of an office in a language that the server has not made yet."""
    for sentences in parts_of(office, language).values():
        yield from (each for each in sentences if not voice.clip(folder(), each, language, make=False))


def no_longer_said(before: datetime) -> list[Path]:
    """Sounds made before a moment that no office's set-up speaks of: of texts that were changed, and of what was in
    force for a day, such as the reason for which a service was closed."""
    offices = [reading.office(branch.code) for branch in reading.branches()]
    said = (
        voice.clip(folder(), sentence, language, make=False)
        for office in offices
        for language in LANGUAGES
        for sentences in parts_of(office, language).values()
        for sentence in sentences
    )
    needed = set(said)
    old = (file for file in folder().glob("[!.]*.*") if file.stat().st_mtime < before.timestamp())
    return sorted(file for file in old if file not in needed)


@contextmanager
def _alone(place: Path) -> Iterator[bool]:
    # Several processes serve one data folder: one of them makes its clips.
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".making").open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
