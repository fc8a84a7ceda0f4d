"""Recordings as browsers send them."""

from __future__ import annotations

import io
import math
import wave
from array import array


def recording(
    seconds: float = 0.6, rate: int = 24_000, channels: int = 1, loudness: float = 0.4, pitch: float = 220
) -> bytes:
    """A tone as a WAV file."""
    frames = int(seconds * rate)
    tone = [round(32767 * loudness * math.sin(2 * math.pi * pitch * at / rate)) for at in range(frames)]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(array("h", (sample for sample in tone for _ in range(channels))).tobytes())
    return out.getvalue()
