"""What the spoken guide says, sentence by sentence, and what of it an office can record."""

from __future__ import annotations

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given
from hypothesis import strategies as some

from app.guide.words import GAP, KIOSK, SCREENS, SEEN_ONLY, filled_in, key_of, of_the_screens, parts_of, sentences
from app.language import speaking
from app.printing.slips import estimate_words, people_ahead_words
from app.queueing import reading
from app.rules.texts import LANGUAGES
from tests.people import Hall


def test_every_queue_has_its_names_and_papers_and_the_screens_their_sentences(hall: Hall) -> None:
    parts = parts_of(reading.office("karawaci"), "id")
    assert list(parts) == [KIOSK, *reading.office("karawaci").letters]
    assert {"Selamat datang.", "Anda perlu apa?", "orang di depan Anda", "Menikah"} <= set(parts[KIOSK])
    assert {"Kependudukan", "Kartu Keluarga (KK)", "KK lama", "Gratis"} <= set(parts["A"])
    for of_part in parts.values():
        assert len(of_part) == len({key_of(each) for each in of_part})
        assert not any(GAP in each or each.strip(" .,:;()–-") == "" for each in of_part)


def test_the_office_s_own_words_come_in_the_language_that_it_has_them_in(hall: Hall) -> None:
    office = reading.office("karawaci")
    assert "Population documents" in parts_of(office, "en")["A"]
    assert "Old family card" in parts_of(office, "en")["A"]
    assert "KK lama" in parts_of(office, "jv")["A"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_reads_aloud_what_only_staff_see_or_what_only_the_eye_needs(hall: Hall, language: str) -> None:
    said = of_the_screens(language)
    assert len(said) > 80
    with speaking(language):
        assert not {"Menu layanan", "Service menu", "Giliran"} & set(said)


def test_what_is_left_out_stands_on_the_screens(hall: Hall) -> None:
    words = {
        each for _file, _line, each, *_ in extract_from_dir(SCREENS, [("**.html", "jinja2")], keywords={"_": None})
    }
    assert words >= SEEN_ONLY


@given(text=some.text(alphabet="ab .!?…:\n\t", max_size=40))
def test_cutting_a_text_loses_no_word(text: str) -> None:
    assert " ".join(sentences(text)) == " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ahead", [1, 2, 11, 140])
def test_how_many_are_ahead_is_a_number_among_words_that_can_be_recorded(hall: Hall, language: str, ahead: int) -> None:
    with speaking(language):
        words, minutes = people_ahead_words(ahead), estimate_words(ahead, ahead + 5)
    can_be_recorded = parts_of(reading.office("karawaci"), language)[KIOSK]
    for text, numbers in ((words, [ahead]), (minutes, [ahead, ahead + 5])):
        pieces = filled_in(text, language)
        assert [each for each in pieces if each.isdecimal()] == [str(each) for each in numbers]
        assert {each for each in pieces if not each.isdecimal()} <= set(can_be_recorded)


def test_other_words_are_no_sentence_of_the_screens(hall: Hall) -> None:
    assert filled_in("Beli di toko saya", "id") == []
    assert filled_in("12 orang di depan toko", "id") == []
