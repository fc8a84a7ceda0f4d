"""The form of a week: the hours of each day, as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.admin.rules.fields import RuleForm, Spans
from app.admin.rules.names import NAMES
from app.rules.schedule import WEEKDAYS, Span


class WeekForm(RuleForm):
    """Seven days from Monday on; one left empty is a day off."""

    monday = Spans(NAMES["monday"])
    tuesday = Spans(NAMES["tuesday"])
    wednesday = Spans(NAMES["wednesday"])
    thursday = Spans(NAMES["thursday"])
    friday = Spans(NAMES["friday"])
    saturday = Spans(NAMES["saturday"])
    sunday = Spans(NAMES["sunday"])

    @property
    def week(self) -> list[Spans]:
        """Its fields."""
        return [self[name] for name in WEEKDAYS]

    @property
    def weekly(self) -> dict[int, tuple[Span, ...]]:
        """By weekday (0 is Monday) the hours that were typed, once they could be read."""
        return {day: field.spans for day, field in enumerate(self.week)}


def as_typed(weekly: Mapping[int, Sequence[Span]]) -> dict[str, Sequence[Span]]:
    """A week as the form takes it."""
    return {name: weekly.get(day, ()) for day, name in enumerate(WEEKDAYS)}
