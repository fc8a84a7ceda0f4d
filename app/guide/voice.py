"""A sentence as a sound file: espeak-ng speaks it once, and it is kept in the data folder.

Sundanese and Javanese are read by the Indonesian voice until somebody records them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

VOICES = {"en": "en+f1"}
USUAL_VOICE = "id+f1"
WORDS_PER_MINUTE = "145"
LONGEST = 400
PATIENCE = 10


@cache
def voice_version() -> str:
    """Which espeak-ng there is on this server; empty when there is none."""
    return _run(["espeak-ng", "--version"]).decode(errors="replace").strip() if shutil.which("espeak-ng") else ""


def clip(folder: Path, text: str, language: str, *, make: bool = True) -> Path | None:
    """The sound file of a text; made when nobody needed it before.

    Args:
        folder: where clips are kept; made when missing.
        text: what is said, at most 400 characters of it.
        language: of the text.
        make: whether to make what is not there yet, which takes some 100 ms.

    Returns:
        an MP3, or a WAV where the server has nothing that makes MP3s; None when there is no voice here, or it failed.
    """
    if not voice_version() or not text.strip():
        return None
    voice = VOICES.get(language, USUAL_VOICE)
    name = hashlib.sha256("\0".join((voice_version(), voice, WORDS_PER_MINUTE, text)).encode()).hexdigest()[:32]
    kept = folder / f"{name}.{'mp3' if _encoder() else 'wav'}"
    return kept if kept.is_file() or (make and _make(kept, voice, text[:LONGEST])) else None


def _make(target: Path, voice: str, text: str) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Put in its place whole: another request may ask for the same text at this moment.
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        spoken, made = Path(scratch) / "spoken.wav", Path(scratch) / target.name
        _run(["espeak-ng", "-v", voice, "-s", WORDS_PER_MINUTE, "-w", str(spoken), "--stdin"], text)
        if not spoken.is_file() or spoken.stat().st_size < 100:
            return False
        if _encoder():
            _run([*_encoder(), str(spoken), *_options(), str(made)])
        else:
            spoken.rename(made)
        return made.is_file() and bool(made.replace(target))


@cache
def _encoder() -> tuple[str, ...]:
    if shutil.which("ffmpeg"):
        return ("ffmpeg", "-v", "error", "-i")
    return ("lame", "--quiet", "-m", "m", "-b", "48") if shutil.which("lame") else ()


def _options() -> tuple[str, ...]:
    return ("-ac", "1", "-c:a", "libmp3lame", "-b:a", "48k") if _encoder()[0] == "ffmpeg" else ()


def _run(command: list[str], text: str = "") -> bytes:
    try:
        return subprocess.run(command, input=text.encode(), capture_output=True, timeout=PATIENCE, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return b""
