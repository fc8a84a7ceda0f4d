"""What is told of people in front of Chromium, told again of people in front of Firefox, word for word."""

from __future__ import annotations

import pytest

from tests.browser.test_desk import (
    test_a_server_that_starts_again_finds_the_desk_as_it_was,
    test_call_again_start_and_finish,
    test_the_keys_are_shown_and_every_one_of_them_is_told,
)
from tests.browser.test_kiosk_away import test_a_touch_while_the_server_starts_anew_gives_its_number
from tests.browser.test_kiosk_everyone import test_a_number_is_taken_by_keypad_alone
from tests.browser.test_kiosk_guide import test_a_blind_citizen_takes_a_number_by_ear_and_keypad
from tests.browser.test_main_job import test_a_board_that_was_cut_off_catches_up_by_itself

pytestmark = pytest.mark.browser

__all__ = [
    "test_a_blind_citizen_takes_a_number_by_ear_and_keypad",
    "test_a_board_that_was_cut_off_catches_up_by_itself",
    "test_a_number_is_taken_by_keypad_alone",
    "test_a_server_that_starts_again_finds_the_desk_as_it_was",
    "test_a_touch_while_the_server_starts_anew_gives_its_number",
    "test_call_again_start_and_finish",
    "test_the_keys_are_shown_and_every_one_of_them_is_told",
]
