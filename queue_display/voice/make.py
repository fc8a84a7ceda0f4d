"""Make the sound files of the spoken call: `python -m queue_display.voice.make [folder [language …]]`.

espeak-ng speaks, and lame (or ffmpeg) encodes, each as a process of its own; the rest is plain arithmetic. The same
programs give the same files, byte for byte.
"""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from app.rules.tongues import CHIME, LETTER_PREFIX, TONGUES

FOLDER = Path(__file__).resolve().parents[1] / "static" / "voice"
"""In it, one folder for each language."""
RATE = 24_000
KBITS = 64

# Of the female variants measured, f1 keeps the letters that end in "e" (be, ce, de …) furthest apart and has the most
# energy from 1 to 4 kHz, which is what a small loudspeaker in a full hall carries.
VOICE = "id+f1"
# espeak-ng has no voice for Sundanese and Javanese: the Indonesian one reads them until a speaker does.
VOICES = {"id": VOICE, "en": "en-gb+f1", "su": VOICE, "jv": VOICE}
WORDS_PER_MINUTE = 140
# A letter is said once and has a third of a second at that speed: it gets half as much again.
LETTERS_PER_MINUTE = 110

# espeak-ng reads every "e" it is unsure of as in "bebek". KBBI has a schwa in empat, enam and belas, an open e in
# loket, and a closed one in the letters that end in it. Sundanese genep and Javanese enem have the schwa too, and
# Javanese an open o where it writes a at the end.
PHONEMES = {
    "empat": "@mp'at",
    "enam": "@n'am",
    "belas": "b@l'as",
    "sebelas": "s@b@l'as",
    "loket": "l'okEt",
    "be": "b'e",
    "ce": "tS'e",
    "de": "d'e",
    "ge": "g'e",
    "je": "dZ'e",
    "pe": "p'e",
    "te": "t'e",
    "fe": "f'e",
    "we": "w'e",
    "ye": "j'e",
    "es": "'Es",
    "nomer": "n'Om@r",
    "genep": "g@n'@p",
    "sabelas": "sab@l'as",
    "welas": "w@l'as",
    "setunggal": "s@t'uNgal",
    "sekawan": "s@k'awan",
    "enem": "@n'@m",
    "tiga": "t'igO",
    "sanga": "s'ONO",
    "sedasa": "s@d'OsO",
    "dasa": "d'OsO",
    "mangga": "m'ONgO",
    "dhateng": "d'at@N",
}
# Of words that languages share, those that only one of them reads that way.
ONLY_IN = {"jv": ("tiga", "mangga")}

SPEECH_LEVEL = 0.14
CHIME_LEVEL = 0.12
CEILING = 0.89
KNEE = 0.6
QUIET = 0.02
LEAD_IN = 0.010
TAIL = 0.045
FADE = 0.006
WINDOW = 0.010

CHIME_SECONDS = 1.2
CHIME_NOTES = ((0.0, 523.25), (0.2, 659.26), (0.4, 783.99))
# (multiple of the note, loudness, seconds until it has died away to a third): high partials die first, as in a bell.
CHIME_PARTIALS = ((1.0, 1.0, 0.34), (2.0, 0.45, 0.20), (3.0, 0.16, 0.11), (4.2, 0.07, 0.06))
CHIME_ATTACK = 0.008

Sound = tuple[list[float], int]
Encoder = Callable[[Path, Path], list[str]]


class CannotMake(RuntimeError):
    """The clips cannot be made; the text says in one line why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make every clip.

    Args:
        arguments: the folder to write to, when it is not the one the board serves, and the languages, when not all;
            the command line when left out.

    Returns:
        The exit status: 0, or 1 when a program is missing or fails.
    """
    given = sys.argv[1:] if arguments is None else arguments
    folder = Path(given[0]) if given else FOLDER
    try:
        for language in given[1:] or VOICES:
            make(folder / language, TONGUES[language].clips, language)
    except CannotMake as error:
        print(error, file=sys.stderr)
        return 1
    made = list(folder.glob("*/*.mp3"))
    print(f"{len(made)} clips, {sum(clip.stat().st_size for clip in made) // 1000} kB in {folder}")
    return 0


def make(folder: Path, clips: Mapping[str, str], language: str = "id") -> None:
    """Write one MP3 for every clip of a language, and the chime; a clip that is no longer in the list is removed.

    Args:
        folder: where; made when missing. It is left as it was when a program fails.
        clips: their names, and the words they say.

    Raises:
        CannotMake: espeak-ng or the encoder is missing or fails.
    """
    encoder = _encoder()
    espeak = _program("espeak-ng")
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        _encode(chime(), made / f"{CHIME}.mp3", encoder)
        for name, words in clips.items():
            speed = LETTERS_PER_MINUTE if name.startswith(LETTER_PREFIX) else WORDS_PER_MINUTE
            _encode(polished(spoken(espeak, words, speed, language)), made / f"{name}.mp3", encoder)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.mp3"):
            old.unlink()
        for clip in sorted(made.glob("*.mp3")):
            shutil.copyfile(clip, folder / clip.name)


def spelling(words: str, language: str = "id") -> str:
    """The words as espeak-ng must be given them: its phonemes where it would misread one.

    Args:
        words: the words of a clip.
        language: whose words they are; English is read as it is written.

    Returns:
        The same with some words as [[phonemes]].
    """
    if language == "en":
        return words
    others = {word for other, theirs in ONLY_IN.items() if other != language for word in theirs}
    known = {word: sounds for word, sounds in PHONEMES.items() if word not in others}
    return " ".join(f"[[{known[word]}]]" if word in known else word for word in words.split())


def spoken(espeak: str, words: str, speed: int = WORDS_PER_MINUTE, language: str = "id") -> Sound:
    """The words spoken by espeak-ng, as it gives them.

    Args:
        espeak: the program.
        words: the words of a clip.
        speed: in words a minute.
        language: whose voice reads them.

    Returns:
        Samples from -1 to 1, and how many there are in a second.

    Raises:
        CannotMake: espeak-ng fails or says nothing.
    """
    command = [espeak, "-v", VOICES[language], "-s", str(speed), "--stdout", spelling(words, language)]
    with wave.open(io.BytesIO(_run(command))) as speech:
        # Written to a pipe, the header's length is a guess: read what there is.
        samples = array("h", speech.readframes(speech.getnframes()))
        if sys.byteorder == "big":
            samples.byteswap()
        if not any(samples):
            raise CannotMake(f"espeak-ng said nothing for {words!r}")
        return [sample / 32768 for sample in samples], speech.getframerate()


def polished(sound: Sound) -> Sound:
    """A clip without silence around it, as loud as the others, and without a click at either end.

    Args:
        sound: as it was spoken.

    Returns:
        The clip.
    """
    samples, rate = sound
    return _faded(_levelled(_trimmed(samples, rate), rate, SPEECH_LEVEL), rate), rate


def chime() -> Sound:
    """Three rising notes of a small bell (C, E, G), from sine partials that die away.

    Returns:
        Samples from -1 to 1, and how many there are in a second.
    """
    samples = [0.0] * int(CHIME_SECONDS * RATE)
    for start, pitch in CHIME_NOTES:
        first = int(start * RATE)
        for i in range(first, len(samples)):
            samples[i] += _bell(pitch, (i - first) / RATE)
    return _faded(_levelled(samples, RATE, CHIME_LEVEL), RATE, out=0.15), RATE


def _bell(pitch: float, t: float) -> float:
    tone = sum(
        loudness * math.exp(-t / decay) * math.sin(2 * math.pi * pitch * multiple * t)
        for multiple, loudness, decay in CHIME_PARTIALS
    )
    return tone * min(1.0, t / CHIME_ATTACK)


def loudness(samples: Sequence[float], rate: int) -> float:
    """How loud the sounding part of a clip is, so that a long stop consonant does not count as quietness.

    Args:
        samples: from -1 to 1.
        rate: samples in a second.

    Returns:
        The root mean square of the windows that are within 20 dB of the loudest.
    """
    powers = _powers(samples, rate)
    heard = [power for power in powers if power >= max(powers) / 100]
    return math.sqrt(sum(heard) / len(heard))


def _powers(samples: Sequence[float], rate: int) -> list[float]:
    starts = [*range(0, len(samples), int(WINDOW * rate)), len(samples)]
    return [sum(sample * sample for sample in samples[a:b]) / (b - a) for a, b in pairwise(starts)]


def _trimmed(samples: list[float], rate: int) -> list[float]:
    threshold = QUIET * max(map(abs, samples))
    heard = [i for i, sample in enumerate(samples) if abs(sample) > threshold]
    first = max(0, heard[0] - int(LEAD_IN * rate))
    # Digits follow each other without a gap of the player's: the tail is the breath between them.
    silence = [0.0] * int(TAIL * rate)
    return samples[first : heard[-1] + int(FADE * rate)] + silence


def _levelled(samples: list[float], rate: int, level: float) -> list[float]:
    gain = level / loudness(samples, rate)
    louder = [sample * gain for sample in samples]
    return louder if max(map(abs, louder)) <= CEILING else [_bent(sample) for sample in louder]


def _bent(sample: float) -> float:
    # A single peak would make its whole clip quiet: above the knee it is bent under the ceiling instead.
    over = abs(sample) - KNEE
    room = CEILING - KNEE
    return sample if over <= 0 else math.copysign(KNEE + room * math.tanh(over / room), sample)


def _faded(samples: list[float], rate: int, out: float = FADE) -> list[float]:
    rise, fall, last = int(FADE * rate), int(out * rate), len(samples) - 1
    return [sample * min(1.0, i / rise, (last - i) / fall) for i, sample in enumerate(samples)]


def _encode(sound: Sound, target: Path, encoder: Encoder) -> None:
    samples, rate = sound
    source = target.with_suffix(".wav")
    frames = array("h", (round(sample * 32767) for sample in samples))
    if sys.byteorder == "big":
        frames.byteswap()
    with wave.open(str(source), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(frames.tobytes())
    _run(encoder(source, target))
    source.unlink()


def _encoder() -> Encoder:
    lame, ffmpeg = shutil.which("lame"), shutil.which("ffmpeg")
    if lame:
        options = ["--quiet", "-m", "m", "--cbr", "-b", str(KBITS), "--resample", str(RATE / 1000), "-q", "0"]
        return lambda source, target: [lame, *options, str(source), str(target)]
    if ffmpeg:
        form = ["-ac", "1", "-ar", str(RATE), "-c:a", "libmp3lame", "-b:a", f"{KBITS}k", "-map_metadata", "-1"]
        plain = ["-fflags", "+bitexact", "-flags", "+bitexact", "-id3v2_version", "0"]
        return lambda source, target: [ffmpeg, "-v", "error", "-i", str(source), *form, *plain, str(target)]
    raise CannotMake("an MP3 encoder is missing: install lame or ffmpeg")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CannotMake(f"{name} is missing: install it and try again")
    return found


def _run(command: list[str]) -> bytes:
    try:
        return subprocess.run(command, check=True, capture_output=True, timeout=30).stdout
    except subprocess.TimeoutExpired:
        raise CannotMake(f"{Path(command[0]).name} did not finish in half a minute") from None
    except subprocess.CalledProcessError as error:
        said = re.sub(r"\s+", " ", error.stderr.decode(errors="replace")).strip()
        raise CannotMake(f"{Path(command[0]).name} failed: {said or error.returncode}") from None


if __name__ == "__main__":
    raise SystemExit(main())
