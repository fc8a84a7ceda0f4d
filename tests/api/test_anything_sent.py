"""Whatever a program sends, it is answered in words: never a failure of ours, never what the document does not say."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.api.conftest import Program

EXAMPLES = 1000 if os.environ.get("GILIRAN_SOAK") else 25
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
REAL = {"branch": "karawaci", "counter": "3", "service": "A-KTPR", "ticket": 1}


@pytest.fixture
def busy(app: Flask, program: Program) -> Program:
    """A program at a hall in which something is going on, without a limit to how often it may ask."""
    app.config["KEY_RATE"] = app.config["ADDRESS_RATE"] = "1000000 per minute"
    for _ in range(3):
        program.takes()
    program.posts("/branches/karawaci/counters/3/open")
    program.posts("/branches/karawaci/counters/3/call-next")
    return program


def operations(app: Flask) -> Iterator[APIOperation]:
    """Every path and method of our own OpenAPI document."""
    for found in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app).get_all_operations():
        yield found.ok()


def test_nothing_a_program_sends_makes_us_fail(app: Flask, busy: Program) -> None:
    for operation in operations(app):
        anything = operation.as_strategy()

        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=anything, on_a_real_path=st.booleans())
        def send(case: schemathesis.Case, on_a_real_path: bool) -> None:
            if on_a_real_path:
                known = {name: REAL[name] for name in case.path_parameters if name in REAL}
                case.path_parameters = {**case.path_parameters, **known}
            case.call_and_validate(headers=busy.headers, checks=CHECKS)

        send()
