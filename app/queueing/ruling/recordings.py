"""Sounds that somebody of an office has recorded: kept, said in place of others, and let go."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app import kept
from app.changes import Change, must_be_usable, told
from app.models import GuideClip, VoiceClip
from app.office import Office
from app.queueing.acting import Acting
from app.rules.faults import Unusable
from app.rules.recording import clean


@dataclass(frozen=True)
class Kind:
    """What is recorded.

    Args:
        folder: where the sounds are kept (app.kept).
        change: the name of the history for it.
        of: by language and clip the seals an office has.
    """

    folder: str
    change: str
    model: type[VoiceClip] | type[GuideClip]
    of: Callable[[Office], Mapping[str, Mapping[str, str]]]


BOARDS = Kind("voice", "voice_clip", VoiceClip, lambda office: office.recordings)
GUIDE = Kind("guide", "guide_clip", GuideClip, lambda office: office.guide_recordings)


@dataclass(frozen=True)
class Clip:
    """Something that can be recorded, in one language. `said` is what people call it."""

    kind: Kind
    language: str
    name: str
    said: str


def usable(file: bytes, longest: int) -> bytes:
    """A recording as it is kept.

    Args:
        file: a WAV file of one channel and 16 bits.
        longest: what it may last, in seconds.

    Raises:
        SettingsUnusable: it is no recording that could be said.
    """
    try:
        return clean(file, longest)
    except Unusable as unusable:
        must_be_usable({"file": unusable.fault})
        raise


def keep(act: Acting, clip: Clip, sound: bytes, **facts: Any) -> int:
    """Say this sound from now on.

    Args:
        facts: further columns of the recording's row.

    Returns:
        the `seq` of what was changed; 0 when it was so already.
    """
    seal = kept.keep(act.office.id, clip.kind.folder, io.BytesIO(sound), "wav")
    if seal == _seal(act, clip):
        return 0
    act.session.merge(
        clip.kind.model(branch_id=act.office.id, language=clip.language, clip=clip.name, seal=seal, **facts)
    )
    return _told(act, clip, seal)


def let_go(act: Acting, clip: Clip) -> int:
    """Say no recording of a clip any more.

    Returns:
        the `seq` of what was changed; 0 when nothing was recorded.
    """
    if not _seal(act, clip):
        return 0
    act.session.delete(act.session.get_one(clip.kind.model, (act.office.id, clip.language, clip.name)))
    return _told(act, clip, "")


def _seal(act: Acting, clip: Clip) -> str:
    return clip.kind.of(act.office).get(clip.language, {}).get(clip.name, "")


def _told(act: Acting, clip: Clip, after: str) -> int:
    before = _seal(act, clip)
    if before and not _said_elsewhere(act, clip, before):
        kept.let_go(act.session, kept.where(act.office.id, clip.kind.folder, before, "wav"))
    return told(act.history, [Change(clip.kind.change, before, after, of=f"{clip.language} {clip.said}")])


def _said_elsewhere(act: Acting, clip: Clip, seal: str) -> bool:
    others = (
        (language, name, other) for language, own in clip.kind.of(act.office).items() for name, other in own.items()
    )
    return any(other == seal and (language, name) != (clip.language, clip.name) for language, name, other in others)
