"""Which queue letters are taken for one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.rules.letters import Unclear, unclear

LETTER = st.sampled_from([chr(65 + at) for at in range(26)])


def said(*letters: str) -> list[tuple[Unclear, tuple[str, ...]]]:
    return [(each.why, each.letters) for each in unclear(letters)]


def test_letters_that_end_alike_are_told_together() -> None:
    assert said("A", "B", "C", "U") == [(Unclear.SOUND, ("B", "C"))]
    assert said("M", "N", "A") == [(Unclear.SOUND, ("M", "N")), (Unclear.LOOK, ("M", "N"))]


def test_letters_that_read_as_digits_are_told() -> None:
    assert said("I", "A") == [(Unclear.DIGIT, ("I", "1"))]
    assert said("O", "A") == [(Unclear.DIGIT, ("O", "0"))]


def test_two_letters_that_are_spoken_as_one_are_told() -> None:
    assert said("K", "KA") == [(Unclear.SOUND, ("K", "KA"))]
    assert said("KB", "KD") == [(Unclear.SOUND, ("KB", "KD"))]


def test_letters_that_are_clear_are_left_alone() -> None:
    assert said("A", "F", "L", "R", "U", "X") == []


@given(st.lists(LETTER, unique=True, max_size=12))
def test_the_order_of_the_letters_does_not_matter(letters: list[str]) -> None:
    assert sorted(unclear(letters), key=str) == sorted(unclear(letters[::-1]), key=str)


@given(st.lists(LETTER, unique=True, max_size=12))
def test_no_letter_is_told_twice_for_the_same_reason(letters: list[str]) -> None:
    for why in Unclear:
        told = [letter for each in unclear(letters) if each.why is why for letter in each.letters]
        assert len(told) == len(set(told))
