"""What is wrong with a setting before it is kept, without words: those are in app.errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Wrong(StrEnum):
    """What can be wrong with a setting."""

    OUT_OF_BOUNDS = "out_of_bounds"
    NOT_KNOWN = "not_known"
    NO_SPANS = "no_spans"
    ENDS_BEFORE = "ends_before"
    OVERLAP = "overlap"
    NEVER_OPEN = "never_open"
    OTHER_DAY_THERE = "other_day_there"
    ENDS_TODAY = "ends_today"
    DAY_OVER = "day_over"
    DAY_TOO_FAR = "day_too_far"
    DAY_TAKEN = "day_taken"
    NO_NAME = "no_name"
    BOARD_NO_NAME = "board_no_name"
    NOT_ONE_COUNTER = "not_one_counter"
    TEXT_TOO_LONG = "text_too_long"
    CODE_UNUSABLE = "code_unusable"
    CODE_TAKEN = "code_taken"
    VOICES_UNUSABLE = "voices_unusable"
    GOES_TO_ITSELF = "goes_to_itself"
    TWICE = "twice"
    TOO_MANY_STEPS = "too_many_steps"
    NO_LETTER = "no_letter"
    NOT_SERVED_HERE = "not_served_here"
    SERVED_ALREADY = "served_already"
    TOO_MANY_REASONS = "too_many_reasons"
    REASON_TOO_LONG = "reason_too_long"
    SLIP_UNKNOWN = "slip_unknown"
    SLIP_NOT_CLOSED = "slip_not_closed"
    SLIP_NOT_ALONE = "slip_not_alone"
    SLIP_TWICE = "slip_twice"
    SLIP_NO_NUMBER = "slip_no_number"
    SLIP_LINE_TOO_LONG = "slip_line_too_long"
    SLIP_TOO_MANY_LINES = "slip_too_many_lines"
    SLIP_NO_ADDRESS = "slip_no_address"
    NO_PICTURE = "no_picture"
    LOGO_TOO_LARGE = "logo_too_large"
    LOGO_TOO_MANY_DOTS = "logo_too_many_dots"
    LOGO_EMPTY = "logo_empty"
    NO_COLOUR = "no_colour"
    TOO_PALE = "too_pale"
    NO_SUCH_MODEL = "no_such_model"
    MODEL_TOO_NARROW = "model_too_narrow"
    NO_RECORDING = "no_recording"
    RECORDING_TOO_LONG = "recording_too_long"
    RECORDING_SILENT = "recording_silent"
    NO_MEDIUM = "no_medium"
    MEDIUM_TOO_LARGE = "medium_too_large"
    MEDIUM_THERE = "medium_there"
    TOO_MANY_MEDIA = "too_many_media"
    NOT_SEEN = "not_seen"
    PIN_UNUSABLE = "pin_unusable"
    PIN_TOO_EASY = "pin_too_easy"
    NEED_NO_NAME = "need_no_name"
    NEED_NO_SERVICE = "need_no_service"
    NEED_NO_ICON = "need_no_icon"
    PICTURE_NOT_CHOSEN = "picture_not_chosen"
    TOO_MANY_NEEDS = "too_many_needs"
    TOO_LONG = "too_long"
    TOO_MANY_ITEMS = "too_many_items"
    NAME_NEEDED = "name_needed"
    COUNTER_NUMBER = "counter_number"
    COUNTER_THERE = "counter_there"
    COUNTER_RETIRED = "counter_retired"
    TOO_MANY = "too_many"
    SERVICE_CODE = "service_code"
    SERVICE_THERE = "service_there"
    LETTER_UNUSABLE = "letter_unusable"
    LETTER_THERE = "letter_there"
    OFFICE_NO_NAME = "office_no_name"
    OFFICE_CODE = "office_code"
    FROM_CATALOGUE = "from_catalogue"
    OFFICE_THERE = "office_there"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    SEASON_TOO_LONG = "season_too_long"
    SEASON_THERE = "season_there"
    NO_TABLE = "no_table"
    TABLE_EMPTY = "table_empty"
    TABLE_TOO_LARGE = "table_too_large"
    TABLE_FORMULA = "table_formula"
    TABLE_DATE = "table_date"
    TABLE_NO_COLUMNS = "table_no_columns"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_NO_NAME = "column_no_name"
    COLUMN_TWICE = "column_twice"
    ROW_TWICE = "row_twice"
    ROW_NO_KEY = "row_no_key"
    CELL_EMPTY = "cell_empty"
    NOT_YES_OR_NO = "not_yes_or_no"
    ROLE_UNKNOWN = "role_unknown"
    NO_ROLE_LEFT = "no_role_left"
    NEW_AND_STOPPED = "new_and_stopped"
    PERSON_NO_NAME = "person_no_name"
    PERSON_TAKEN = "person_taken"
    PERSON_NO_ROLE = "person_no_role"
    PERSON_BEYOND_REACH = "person_beyond_reach"
    PERSON_RAISES_ONESELF = "person_raises_oneself"
    PERSON_OWN_LAST = "person_own_last"
    PERSON_LAST_ADMIN = "person_last_admin"
    PERSON_ONESELF = "person_oneself"
    PERSON_CHANGED_MEANWHILE = "person_changed_meanwhile"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, with what its words name."""

    wrong: Wrong
    facts: Mapping[str, str] = field(default_factory=dict)


Faults = dict[str, Fault]
"""What is wrong, by the name of the setting; empty when all is well."""


class Unusable(ValueError):
    """One value means nothing as a setting."""

    def __init__(self, wrong: Wrong, **facts: str) -> None:
        super().__init__(wrong.value)
        self.fault = Fault(wrong, facts)


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest value of a setting, both allowed."""

    low: int
    high: int

    def hold(self, number: int) -> bool:
        """Whether a number lies within."""
        return self.low <= number <= self.high

    @property
    def fault(self) -> Fault:
        """What is said to a value outside."""
        return Fault(Wrong.OUT_OF_BOUNDS, {"low": str(self.low), "high": str(self.high)})


def out_of_bounds(values: Mapping[str, object], bounds: Mapping[str, Bounds]) -> Faults:
    """The settings that lie outside their bounds, or are no whole numbers."""
    within = {name for name, each in bounds.items() if isinstance(number := values[name], int) and each.hold(number)}
    return {name: each.fault for name, each in bounds.items() if name not in within}
