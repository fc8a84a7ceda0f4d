"""A screen joins, falls behind, and catches up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient

from app.db import db
from app.extensions import socketio
from app.realtime import screens
from app.realtime.relay import Relay
from app.settings import ROOT
from tests.conftest import TurnableClock
from tests.people import Hall

THE_OFFICES_OWN_MACHINE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}


@pytest.fixture
def screen(app: Flask) -> SocketIOTestClient:
    """A board on the demo's own machine."""
    return _screen(app)


def _screen(app: Flask, **headers: str) -> SocketIOTestClient:
    client = app.test_client()
    client.environ_base |= THE_OFFICES_OWN_MACHINE
    return socketio.test_client(app, flask_test_client=client, headers=headers)


def watch(screen: SocketIOTestClient, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = screen.emit("watch", {"branch": "karawaci"} | asked, callback=True)
    return answer


def heard(screen: SocketIOTestClient) -> list[dict[str, Any]]:
    return [message["args"][0] for message in screen.get_received() if message["name"] == "event"]


def test_a_new_screen_takes_the_board_as_it_is(hall: Hall, screen: SocketIOTestClient) -> None:
    rina = hall.officer()
    for _ in range(3):
        hall.citizen_takes()
    rina.calls_next()
    answer = watch(screen)
    assert answer["seq"] == answer["board"]["seq"] == 5
    assert answer["board"]["waiting"] == {"A": 2}
    assert [(call["ticket"], call["counter"]) for call in answer["board"]["calls"]] == [("A-001", "3")]
    assert (answer["events"], answer["reset"]) == ([], False)


def test_a_screen_that_was_cut_off_hears_exactly_what_it_missed(hall: Hall, screen: SocketIOTestClient) -> None:
    rina = hall.officer()
    seen = watch(screen)["seq"]
    hall.citizen_takes()
    rina.calls_next()
    answer = watch(screen, since=seen)
    assert [event["kind"] for event in answer["events"]] == ["ticket.issued", "ticket.called"]
    assert [event["seq"] for event in answer["events"]] == [seen + 1, seen + 2]
    assert answer["reset"] is False


def test_who_looks_all_the_time_sees_at_once_what_another_process_changes(
    app: Flask, hall: Hall, screen: SocketIOTestClient
) -> None:
    kiosk = app.test_client()
    kiosk.environ_base |= THE_OFFICES_OWN_MACHINE
    seen = watch(screen)["seq"]
    with another_process(app, f"show_message({hall.branch_id}, {{'id': 'Silakan keluar.'}})"):
        while (told := watch(screen))["seq"] == seen:
            assert told["board"]["message"] is None
            db.session.rollback()  # each question is a request of its own
        assert told["board"]["message"] == {"id": "Silakan keluar."}
    with another_process(app, f"suspend_office({hall.branch_id}, 'Listrik padam')"):
        while watch(screen)["seq"] == told["seq"]:
            assert "Listrik padam" not in kiosk.get("/kiosk/karawaci").text
            db.session.rollback()
        assert "Listrik padam" in kiosk.get("/kiosk/karawaci").text


@contextmanager
def another_process(of: Flask, verb: str) -> Iterator[None]:
    """Another server of the same city does something: it shares the database, and nothing in memory."""
    settings = of.config["SETTINGS"]
    ready = (
        "from app import create_app\nfrom app.queueing.messaging import *\nfrom app.queueing.offering import *\n"
        "create_app().app_context().push()\n"
    )
    environ = os.environ | {"DATABASE_URL": settings.database_url, "GILIRAN_DATA_DIR": str(settings.data_dir)}
    with subprocess.Popen([sys.executable, "-c", ready + verb], cwd=ROOT, env=environ) as other:
        yield
    assert other.returncode == 0


def test_what_happens_while_a_screen_is_let_in_is_in_its_answer(
    app: Flask, hall: Hall, screen: SocketIOTestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in = screens.join_room

    def a_citizen_takes_a_number() -> None:
        with app.app_context():
            hall.citizen_takes()

    def slowly(room: str) -> None:
        # Told to those in the room, of whom this screen is none yet.
        other = threading.Thread(target=a_citizen_takes_a_number)
        other.start()
        other.join()
        let_in(room)

    monkeypatch.setattr(screens, "join_room", slowly)
    assert watch(screen)["board"]["waiting"] == {"A": 1}


def test_a_screen_left_on_over_night_starts_over_from_the_board(
    hall: Hall, screen: SocketIOTestClient, time: TurnableClock
) -> None:
    hall.citizen_takes()
    time.passes(days=1)
    hall.citizen_takes()
    answer = watch(screen, since=0)
    assert (answer["events"], answer["reset"]) == ([], True)
    assert answer["board"]["waiting"] == {"A": 1}


def test_a_screen_ahead_of_a_restored_office_starts_over(hall: Hall, screen: SocketIOTestClient) -> None:
    hall.citizen_takes()
    answer = watch(screen, since=4711)
    assert (answer["seq"], answer["events"], answer["reset"]) == (1, [], True)


def test_a_screen_too_far_behind_starts_over(hall: Hall, screen: SocketIOTestClient, monkeypatch: Any) -> None:
    monkeypatch.setattr("app.queueing.reading.CATCH_UP_MOST", 3)
    for _ in range(4):
        hall.citizen_takes()
    assert watch(screen, since=0)["reset"] is True
    assert len(watch(screen, since=1)["events"]) == 3


def test_news_are_pushed_in_order_and_once(app: Flask, hall: Hall, screen: SocketIOTestClient) -> None:
    relay = Relay(app, socketio)
    relay.push_news()
    watch(screen)
    rina = hall.officer()
    for _ in range(2):
        hall.citizen_takes()
    rina.serves_next()
    relay.push_news()
    relay.push_news()
    assert heard(screen) == hall.events()


def test_an_office_hears_only_its_own_news(app: Flask, hall: Hall, screen: SocketIOTestClient) -> None:
    relay = Relay(app, socketio)
    relay.push_news()
    hall.citizen_takes()
    relay.push_news()
    assert heard(screen) == []  # it watches nobody yet


@pytest.mark.parametrize("nonsense", [None, [], 7, "karawaci", {}, {"branch": "nowhere"}, {"branch": None}])
def test_nonsense_is_refused_in_words(app: Flask, hall: Hall, screen: SocketIOTestClient, nonsense: Any) -> None:
    answer = screen.emit("watch", nonsense, callback=True)
    assert set(answer) == {"error", "message"}


@pytest.mark.parametrize("since", ["1", 1.5, True, None, [1]])
def test_a_since_that_is_no_number_is_a_new_screen(hall: Hall, screen: SocketIOTestClient, since: Any) -> None:
    hall.citizen_takes()
    assert watch(screen, since=since)["events"] == []


def test_a_stranger_on_the_network_sees_nothing(app: Flask, hall: Hall) -> None:
    stranger = _screen(app, **{"X-Forwarded-For": "203.0.113.7"})
    assert watch(stranger)["error"] == "not-yours"


def test_a_phone_follows_by_its_ticket(app: Flask, hall: Hall) -> None:
    token = hall.citizen_takes().token
    phone = _screen(app, **{"X-Forwarded-For": "203.0.113.7"})
    assert watch(phone, token=token)["seq"] == 1
    assert watch(phone, token="made-up")["error"] == "no-such-ticket"
