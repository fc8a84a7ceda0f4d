"""The transition table, as people would say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.numbering import label
from app.rules.states import ENDED, TRANSITIONS, Action, State, after
from app.rules.texts import said_in


@pytest.mark.parametrize("end", ENDED)
@pytest.mark.parametrize("action", list(Action))
def test_an_ended_ticket_stays_ended_but_for_who_missed_the_call_and_comes_back(end: State, action: Action) -> None:
    comes_back = (end, action) == (State.NO_SHOW, Action.RETURN)
    assert after(end, action) == (State.WAITING if comes_back else None)


def test_every_state_can_be_reached_and_every_action_has_its_place() -> None:
    assert {State.WAITING, *TRANSITIONS.values()} == set(State)
    assert {action for _, action in TRANSITIONS} == set(Action)


@given(st.sampled_from("ABCDEF"), st.integers(1, 99999))
def test_a_label_names_letter_and_number_and_never_loses_a_digit(letter: str, number: int) -> None:
    said = label(letter, number)
    assert said.startswith(f"{letter}-")
    assert int(said[2:]) == number
    assert len(said) >= 5


def test_a_text_falls_back_to_indonesian_and_then_to_whatever_there_is() -> None:
    assert said_in({"id": "Gratis", "en": "Free"}, "en") == "Free"
    assert said_in({"id": "Gratis"}, "en") == "Gratis"
    assert said_in({"su": "Haratis"}, "en") == "Haratis"
    assert said_in({}, "en") == ""
