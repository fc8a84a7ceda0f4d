"""The transition table, as people would say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.numbering import label
from app.rules.priority import HEAD_START, Priority, sort_key
from app.rules.states import TRANSITIONS, Action, State, after
from app.rules.texts import said_in


@pytest.mark.parametrize("end", [State.SERVED, State.NO_SHOW])
@pytest.mark.parametrize("action", list(Action))
def test_an_ended_ticket_stays_ended(end: State, action: Action) -> None:
    assert after(end, action) is None


def test_every_state_can_be_reached_and_every_action_has_its_place() -> None:
    assert {State.WAITING, *TRANSITIONS.values()} == set(State)
    assert {action for _, action in TRANSITIONS} == set(Action)


@given(st.sampled_from("ABCDEF"), st.integers(1, 99999))
def test_a_label_names_letter_and_number_and_never_loses_a_digit(letter: str, number: int) -> None:
    said = label(letter, number)
    assert said.startswith(f"{letter}-")
    assert int(said[2:]) == number
    assert len(said) >= 5


@given(st.datetimes(), st.datetimes(), st.sampled_from(Priority), st.sampled_from(Priority))
def test_nobody_is_overtaken_by_someone_who_came_more_than_the_head_start_later(one, other, mine, theirs) -> None:  # type: ignore[no-untyped-def]
    first, later = sorted((one, other))
    if later - first > HEAD_START and first.year > 1:
        assert sort_key(first, mine) < sort_key(later, theirs)


def test_a_text_falls_back_to_indonesian_and_then_to_whatever_there_is() -> None:
    assert said_in({"id": "Gratis", "en": "Free"}, "en") == "Free"
    assert said_in({"id": "Gratis"}, "en") == "Gratis"
    assert said_in({"su": "Haratis"}, "en") == "Haratis"
    assert said_in({}, "en") == ""
