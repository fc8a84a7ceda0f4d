"""What is told of people in front of Chromium, told again of people in front of Firefox, word for word."""

from __future__ import annotations

import pytest

from tests.browser.test_kiosk_away import (
    test_a_screen_left_alone_says_so_and_is_itself_again,
    test_a_touch_while_the_server_starts_anew_gives_its_number,
)
from tests.browser.test_kiosk_everyone import test_a_number_is_taken_by_keypad_alone
from tests.crowd import SOAK

if SOAK:  # it waits for its voice
    from tests.browser.test_main_job import test_a_board_that_was_cut_off_catches_up_by_itself  # noqa: F401

pytestmark = pytest.mark.browser

__all__ = [
    "test_a_number_is_taken_by_keypad_alone",
    "test_a_screen_left_alone_says_so_and_is_itself_again",
    "test_a_touch_while_the_server_starts_anew_gives_its_number",
]
