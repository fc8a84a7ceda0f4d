"""A clip that somebody recorded: what a sound must be to be spoken by a board or a kiosk."""

from __future__ import annotations

import io
import sys
import wave
from array import array

from app.rules.faults import Unusable, Wrong

LARGEST_FILE = 1024 * 1024
LONGEST = 8
LONGEST_SENTENCE = 20
"""In seconds: of a clip of the boards' voice, and of a sentence of the kiosk's guide."""
SHORTEST = 0.05
RATES = range(8_000, 48_001)
QUIETEST = 0.02
"""The least its loudest sample must be, where 1 is the most there can be."""


def clean(file: bytes, longest: int = LONGEST) -> bytes:
    """A recording as it is kept: a WAV file of one channel and 16 bits, without whatever else the file held.

    Args:
        file: what was sent, whatever its name says.
        longest: what it may last, in seconds.

    Raises:
        Unusable: it is no such file, too long, or nothing can be heard in it.
    """
    samples, rate = _read(file)
    seconds = len(samples) / rate
    if seconds > longest:
        raise Unusable(Wrong.RECORDING_TOO_LONG, most=str(longest))
    if seconds < SHORTEST or max(map(abs, samples)) < QUIETEST * 32768:
        raise Unusable(Wrong.RECORDING_SILENT)
    return _written(samples, rate)


def _read(file: bytes) -> tuple[array[int], int]:
    try:
        with wave.open(io.BytesIO(file)) as sound:
            form = (sound.getnchannels(), sound.getsampwidth(), sound.getcomptype())
            rate, frames = sound.getframerate(), sound.readframes(sound.getnframes())
    except (wave.Error, EOFError):
        raise Unusable(Wrong.NO_RECORDING) from None
    if form != (1, 2, "NONE") or rate not in RATES or len(frames) % 2:
        raise Unusable(Wrong.NO_RECORDING)
    return _swapped(array("h", frames)), rate


def _written(samples: array[int], rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(_swapped(samples).tobytes())
    return out.getvalue()


def _swapped(samples: array[int]) -> array[int]:
    # A WAV file has its low byte first.
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
