"""The spoken guide of an office's kiosks: sentences that somebody there has read aloud."""

from __future__ import annotations

import pytest

from app import kept
from app.db import db
from app.errors import NoSuchClip, SettingsUnusable
from app.guide.words import key_of
from app.queueing import reading
from app.queueing.ruling import history
from app.queueing.ruling.guide import no_longer_said, record_sentence, remove_sentence
from app.queueing.ruling.needs import set_need
from app.rules.faults import Wrong
from tests.people import Hall
from tests.sounds import recording

WELCOME = "Selamat datang."


def seal_of(sentence: str, language: str = "id") -> str:
    return reading.office("karawaci").guide_recordings.get(language, {}).get(key_of(sentence), "")


def test_rina_reads_a_sentence_aloud_and_the_history_tells(hall: Hall) -> None:
    seq = record_sentence(hall.branch_id, "id", key_of(WELCOME), recording(seconds=15))
    assert kept.where(hall.branch_id, "guide", seal_of(WELCOME), "wav").read_bytes() == recording(seconds=15)
    told = history.change(hall.branch_id, seq)
    assert told and [(c.what, c.of, c.before) for c in told.changes] == [("guide_clip", f"id {WELCOME}", "")]
    assert record_sentence(hall.branch_id, "id", key_of(WELCOME), recording(seconds=15)) == 0


def test_a_new_reading_takes_the_place_of_the_old_one_whose_file_goes(hall: Hall) -> None:
    record_sentence(hall.branch_id, "id", key_of(WELCOME), recording())
    old = seal_of(WELCOME)
    record_sentence(hall.branch_id, "id", key_of(WELCOME), recording(pitch=300))
    assert seal_of(WELCOME) not in ("", old)
    assert not kept.where(hall.branch_id, "guide", old, "wav").exists()
    assert remove_sentence(hall.branch_id, "id", key_of(WELCOME)) > 0
    assert seal_of(WELCOME) == ""
    assert remove_sentence(hall.branch_id, "id", key_of(WELCOME)) == 0


@pytest.mark.parametrize(("language", "sentence"), [("id", "Beli di toko saya"), ("nl", WELCOME), ("en", WELCOME)])
def test_only_what_the_screens_say_is_recorded(hall: Hall, language: str, sentence: str) -> None:
    with pytest.raises(NoSuchClip):
        record_sentence(hall.branch_id, language, key_of(sentence), recording())


def test_a_sentence_may_last_longer_than_a_word_but_not_without_end(hall: Hall) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        record_sentence(hall.branch_id, "id", key_of(WELCOME), recording(seconds=21, rate=8000))
    assert refused.value.faults["file"].wrong is Wrong.RECORDING_TOO_LONG
    assert seal_of(WELCOME) == ""


def test_a_text_that_was_changed_leaves_its_recording_to_be_looked_at(hall: Hall) -> None:
    need = reading.office("karawaci").needs[1]
    assert need.name["id"] == "Menikah"
    record_sentence(hall.branch_id, "id", key_of("Menikah"), recording())
    services = tuple(each.code for each in reading.office("karawaci").helped_by(need))
    set_need(hall.branch_id, need.id, name={"id": "Mau menikah"}, icon=need.icon, services=services)
    left = no_longer_said(db.session(), reading.office("karawaci"), "id")
    assert [each.sentence for each in left] == ["Menikah"]
    assert remove_sentence(hall.branch_id, "id", key_of("Menikah")) > 0
    assert no_longer_said(db.session(), reading.office("karawaci"), "id") == []
