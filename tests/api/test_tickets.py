"""What a program can do with tickets, and what it is told when it cannot."""

from __future__ import annotations

import pytest

from app.queueing import offering
from tests.api.conftest import Program
from tests.conftest import TurnableClock
from tests.people import Hall


def open_counter(program: Program, number: str = "3") -> None:
    assert program.posts(f"/branches/karawaci/counters/{number}/open").status_code == 200


def call_next(program: Program, number: str = "3") -> dict[str, object]:
    answer = program.posts(f"/branches/karawaci/counters/{number}/call-next")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def test_a_number_taken_by_a_program_is_whole(program: Program, time: TurnableClock) -> None:
    ticket = program.takes("A-KTPR", priority="elderly")
    assert ticket["number"] == "A-001"
    assert (ticket["state"], ticket["service"], ticket["ahead"]) == ("waiting", "A-KTPR", 0)
    assert ticket["issued_at"] == "2026-11-23T08:15:00.000+07:00"
    assert ticket["estimate_range"]["low"] <= ticket["estimate_minutes"] <= ticket["estimate_range"]["high"]
    assert len(ticket["token"]) >= 20


def test_a_program_is_promised_no_time_while_nobody_is_called(program: Program, hall: Hall) -> None:
    early = program.takes("A-KTPR")
    offering.suspend_office(hall.branch_id, "listrik padam")
    meanwhile, asked = program.takes("A-KTPR"), program.gets(f"/tickets/{early['id']}").json
    for ticket in (meanwhile, asked):
        assert (ticket["estimate_minutes"], ticket["estimate_range"]) == (None, None)
    assert meanwhile["ahead"] == 1


def test_the_same_key_gives_the_same_number_for_a_day_and_then_a_new_one(program: Program, time: TurnableClock) -> None:
    path = "/branches/karawaci/tickets"
    first = program.posts(path, "order-1", service="A-KTPR")
    time.passes(hours=9)
    again = program.posts(path, "order-1", service="A-KTPR")
    assert (again.status_code, again.json["id"]) == (201, first.json["id"])
    time.passes(hours=16)
    assert program.posts(path, "order-1", service="A-KTPR").json["id"] != first.json["id"]


def test_a_key_used_for_something_else_is_refused(program: Program) -> None:
    path = "/branches/karawaci/tickets"
    program.posts(path, "order-1", service="A-KTPR")
    refused = program.posts(path, "order-1", service="B-SKTM")
    assert (refused.status_code, refused.json["code"]) == (422, "key-used-otherwise")


def test_a_ticket_goes_its_whole_way_and_every_step_is_in_the_history(program: Program, hall: Hall) -> None:
    taken = program.takes()
    open_counter(program)
    called = call_next(program)
    assert (called["id"], called["state"], called["counter"]) == (taken["id"], "called", "3")
    for verb, state in [
        ("recall", "called"), ("reprint", "called"),
        ("start", "serving"), ("hold", "held"), ("resume", "serving"), ("finish", "served"),
    ]:  # fmt: skip
        answer = program.posts(f"/tickets/{taken['id']}/{verb}")
        assert (answer.status_code, answer.json["state"]) == (200, state), answer.text
    kinds = [event["kind"] for event in hall.events() if event["kind"].startswith("ticket.")]
    assert kinds == [
        f"ticket.{kind}"
        for kind in ("issued", "called", "recalled", "reprinted", "started", "held", "resumed", "finished")
    ]


def test_nobody_waiting_is_no_content_and_a_busy_counter_says_with_whom(program: Program) -> None:
    open_counter(program)
    assert program.posts("/branches/karawaci/counters/3/call-next").status_code == 204
    taken = program.takes()
    call_next(program)
    busy = program.posts("/branches/karawaci/counters/3/call-next")
    assert (busy.status_code, busy.json["code"]) == (409, "counter-busy")
    assert busy.json["ticket"] == {"id": taken["id"], "number": "A-001"}
    assert busy.content_type == "application/problem+json"
    assert set(busy.json) >= {"type", "title", "status", "detail"}


@pytest.mark.parametrize("verb", ["recall", "start", "finish", "no-show", "hold", "resume", "return", "undo"])
def test_a_verb_in_the_wrong_state_is_a_conflict_and_changes_nothing(program: Program, hall: Hall, verb: str) -> None:
    taken = program.takes()
    before = hall.events()
    answer = program.posts(f"/tickets/{taken['id']}/{verb}")
    assert answer.status_code == 409, answer.text
    assert hall.events() == before


def test_a_citizen_is_sent_on_with_the_same_number_and_the_wait_behind_them(program: Program) -> None:
    taken = program.takes()
    sent = program.posts(f"/tickets/{taken['id']}/transfer", service="B-SKTM").json
    assert (sent["number"], sent["queue"], sent["service"], sent["state"]) == ("A-001", "B", "B-SKTM", "waiting")
    to_counter = program.posts(f"/tickets/{taken['id']}/transfer", counter="5").json
    assert to_counter["state"] == "waiting"
    open_counter(program, "3")
    assert program.posts("/branches/karawaci/counters/3/call-next").status_code == 204
    open_counter(program, "5")
    assert call_next(program, "5")["id"] == taken["id"]


def test_returning_goes_where_it_is_told(program: Program) -> None:
    open_counter(program)
    tickets = [program.takes() for _ in range(4)]
    called = call_next(program)
    back = program.posts(f"/tickets/{called['id']}/return", to="after", n=2)
    assert back.json["ahead"] == 2
    order = []
    for _ in tickets:
        order.append(call_next(program)["number"])
        program.posts(f"/tickets/{call_id(program)}/no-show")
    assert order == ["A-002", "A-003", "A-001", "A-004"]


def call_id(program: Program) -> int:
    counters = program.gets("/branches/karawaci/counters").json["items"]
    return next(each["ticket_id"] for each in counters if each["number"] == "3")


def test_a_list_is_read_page_by_page(program: Program) -> None:
    for _ in range(5):
        program.takes()
    seen, cursor = [], None
    while True:
        page = program.gets(
            "/branches/karawaci/tickets", state="waiting", limit=2, **({"cursor": cursor} if cursor else {})
        )
        seen += [item["number"] for item in page.json["items"]]
        cursor = page.json["next"]
        if cursor is None:
            break
    assert seen == [f"A-00{number}" for number in range(1, 6)]


def test_a_program_can_ask_why_somebody_stands_where_they_stand(program: Program) -> None:
    program.takes()
    elderly = program.takes(priority="elderly")
    assert "30" in program.gets(f"/tickets/{elderly['id']}/why").json["why"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/branches/karawaci/tickets", {}, "service"),
        ("/branches/karawaci/tickets", {"service": "A-KTPR", "colour": "red"}, "colour"),
        ("/branches/karawaci/tickets", {"service": "A-KTPR", "priority": "vip"}, "priority"),
        ("/branches/karawaci/tickets", {"service": "x" * 5000}, "service"),
        ("/tickets/1/return", {"to": "after", "n": 10**9}, "n"),
        ("/branches/karawaci/suspend", {}, "reason"),
    ],
)
def test_bad_input_names_the_field(program: Program, path: str, body: dict[str, object], field: str) -> None:
    program.takes()
    answer = program.posts(path, **body)
    assert answer.status_code == 422
    assert field in answer.json["detail"]


def test_broken_json_and_bad_cursors_are_refused_in_words(program: Program) -> None:
    broken = program.client.post(
        "/api/v1/branches/karawaci/tickets",
        data="{not json",
        headers=program.headers | {"Content-Type": "application/json"},
    )
    assert (broken.status_code, broken.content_type) == (400, "application/problem+json")
    assert program.gets("/branches/karawaci/tickets", cursor="%%%").status_code == 400
    assert program.gets("/branches/karawaci/tickets", cursor="LTE").status_code == 400
    assert program.gets("/branches/nowhere").status_code == 404
    assert program.gets("/nowhere").json["status"] == 404
