"""An office's colour is refused when words in it could not be read, and is readable everywhere otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.contrast import DARK, ENOUGH, LIGHT, contrast, faults, on_dark, on_light
from app.rules.faults import Wrong

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0f766e", "#ffffff", 5.47)],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@given(colours)
def test_a_colour_that_is_taken_can_be_read_on_every_screen(colour: str) -> None:
    if faults(colour):
        return
    for look, ground in ((on_light(colour), LIGHT), (on_dark(colour), DARK)):
        for behind in (ground, look.soft, look.on_primary):
            assert contrast(look.primary, behind) >= ENOUGH


@pytest.mark.parametrize("colour", ["#ffff00", "#7dd3fc", "#ffffff", "#888888"])
def test_a_pale_colour_is_refused(colour: str) -> None:
    assert faults(colour)["accent"].wrong is Wrong.TOO_PALE


@pytest.mark.parametrize("colour", ["red", "#fff", "#0f766e;}", "url(x)", ""])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    assert faults(colour)["accent"].wrong is Wrong.NO_COLOUR
