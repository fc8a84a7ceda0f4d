"""The voice of an office's boards: recorded by people there, clip by clip."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import kept
from app.errors import NoSuchClip, SettingsUnusable
from app.queueing import reading
from app.queueing.ruling import history
from app.queueing.ruling.voices import record_clip, remove_recording
from app.rules.faults import Wrong
from tests.people import Hall
from tests.sounds import recording


def file_of(hall: Hall, seal: str) -> Path:
    return kept.where(hall.branch_id, "voice", seal, "wav")


def seal_of(hall: Hall, clip: str = "nol", language: str = "id") -> str:
    return reading.office("karawaci").recordings.get(language, {}).get(clip, "")


def test_rina_lends_the_board_her_voice_and_the_history_tells(hall: Hall) -> None:
    seq = record_clip(hall.branch_id, "id", "nol", recording())
    assert file_of(hall, seal_of(hall)).read_bytes() == recording()
    told = history.change(hall.branch_id, seq)
    assert told and [(c.what, c.of, c.before) for c in told.changes] == [("voice_clip", "id nol", "")]
    assert record_clip(hall.branch_id, "id", "nol", recording()) == 0


def test_what_else_a_file_holds_is_not_kept(hall: Hall) -> None:
    sound = recording()
    names = b"LIST" + (20).to_bytes(4, "little") + b"INFOIART" + (8).to_bytes(4, "little") + b"Rina H.\0"
    whole = sound + names
    record_clip(hall.branch_id, "jv", "chime", whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:])
    assert file_of(hall, seal_of(hall, "chime", "jv")).read_bytes() == sound


def test_a_new_recording_takes_the_place_of_the_old_one_whose_file_goes(hall: Hall) -> None:
    record_clip(hall.branch_id, "id", "nol", recording())
    old = seal_of(hall)
    record_clip(hall.branch_id, "id", "nol", recording(pitch=300))
    assert seal_of(hall) != old
    assert not file_of(hall, old).exists() and file_of(hall, seal_of(hall)).exists()


def test_a_sound_that_two_clips_share_stays_until_both_let_it_go(hall: Hall) -> None:
    for clip in ("nol", "satu"):
        record_clip(hall.branch_id, "id", clip, recording())
    shared = file_of(hall, seal_of(hall))
    remove_recording(hall.branch_id, "id", "nol")
    assert shared.exists() and seal_of(hall) == ""
    remove_recording(hall.branch_id, "id", "satu")
    assert not shared.exists()
    assert remove_recording(hall.branch_id, "id", "satu") == 0


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        (b"", Wrong.NO_RECORDING),
        (b"ID3\x04" + bytes(400), Wrong.NO_RECORDING),
        (b"RIFF\xff\xff\xff\xffWAVEjunk", Wrong.NO_RECORDING),
        (recording()[:30], Wrong.NO_RECORDING),
        (recording(channels=2), Wrong.NO_RECORDING),
        (recording(rate=96_000), Wrong.NO_RECORDING),
        (recording(seconds=8.1), Wrong.RECORDING_TOO_LONG),
        (recording(loudness=0), Wrong.RECORDING_SILENT),
        (recording(seconds=0), Wrong.RECORDING_SILENT),
    ],
)
def test_what_no_board_could_say_is_refused(hall: Hall, file: bytes, wrong: Wrong) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        record_clip(hall.branch_id, "id", "nol", file)
    assert refused.value.faults["file"].wrong is wrong
    assert seal_of(hall) == "" and hall.events("branch.rules_changed") == []


@pytest.mark.parametrize(("language", "clip"), [("nl", "nol"), ("en", "nol"), ("id", "../nol"), ("id", "")])
def test_only_clips_that_are_said_can_be_recorded(hall: Hall, language: str, clip: str) -> None:
    with pytest.raises(NoSuchClip):
        record_clip(hall.branch_id, language, clip, recording())
