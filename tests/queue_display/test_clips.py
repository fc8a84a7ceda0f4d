"""The sound files of the spoken call, as they are shipped."""

from __future__ import annotations

import itertools
import math
import shutil
import subprocess
import tempfile
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from app.rules.tongues import CHIME, INDONESIAN, TONGUES
from queue_display.voice import make

CLIPS = INDONESIAN.clips
NAMES = sorted(f"{language}/{name}" for language, tongue in TONGUES.items() for name in (*tongue.clips, CHIME))
OUR_OWN = [name for name in NAMES if name.startswith("id/")]
KBITS_MPEG2_LAYER3 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES_MPEG2 = (22_050, 24_000, 16_000)
SAMPLES_A_FRAME = 576

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg decodes the clips")
needs_makers = pytest.mark.skipif(
    shutil.which("espeak-ng") is None or shutil.which("lame") is None, reason="espeak-ng and lame make the clips"
)


@dataclass(frozen=True)
class Frame:
    """The header of one MPEG-2 layer III frame (ISO/IEC 13818-3)."""

    kbits: int
    rate: int
    mono: bool
    length: int


def frames(data: bytes) -> list[Frame]:
    found, at = [], 0
    while at < len(data):
        found.append(frame(data[at : at + 4]))
        at += found[-1].length
    assert at == len(data), "the last frame is cut off"
    return found


def frame(header: bytes) -> Frame:
    bits = int.from_bytes(header, "big")
    assert bits >> 21 == 0x7FF, "not the start of a frame"
    assert bits >> 19 & 3 == 0b10, "not MPEG-2"
    assert bits >> 17 & 3 == 0b01, "not layer III"
    kbits, rate = KBITS_MPEG2_LAYER3[bits >> 12 & 15], RATES_MPEG2[bits >> 10 & 3]
    padding = bits >> 9 & 1
    return Frame(kbits, rate, mono=bits >> 6 & 3 == 3, length=SAMPLES_A_FRAME // 8 * kbits * 1000 // rate + padding)


def clip(name: str) -> Path:
    return make.FOLDER / f"{name}.mp3"


@cache
def decoded_of(language: str) -> dict[str, list[float]]:
    """All clips of a language, in one run of ffmpeg: a process for each would take half a minute."""
    names = [name for name in NAMES if name.startswith(f"{language}/")]
    form = ["-f", "s16le", "-ac", "1", "-ar", str(make.RATE)]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / str(at) for at in range(len(names))]
        sources = [word for name in names for word in ("-i", str(clip(name)))]
        targets = [word for at, file in enumerate(files) for word in ("-map", str(at), *form, str(file))]
        subprocess.run(["ffmpeg", "-v", "error", *sources, *targets], check=True, timeout=60)
        return {
            name: [sample / 32768 for sample in array("h", file.read_bytes())]
            for name, file in zip(names, files, strict=True)
        }


def decoded(name: str) -> list[float]:
    return decoded_of(name.partition("/")[0])[name]


def decibels(level: float) -> float:
    return 20 * math.log10(level)


def test_there_is_a_file_for_every_clip_and_no_other_file() -> None:
    found = sorted(str(path.relative_to(make.FOLDER)) for path in make.FOLDER.glob("*/*"))
    assert found == sorted(f"{name}.mp3" for name in NAMES)


@pytest.mark.parametrize("language", TONGUES)
def test_all_clips_of_a_language_together_are_lighter_than_a_photograph(language: str) -> None:
    assert sum(each.stat().st_size for each in (make.FOLDER / language).iterdir()) < 600_000


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_is_mono_mp3_of_24_khz(name: str) -> None:
    read = frames(clip(name).read_bytes())
    assert {(frame.mono, frame.rate) for frame in read} == {(True, 24_000)}
    assert all(48 <= frame.kbits <= 64 for frame in read)


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_lasts_from_a_tenth_of_a_second_to_two_and_a_half(name: str) -> None:
    seconds = len(frames(clip(name).read_bytes())) * SAMPLES_A_FRAME / 24_000
    assert 0.1 <= seconds <= 2.5


def test_no_two_clips_are_the_same_sound() -> None:
    assert len({clip(name).read_bytes() for name in OUR_OWN}) == len(OUR_OWN)


@needs_ffmpeg
@pytest.mark.parametrize("name", NAMES)
def test_a_clip_is_heard_as_loud_as_the_others_and_never_distorts(name: str) -> None:
    samples = decoded(name)
    wanted = make.CHIME_LEVEL if name.endswith(CHIME) else make.SPEECH_LEVEL
    assert decibels(make.loudness(samples, make.RATE)) == pytest.approx(decibels(wanted), abs=1.5)
    assert max(map(abs, samples)) < 0.99


@needs_ffmpeg
@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(CHIME)])
def test_a_clip_begins_and_ends_with_its_words(name: str) -> None:
    samples = decoded(name)
    heard = [i / make.RATE for i, sample in enumerate(samples) if abs(sample) > 0.02]
    assert heard[0] < 0.05
    assert len(samples) / make.RATE - heard[-1] < 0.1


def test_the_chime_lasts_a_little_over_a_second_rings_thrice_and_fades() -> None:
    samples, rate = make.chime()
    assert len(samples) / rate == pytest.approx(1.2)
    quiet_end = make.loudness(samples[-rate // 20 :], rate)
    assert quiet_end < make.loudness(samples, rate) / 4
    for start, _ in make.CHIME_NOTES[1:]:
        at, step = int(start * rate), rate // 40
        before, after = samples[at - step : at], samples[at + step : at + 2 * step]
        assert make.loudness(after, rate) > make.loudness(before, rate)


@needs_makers
@pytest.mark.parametrize(
    ("words", "phonemes"),
    {
        "be": "b'e", "ce": "tS'e", "de": "d'e", "e": "'e", "ge": "g'e", "ha": "h'a", "ki": "k'i", "fe": "f'e",
        "we": "w'e", "eks": "'Eks", "ye": "j'e", "zet": "z'Et", "empat": "@mp'at", "enam": "@n'am",
        "sebelas": "s@b@l'as", "dua belas": "d'ua b@l'as", "silakan menuju loket": "sil'akan m@n'udZu l'okEt",
    }.items(),
)  # fmt: skip
def test_espeak_reads_the_words_as_indonesians_say_them(words: str, phonemes: str) -> None:
    command = ["espeak-ng", "-v", make.VOICE, "-q", "-x", make.spelling(words)]
    assert subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout.strip() == phonemes


@needs_makers
def test_making_a_clip_again_gives_the_same_bytes(tmp_path: Path) -> None:
    made = [tmp_path / "once", tmp_path / "again"]
    for folder in made:
        make.make(folder, dict(itertools.islice(CLIPS.items(), 3)))
    once, again = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in made)
    assert len(once) == 4
    assert once == again


@needs_makers
def test_a_clip_no_longer_in_the_list_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "sejuta.mp3").write_bytes(b"")
    make.make(tmp_path, {"satu": "satu"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chime.mp3", "satu.mp3"]


@pytest.mark.parametrize(
    ("installed", "complaint"),
    [
        ([], "an MP3 encoder is missing: install lame or ffmpeg\n"),
        (["lame"], "espeak-ng is missing: install it and try again\n"),
    ],
)
def test_a_missing_program_is_named_in_one_line_and_the_clips_stay(
    installed: list[str],
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name in installed else None)
    kept = tmp_path / "id" / "satu.mp3"
    kept.parent.mkdir()
    kept.write_bytes(b"kept")
    assert make.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == complaint
    assert kept.read_bytes() == b"kept"


def test_a_program_that_fails_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "lame"
    broken.write_text("#!/bin/sh\necho 'no room' >&2\necho 'on the disk' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(broken))
    assert make.main([str(tmp_path / "clips")]) == 1
    assert capsys.readouterr().err == "lame failed: no room on the disk\n"
    assert not (tmp_path / "clips").exists()
