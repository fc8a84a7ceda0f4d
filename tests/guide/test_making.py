"""The server speaks what its kiosks say when it was saved, not when somebody with headphones waits."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app.guide import making
from app.guide.making import Maker, make_missing, missing
from app.guide.sounds import folder
from app.office import Office
from app.queueing import reading
from app.queueing.furnishing.founding import found_office
from app.queueing.furnishing.letters import add_letter
from app.rules.office import Founding
from app.rules.texts import LANGUAGES

pytestmark = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")


@pytest.fixture
def template(sqlite_template: str) -> str:
    """What is made are files: one database tells as much as two."""
    return sqlite_template


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office without services, whose screens have two sentences: what is made is made in a second."""
    monkeypatch.setattr(making, "BREATH", 0.0)
    monkeypatch.setattr(making, "LOOK_EVERY", 0.05)
    monkeypatch.setattr("app.guide.words.of_the_screens", lambda _language: ("Selamat datang.", "Ambil struk Anda"))
    monkeypatch.setattr(reading, "branches", lambda: [reading.office("mpp").branch])
    found_office(Founding("Mal Pelayanan", "mpp"))
    return reading.office("mpp")


def clips() -> dict[Path, int]:
    """The sounds there are, and when each was made."""
    return {each: each.stat().st_mtime_ns for each in folder().glob("[!.]*")}


def come_to_be(count: int) -> bool:
    """Whether there are so many sounds before long."""
    until = time.monotonic() + 20
    while len(clips()) < count and time.monotonic() < until:
        time.sleep(0.05)
    return len(clips()) == count


@contextmanager
def at_work(app: Flask) -> Iterator[Maker]:
    """A server that makes what is missing."""
    stop, maker = threading.Event(), Maker(app, patience=0)
    thread = threading.Thread(target=maker.run, args=(stop,))
    thread.start()
    try:
        yield maker
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()


def test_everything_an_office_says_is_made_in_every_language_and_nothing_twice(office: Office) -> None:
    assert list(missing(office, "id")) == ["Selamat datang.", "Ambil struk Anda"]
    assert make_missing(office, threading.Event())
    assert not [each for language in LANGUAGES for each in missing(office, language)]
    made = clips()
    assert len(made) == 4, "Sundanese and Javanese are read by the Indonesian voice, and were the same words"
    assert make_missing(office, threading.Event())
    assert clips() == made


def test_who_adds_a_queue_has_it_spoken_before_anybody_asks(app: Flask, office: Office) -> None:
    with at_work(app):
        assert come_to_be(4)
        add_letter(office.id, "K", {"id": "Kehilangan dompet", "en": "Lost a purse"}, "search")
        assert come_to_be(6)
    assert not list(missing(reading.office("mpp"), "en"))


def test_of_two_servers_on_one_folder_one_makes_and_the_other_waits(app: Flask, office: Office) -> None:
    with making._alone(folder()) as alone, at_work(app) as second:
        assert alone
        time.sleep(0.5)
        assert clips() == {} and second.made_for == {}
    with at_work(app):
        assert come_to_be(4)


def test_a_server_that_stops_leaves_no_half_a_sound(app: Flask, office: Office) -> None:
    stopped = threading.Event()
    stopped.set()
    assert not make_missing(office, stopped)
    assert clips() == {}
