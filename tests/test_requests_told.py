"""What machines are told of a server: its log, its metrics, whether it is ready."""

from __future__ import annotations

import json
import logging
import time as clock
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from app.db import transaction
from app.queueing import reading
from app.request_log import BY_TRUSTED_PROXY, set_up_log
from tests.browser_of import Browser
from tests.people import Hall
from tests.server import serving


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO):
        yield caplog


def test_a_request_is_one_line_without_what_opens_something(
    app: Flask, hall: Hall, lines: pytest.LogCaptureFixture
) -> None:
    ticket = hall.citizen_takes()
    Browser(app).get(f"/t/{ticket.token}?lang=en&secret=1")
    (line,) = [record.getMessage() for record in lines.records if record.name == "request"]
    assert line.startswith("GET /t/*** 200 in ")


def test_an_address_that_leads_nowhere_says_only_where_it_was_to_lead(
    app: Flask, hall: Hall, lines: pytest.LogCaptureFixture
) -> None:
    ticket = hall.citizen_takes()
    Browser(app).get(f"/t/{ticket.token}/nowhere%0Aelse", 404)
    assert ticket.token not in lines.text and "GET /t 404" in lines.text


def test_who_is_refused_gets_a_number_that_stands_in_the_log(app: Flask, hall: Hall) -> None:
    client = app.test_client()
    answer = client.get("/nowhere", base_url="http://127.0.0.1:8000")
    number = answer.headers["X-Request-ID"]
    assert len(number) == 12 and f"nomor {number}" in answer.get_data(as_text=True)
    problem = client.get("/api/v1/nowhere", base_url="http://127.0.0.1:8000")
    assert problem.json and problem.json["instance"] == f"urn:giliran:request:{problem.headers['X-Request-ID']}"


def test_a_number_is_taken_over_from_a_trusted_proxy_alone(app: Flask, hall: Hall) -> None:
    client, mine = app.test_client(), {"X-Request-ID": "proxy-0001"}
    assert client.get("/healthz", headers=mine).headers["X-Request-ID"] != "proxy-0001"
    trusted = client.get("/healthz", headers=mine, environ_overrides={BY_TRUSTED_PROXY: True})
    assert trusted.headers["X-Request-ID"] == "proxy-0001"
    evil = client.get("/healthz", headers={"X-Request-ID": "a b\tc<>"}, environ_overrides={BY_TRUSTED_PROXY: True})
    assert "<" not in evil.headers["X-Request-ID"]


def test_the_log_of_a_real_server_is_json_a_line(tmp_path: Path) -> None:
    with serving(tmp_path / "v", GILIRAN_LOG="json") as server:
        with urlopen(f"{server.url}/") as answer:
            number = answer.headers["X-Request-ID"]
        urlopen(f"{server.url}/metrics").read()
        clock.sleep(0.2)
        said = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    (mine,) = [each for each in said if each["request_id"] == number]
    assert (mine["method"], mine["path"], mine["status"], mine["of"]) == ("GET", "/", 200, "request")
    assert mine["ms"] > 0 and mine["level"] == "INFO"


def test_a_failure_is_logged_with_its_requests_number(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]
    try:
        set_up_log("text")
        app.add_url_rule("/fails", "fails", lambda: 1 / 0)
        answer = app.test_client().get("/fails", base_url="http://127.0.0.1:8000")
        assert answer.status_code == 500
        assert f"[{answer.headers['X-Request-ID']}]: unexpected failure" in capsys.readouterr().err
    finally:
        root.handlers[:] = handlers


def metrics_of(page: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(label for _name, label in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_prometheus_counts_the_hall(app: Flask, hall: Hall) -> None:
    rina = hall.officer()
    for _citizen in range(3):
        hall.citizen_takes()
    rina.calls_next()
    found = metrics_of(Browser(app).get("/metrics"))
    assert found["giliran_waiting", "A", "karawaci"] == 2
    assert found["giliran_tickets_today", "karawaci", "called"] == 1
    assert found["giliran_issued_today", "karawaci"] == 3
    assert found["giliran_spool", "karawaci", "queued"] == 3
    assert found["giliran_printers", "karawaci", "unknown"] == 1
    assert found["giliran_events", "karawaci"] == reading.last_seq(hall.branch_id)
    assert found["giliran_workers_alive",] == 1
    again = metrics_of(Browser(app).get("/metrics"))
    assert again["giliran_request_seconds_count", "2xx", "metrics"] >= 1
    assert again["giliran_request_seconds_bucket", "+Inf", "2xx", "metrics"] >= 1


def test_metrics_are_for_this_machine_or_who_has_the_token(app: Flask, hall: Hall) -> None:
    Browser(app, address="192.168.1.9").get("/metrics", 403)
    Browser(app, X_Forwarded_For="192.168.1.9").get("/metrics", 403)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], metrics_token="a-token-of-the-operator")
    far = Browser(app, address="192.168.1.9")
    far.get("/metrics", 401)
    far.get("/metrics", 401, Authorization="Bearer another-token")
    assert "giliran_info" in far.get("/metrics", Authorization="Bearer a-token-of-the-operator")


def test_another_versions_schema_is_not_ready(app: Flask, hall: Hall) -> None:
    assert '"schema":true' in Browser(app).get("/readyz")
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert '"schema":false' in Browser(app).get("/readyz", 503)


def test_metrics_tell_no_names(app: Flask, hall: Hall) -> None:
    hall.officer("Rina Kartika")
    assert "Rina" not in Browser(app).get("/metrics")
