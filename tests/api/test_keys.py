"""Who may use the API: keys, their offices, their rate."""

from __future__ import annotations

from flask import Flask

from app import api_keys
from app.db import db, transaction
from app.models import ApiKey, Branch, Event
from tests.api.conftest import Program
from tests.conftest import TurnableClock
from tests.people import Hall


def test_without_a_key_or_with_a_wrong_one_nothing_is_told(app: Flask) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
        answer = app.test_client().get("/api/v1/branches", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.content_type == "application/problem+json"


def test_a_key_is_kept_as_a_digest_alone(app: Flask) -> None:
    key = api_keys.create("dashboard")
    kept = db.session.query(ApiKey).one()
    assert key not in (kept.digest, kept.name)
    assert len(kept.digest) == 64


def test_a_key_of_one_office_does_not_reach_another(app: Flask, hall: Hall) -> None:
    with transaction() as session:
        session.add(Branch(code="cibodas", name="Kecamatan Cibodas"))
    city, cibodas = Program(app, api_keys.create("city")), Program(app, api_keys.create("cibodas", "cibodas"))
    ticket = city.takes()
    assert [each["code"] for each in cibodas.gets("/branches").json["items"]] == ["cibodas"]
    for answer in (
        cibodas.gets("/branches/karawaci"),
        cibodas.posts("/branches/karawaci/tickets", service="A-KTPR"),
        cibodas.gets(f"/tickets/{ticket['id']}"),
        cibodas.posts(f"/tickets/{ticket['id']}/cancel"),
    ):
        assert answer.status_code == 403
    assert hall.waiting() == {"A": 1}


def test_a_revoked_key_is_refused(app: Flask, program: Program) -> None:
    with transaction() as session:
        row = session.query(ApiKey).one()
        row.revoked_at = row.created_at
    assert program.gets("/branches").status_code == 401


def test_two_programs_may_use_the_same_idempotency_key(app: Flask) -> None:
    one, other = Program(app, api_keys.create("one")), Program(app, api_keys.create("other"))
    path = "/branches/karawaci/tickets"
    assert one.posts(path, "k", service="A-KTPR").json["id"] != other.posts(path, "k", service="A-KTPR").json["id"]


def test_the_history_knows_which_key_it_was(app: Flask, program: Program) -> None:
    program.takes()
    assert '"api_key_id":' in db.session.query(Event).one().facts


def test_too_often_is_told_when_to_come_back(app: Flask) -> None:
    app.config["KEY_RATE"] = "3 per minute"
    program = Program(app, api_keys.create("eager"))
    answers = [program.gets("/branches") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].content_type == "application/problem+json"


def test_an_address_cannot_ask_more_by_showing_more_keys(app: Flask) -> None:
    app.config["ADDRESS_RATE"] = "3 per minute"
    programs = [Program(app, api_keys.create(name)) for name in ("one", "two")]
    answers = [program.gets("/branches").status_code for program in programs * 2]
    assert answers == [200, 200, 200, 429]


def test_the_openapi_document_describes_every_path(app: Flask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/branches/{branch}/counters/{counter}/call-next" in document["paths"]
    assert len(document["paths"]) >= 30


def test_a_key_that_only_reads_changes_nothing(app: Flask, hall: Hall) -> None:
    reader = Program(app, api_keys.create("board of the city", may_act=False))
    assert reader.gets("/branches").status_code == 200
    answer = reader.posts("/branches/karawaci/tickets", "k", service="A-KTPR")
    assert (answer.status_code, answer.json["type"]) == (403, "urn:giliran:only-reads")
    assert hall.waiting() == {}


def test_a_key_opens_nothing_after_its_last_day(app: Flask, time: TurnableClock) -> None:
    program = Program(app, api_keys.create("a month's try", days=30))
    time.passes(days=29, hours=23)
    assert program.gets("/branches").status_code == 200
    time.passes(hours=2)
    assert program.gets("/branches").status_code == 401
