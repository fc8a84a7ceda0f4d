"""The voice of an office's boards: clips that somebody there has recorded."""

from __future__ import annotations

import io

from app import kept
from app.errors import NoSuchClip
from app.models import VoiceClip
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.queueing.ruling.changes import Change, must_be_usable, told
from app.rules.faults import Unusable
from app.rules.recording import clean
from app.rules.tongues import CHIME, TONGUES

KIND = "voice"


def record_clip(branch_id: int, language: str, clip: str, file: bytes, staff_id: int | None = None) -> int:
    """Let the boards of an office say this recording in place of the shipped clip, from the next call on.

    Args:
        language, clip: as app.rules.tongues names them; the chime is a clip too.
        file: a WAV file of one channel and 16 bits.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchClip: there is no such office, or no such clip.
        SettingsUnusable: it is no recording that a board could say.
    """
    _must_be_known(language, clip)
    try:
        sound = clean(file)
    except Unusable as unusable:
        must_be_usable({"file": unusable.fault})
        raise
    with acting_in(branch_id, staff_id) as act:
        seal = kept.keep(act.office.id, KIND, io.BytesIO(sound), "wav")
        return _set(act, language, clip, seal)


def remove_recording(branch_id: int, language: str, clip: str, staff_id: int | None = None) -> int:
    """Let the boards say the shipped clip again.

    Returns:
        the `seq` of what was changed; 0 when nothing was recorded.

    Raises:
        NoSuchBranch, NoSuchClip: there is no such office, or no such clip.
    """
    _must_be_known(language, clip)
    with acting_in(branch_id, staff_id) as act:
        return _set(act, language, clip, "")


def _must_be_known(language: str, clip: str) -> None:
    if language not in TONGUES or clip not in (CHIME, *TONGUES[language].clips):
        raise NoSuchClip


def _set(act: Acting, language: str, clip: str, seal: str) -> int:
    before = act.office.recordings.get(language, {}).get(clip, "")
    if seal == before:
        return 0
    row = act.session.get(VoiceClip, (act.office.id, language, clip))
    if row is None:
        act.session.add(VoiceClip(branch_id=act.office.id, language=language, clip=clip, seal=seal))
    elif seal:
        row.seal = seal
    else:
        act.session.delete(row)
    if before and not _said_elsewhere(act, language, clip, before):
        kept.let_go(act.session, kept.where(act.office.id, KIND, before, "wav"))
    return told(act, [Change("voice_clip", before, seal, of=f"{language} {clip}")])


def _said_elsewhere(act: Acting, language: str, clip: str, seal: str) -> bool:
    said = act.office.recordings.items()
    return any(
        other == seal and (tongue, name) != (language, clip) for tongue, own in said for name, other in own.items()
    )
