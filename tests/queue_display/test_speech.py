"""What is said when a ticket is called."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.numbering import label
from app.rules.texts import LANGUAGES as READ
from app.rules.tongues import CHIME, INDONESIAN, LARGEST, TONGUES
from queue_display.speech import PAUSE, Announcement, Style, announcement
from queue_display.voice.make import FOLDER

CLIPS = INDONESIAN.clips
number_words, digit_words, letter_word = INDONESIAN.number_words, INDONESIAN.digit_words, INDONESIAN.letter_word
LANGUAGES = st.sampled_from(sorted(TONGUES))

LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=2)
NUMBERS = st.integers(1, LARGEST)
COUNTERS = st.builds("{}{}".format, NUMBERS, st.sampled_from(["", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]))
STYLES: st.SearchStrategy[Style] = st.sampled_from(["digits", "number"])

# The house's list, and the numbers next to each change of the rule.
BY_HAND = {
    0: "nol", 1: "satu", 2: "dua", 3: "tiga", 4: "empat", 5: "lima", 6: "enam", 7: "tujuh", 8: "delapan", 9: "sembilan",
    10: "sepuluh", 11: "sebelas", 12: "dua belas", 15: "lima belas", 19: "sembilan belas", 20: "dua puluh",
    21: "dua puluh satu", 99: "sembilan puluh sembilan", 100: "seratus", 101: "seratus satu", 110: "seratus sepuluh",
    111: "seratus sebelas", 112: "seratus dua belas", 120: "seratus dua puluh", 123: "seratus dua puluh tiga",
    200: "dua ratus", 211: "dua ratus sebelas", 999: "sembilan ratus sembilan puluh sembilan", 1000: "seribu",
    1001: "seribu satu", 1100: "seribu seratus", 1111: "seribu seratus sebelas", 2000: "dua ribu",
    9999: "sembilan ribu sembilan ratus sembilan puluh sembilan",
}  # fmt: skip


def school_rule(n: int) -> str:
    """The number as children learn it: every digit with its place, then the four words that begin with se-."""
    names = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    places = zip(f"{n:04d}", ["ribu", "ratus", "puluh", ""], strict=True)
    text = " ".join(f"{names[int(digit)]} {place}" for digit, place in places if digit != "0").strip()
    text = re.sub(r"\bsatu puluh (\w+)$", r"\1 belas", text)
    return re.sub(r"\bsatu (puluh|belas|ratus|ribu)\b", r"se\1", text) or "nol"


@pytest.mark.parametrize(("number", "words"), BY_HAND.items())
def test_a_number_is_said_as_in_the_list_written_by_hand(number: int, words: str) -> None:
    assert " ".join(number_words(number)) == words


def test_every_number_is_said_as_school_teaches_it() -> None:
    assert [" ".join(number_words(n)) for n in range(LARGEST + 1)] == [school_rule(n) for n in range(LARGEST + 1)]


def test_no_two_numbers_sound_the_same() -> None:
    assert len({" ".join(number_words(n)) for n in range(LARGEST + 1)}) == LARGEST + 1


def test_tens_and_teens_are_one_breath_each() -> None:
    assert number_words(321) == ["tiga ratus", "dua puluh", "satu"]
    assert number_words(2112) == ["dua", "ribu", "seratus", "dua belas"]


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_out_of_range_is_refused_in_words(number: int) -> None:
    with pytest.raises(ValueError, match=f"from 0 to {LARGEST}.* not {number}"):
        number_words(number)


def test_digits_are_said_one_by_one_and_zeros_are_kept() -> None:
    assert digit_words("012") == ["nol", "satu", "dua"]
    assert digit_words("3456789") == ["tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


@pytest.mark.parametrize("digits", ["", "1a", "-1", " 1", "1\n", "١"])
def test_what_is_no_digit_is_not_said_as_one(digits: str) -> None:
    with pytest.raises(ValueError, match="only digits"):
        digit_words(digits)


def test_letters_are_named_as_in_indonesian() -> None:
    named = " ".join(letter_word(letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert named == "a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe we eks ye zet"
    assert letter_word("q") == "ki"


@pytest.mark.parametrize("letter", ["", "AB", "1", "É", "ß"])
def test_what_is_no_letter_of_the_alphabet_has_no_name(letter: str) -> None:
    with pytest.raises(ValueError, match="only a letter from A to Z"):
        letter_word(letter)


def test_a_call_is_chime_number_half_a_second_and_counter() -> None:
    assert announcement("A-001", "3") == Announcement(
        clips=(
            "chime", "nomor-antrean", "huruf-a", "nol", "nol", "satu", "pause-500", "silakan-menuju-loket", "tiga",
        ),
        short=("huruf-a", "nol", "nol", "satu", "loket", "tiga"),
        caption="Nomor antrean, A, nol nol satu, silakan menuju loket tiga",
    )  # fmt: skip


def test_the_other_house_style_says_the_number_as_a_number() -> None:
    call = announcement("B-123", "12", style="number")
    assert call.caption == "Nomor antrean, B, seratus dua puluh tiga, silakan menuju loket dua belas"
    assert call.clips[2:6] == ("huruf-b", "seratus", "dua-puluh", "tiga")
    assert call.clips[-1] == "dua-belas"


def test_a_day_of_more_than_999_numbers_goes_on_being_called() -> None:
    assert "A, satu nol nol nol, " in announcement("A-1000", "1").caption
    assert "A, seribu, " in announcement("A-1000", "1", style="number").caption


def test_two_letters_and_a_counter_with_a_letter_are_each_said() -> None:
    call = announcement("AB-007", "3B")
    assert call.caption == "Nomor antrean, A B, nol nol tujuh, silakan menuju loket tiga B"
    assert call.clips[2:4] == ("huruf-a", "huruf-b")
    assert call.clips[-2:] == ("tiga", "huruf-b")


def test_small_letters_and_a_counter_painted_with_a_zero_are_understood() -> None:
    assert announcement("a-001", "03b") == announcement("A-001", "3B")


def test_the_browser_gets_plain_lists_and_text() -> None:
    call = announcement("A-001", "3")
    assert call.as_json() == {
        "clips": list(call.clips), "short": list(call.short), "caption": call.caption, "language": "id",
    }  # fmt: skip
    assert "pause-800" in call.as_json(pause="pause-800")["clips"]


@pytest.mark.parametrize(
    "ticket",
    ["", "A", "001", "A001", "A-1", "A-01", "A-000", "A-0001", "A-10000", "ABC-001", "1-001", "A-001 ", "A-٠٠١"],
)
def test_a_ticket_that_is_no_label_is_refused_in_words(ticket: str) -> None:
    with pytest.raises(ValueError, match="a label such as A-001"):
        announcement(ticket, "3")


@pytest.mark.parametrize("counter", ["", "0", "B", "3BB", "B3", "-3", "3 ", "12345", "٣"])
def test_a_counter_that_is_no_number_is_refused_in_words(counter: str) -> None:
    with pytest.raises(ValueError, match="a number such as 3, 12 or 3B"):
        announcement("A-001", counter)


def test_a_style_nobody_knows_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="'digits' or 'number', not 'loud'"):
        announcement("A-001", "3", style="loud")  # type: ignore[arg-type]


@given(LETTERS, NUMBERS, COUNTERS, STYLES, LANGUAGES)
def test_every_call_uses_only_clips_that_exist(
    letters: str, number: int, counter: str, style: Style, language: str
) -> None:
    call = announcement(label(letters, number), counter, style=style, language=language)
    folder = FOLDER / language
    missing = [each for each in call.clips + call.short if each != PAUSE and not (folder / f"{each}.mp3").is_file()]
    assert missing == []


@given(LETTERS, NUMBERS, COUNTERS, STYLES)
def test_the_caption_is_what_the_clips_say(letters: str, number: int, counter: str, style: Style) -> None:
    call = announcement(label(letters, number), counter, style=style)
    said = [CLIPS[clip] for clip in call.clips if clip not in (CHIME, PAUSE)]
    written = [letter_word(word) if len(word) == 1 else word for word in re.findall(r"\w+", call.caption)]
    assert " ".join(said) == " ".join(written).lower()


@given(LETTERS, NUMBERS, COUNTERS, STYLES)
def test_every_call_rings_first_and_pauses_once_before_the_counter(
    letters: str, number: int, counter: str, style: Style
) -> None:
    clips = announcement(label(letters, number), counter, style=style).clips
    assert clips[0] == CHIME
    assert clips.count(PAUSE) == clips.count(CHIME) == 1
    assert clips[clips.index(PAUSE) + 1] == "silakan-menuju-loket"


@pytest.mark.parametrize(
    ("language", "caption"),
    [
        ("en", "Number B one hundred twenty three, please go to counter twelve"),
        ("su", "Nomer antrean, B, saratus dua puluh tilu, mangga ka loket dua belas"),
        ("jv", "Nomer antrean, B, satus kalih dasa tiga, mangga dhateng loket kalih welas"),
    ],
)
def test_a_call_is_said_in_the_other_languages_too(language: str, caption: str) -> None:
    assert announcement("B-123", "12", style="number", language=language).caption == caption


def test_in_english_a_number_is_asked_to_its_counter() -> None:
    assert announcement("B-001", "3", language="en").caption == "Number B zero zero one, please go to counter three"


def test_whoever_may_be_read_to_can_be_called() -> None:
    assert list(TONGUES) == list(READ)
    assert [code for code, tongue in TONGUES.items() if tongue.is_provisional] == ["su", "jv"]


@pytest.mark.parametrize("language", TONGUES)
def test_each_language_has_words_of_its_own_for_every_number(language: str) -> None:
    said = {" ".join(TONGUES[language].number_words(n)) for n in range(LARGEST + 1)}
    assert len(said) == LARGEST + 1
    assert len(TONGUES[language].clips) <= 70


def test_the_list_to_record_is_short_and_spelt_as_kbbi_spells_it() -> None:
    assert {"nomor antrean", "silakan menuju loket"} <= set(CLIPS.values())
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", clip) for clip in CLIPS)
