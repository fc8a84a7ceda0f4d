"""How times of day are written: with a point by Indonesian, Sundanese and Javanese, with a colon by English."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.clock_words import at_office, said_spans, with_zone
from app.language import speaking
from app.rules.schedule import stored_spans, typed_spans
from app.rules.texts import LANGUAGES

MOMENT = datetime(2026, 11, 22, 23, 24, tzinfo=UTC)


@pytest.mark.parametrize(("language", "said"), [("id", "06.24"), ("su", "06.24"), ("jv", "06.24"), ("en", "06:24")])
def test_the_hall_reads_the_time_as_its_language_writes_it(app: Flask, language: str, said: str) -> None:
    with speaking(language):
        assert at_office(MOMENT, "Asia/Jakarta") == said
        assert with_zone(MOMENT, "Asia/Jakarta", "dd/MM/y HH:mm") == f"23/11/2026 {said} WIB"


def test_seconds_are_written_alike(app: Flask) -> None:
    assert at_office(MOMENT, "Asia/Jayapura", "HH:mm:ss") == "08.24.00"


@pytest.mark.parametrize(
    ("zone", "name"), [("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"), ("Asia/Kolkata", "IST")]
)
def test_a_zone_is_called_what_people_call_it(app: Flask, zone: str, name: str) -> None:
    assert with_zone(MOMENT, zone, "HH:mm").endswith(f" {name}")


@given(
    language=st.sampled_from(list(LANGUAGES)),
    times=st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)), max_size=6, unique=True),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hours_as_they_are_shown_can_be_typed_again(app: Flask, language: str, times: list[time]) -> None:
    kept = stored_spans(list(zip(sorted(times)[::2], sorted(times)[1::2], strict=False)))
    with speaking(language):
        assert stored_spans(typed_spans(said_spans(kept))) == kept
