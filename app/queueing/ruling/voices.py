"""The voice of an office's boards: clips that somebody there has recorded."""

from __future__ import annotations

from app.errors import NoSuchClip
from app.queueing.locking import acting_in
from app.queueing.ruling.recordings import BOARDS, Clip, keep, let_go, usable
from app.rules.recording import LONGEST
from app.rules.tongues import CHIME, TONGUES


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
    sound = usable(file, LONGEST)
    with acting_in(branch_id, staff_id) as act:
        return keep(act, Clip(BOARDS, language, clip, said=clip), sound)


def remove_recording(branch_id: int, language: str, clip: str, staff_id: int | None = None) -> int:
    """Let the boards say the shipped clip again.

    Returns:
        the `seq` of what was changed; 0 when nothing was recorded.

    Raises:
        NoSuchBranch, NoSuchClip: there is no such office, or no such clip.
    """
    _must_be_known(language, clip)
    with acting_in(branch_id, staff_id) as act:
        return let_go(act, Clip(BOARDS, language, clip, said=clip))


def _must_be_known(language: str, clip: str) -> None:
    if language not in TONGUES or clip not in (CHIME, *TONGUES[language].clips):
        raise NoSuchClip
