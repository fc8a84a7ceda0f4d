"""An estimate is a range, grows with the line, shrinks with counters, and learns."""

from __future__ import annotations

from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.estimate import Learned, estimate, together

SECONDS = st.lists(st.floats(1, 7200), min_size=1, max_size=40)


def seen(seconds: list[float]) -> Learned:
    known = Learned()
    for each in seconds:
        known = known.with_one_more(each)
    return known


@given(SECONDS)
def test_what_is_learned_is_mean_and_spread(seconds: list[float]) -> None:
    known = seen(seconds)
    assert known.mean == pytest.approx(fmean(seconds))
    assert known.squares / known.count == pytest.approx(pvariance(seconds), abs=1e-3)


@given(SECONDS, st.floats(1, 7200))
def test_what_is_taken_back_was_never_learned(seconds: list[float], one: float) -> None:
    known = seen(seconds)
    again = known.with_one_more(one).without_one(one)
    assert again.count == known.count
    assert again.mean == pytest.approx(known.mean)
    assert again.squares == pytest.approx(known.squares, rel=1e-6, abs=1e-3)
    assert again.squares >= 0


@given(st.floats(1, 7200))
def test_the_only_one_taken_back_leaves_nothing(one: float) -> None:
    assert Learned().with_one_more(one).without_one(one) == Learned()


@given(SECONDS, SECONDS)
def test_services_learned_apart_are_as_if_learned_together(some: list[float], others: list[float]) -> None:
    both = together([seen(some), seen(others)])
    assert both.mean == pytest.approx(seen(some + others).mean)
    assert both.squares == pytest.approx(seen(some + others).squares, rel=1e-6, abs=1e-3)


@given(st.integers(0, 200), st.integers(0, 8), SECONDS)
def test_the_likely_time_lies_in_the_range_and_more_people_never_make_it_shorter(
    ahead: int, counters: int, seconds: list[float]
) -> None:
    known = seen(seconds)
    now, later = estimate(ahead, counters, known), estimate(ahead + 1, counters, known)
    assert 0 <= now.low <= now.minutes <= now.high
    assert later.minutes >= now.minutes
    assert estimate(ahead, counters + 1, known).minutes <= now.minutes


def test_an_office_that_learned_says_what_it_learned() -> None:
    known = seen([120.0] * 200)
    assert estimate(10, 2, known).minutes == pytest.approx(10.5, abs=1)
