"""Whoever may not watch an office any more leaves its room at once: no role, no session, or a device sent away."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import Context
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import requests
from flask import Flask
from flask_socketio import SocketIOTestClient
from websocket import WebSocket, WebSocketTimeoutException, create_connection

from app.devices import pairing
from app.extensions import socketio
from app.models import DeviceKind, Role
from app.people import managing
from app.queueing import reading
from app.realtime.screens import look_at_screens
from app.rules.authority import Held
from tests.browser_of import TOKEN, Browser
from tests.conftest import TurnableClock
from tests.databases import PostgresServer
from tests.people import Hall
from tests.server import RealServer, serving
from tests.staff.conftest import cibodas

__all__ = ["cibodas"]

FAR = "antrean.example"
SENT_AWAY = "41"
"""How Socket.IO says that it has disconnected somebody."""
PATIENCE = 10.0
AT_ONCE = 2.0
"""Seconds: a look a second where no bell rings between processes, and the time of a machine with more to do."""
_names = itertools.count(1)


def watching(app: Flask, browser: Browser, **shown: str) -> SocketIOTestClient:
    """A socket from somebody's browser, let into the room."""

    def begins() -> SocketIOTestClient:
        screen = socketio.test_client(app, flask_test_client=browser.client, headers={"Host": FAR})
        assert "board" in screen.emit("watch", {"branch": "karawaci"} | shown, callback=True)
        return screen

    # In a context of its own: the first to ask would be taken for whoever asks next.
    return Context().run(begins)


def far_browser(app: Flask, name: str = "") -> Browser:
    browser = Browser(app, address="10.20.0.7", host=FAR)
    if name:
        browser.sign_in(name)
    return browser


@pytest.fixture
def budi(hall: Hall) -> int:
    """The administrator of all offices."""
    return hall.employ("Budi", Role.ADMIN, None)


@pytest.fixture
def rina(hall: Hall) -> int:
    """An officer of the office."""
    return hall.employ("Rina")


def moves_elsewhere(budi: int, rina: int) -> None:
    managing.set_roles(budi, rina, [Held(Role.OFFICER, reading.branch("cibodas").id)])


@pytest.mark.usefixtures("hall", "cibodas")
@pytest.mark.parametrize("taken", [moves_elsewhere, managing.stop, managing.new_password])
def test_a_right_taken_ends_what_it_opened(app: Flask, budi: int, rina: int, taken: Callable[[int, int], Any]) -> None:
    hers, his = watching(app, far_browser(app, "Rina")), watching(app, far_browser(app, "Budi"))
    look_at_screens(app)
    assert hers.is_connected()
    taken(budi, rina)
    look_at_screens(app)
    assert his.is_connected() and not hers.is_connected()


def test_who_is_given_another_role_in_the_office_stays(app: Flask, hall: Hall, budi: int, rina: int) -> None:
    hers = watching(app, far_browser(app, "Rina"))
    managing.set_roles(budi, rina, [Held(Role.SUPERVISOR, hall.branch_id)])
    look_at_screens(app)
    assert hers.is_connected()


def test_only_the_browser_that_was_signed_out_leaves(app: Flask, hall: Hall, rina: int) -> None:
    at_the_desk, at_home = far_browser(app, "Rina"), far_browser(app, "Rina")
    desk, home = watching(app, at_the_desk), watching(app, at_home)
    at_home.get("/")
    at_home.post("/logout", 302)
    look_at_screens(app)
    assert desk.is_connected() and not home.is_connected()


def test_a_session_that_ran_out_ends_and_to_be_watched_is_not_to_be_seen(
    app: Flask, hall: Hall, rina: int, time: TurnableClock
) -> None:
    hers = watching(app, far_browser(app, "Rina"))
    for _ in range(6):
        time.passes(hours=2)
        look_at_screens(app)
        assert hers.is_connected()
    time.passes(minutes=1)
    look_at_screens(app)
    assert not hers.is_connected()


def test_a_board_and_a_citizen_watch_on_while_others_leave(app: Flask, hall: Hall, budi: int, rina: int) -> None:
    tokens = []
    for _ in range(2):
        secret, asking = pairing.ask(DeviceKind.BOARD, hall.branch_id, "10.20.0.7")
        device_id = pairing.approve(hall.branch_id, asking.code, "Papan", budi)
        tokens.append(pairing.fetch(secret).token)
    one, other = (watching(app, far_browser(app), token=token) for token in tokens)
    phone = watching(app, far_browser(app), token=hall.citizen_takes().token)
    pairing.revoke(hall.branch_id, device_id, budi)
    managing.stop(budi, rina)
    look_at_screens(app)
    assert (one.is_connected(), other.is_connected(), phone.is_connected()) == (True, False, True)


class Visitor:
    """Somebody's browser at a real server: pages, forms, and a socket."""

    def __init__(self, server: RealServer, name: str) -> None:
        self.server, self.session = server, requests.Session()
        self.post("/login", name=name, password=server.passwords[name])

    def post(self, path: str, **form: str) -> None:
        token = TOKEN.search(self.session.get(f"{self.server.url}/login").text)
        assert token
        answer = self.session.post(f"{self.server.url}{path}", {"csrf_token": token[1]} | form, timeout=10)
        assert answer.ok, (path, answer.status_code, answer.text[-300:])

    def watches(self, at: RealServer) -> WebSocket:
        """A socket of this browser at a server, in the room of its office."""
        cookie = "; ".join(f"{each.name}={each.value}" for each in self.session.cookies)
        address = f"ws://127.0.0.1:{at.port}/socket.io/?EIO=4&transport=websocket"
        wire = create_connection(address, timeout=10, cookie=cookie)
        wire.recv()
        wire.send("40")
        wire.recv()
        wire.send('420["watch",{"branch":"karawaci"}]')
        while not (answer := str(wire.recv())).startswith("430"):
            pass
        assert "board" in json.loads(answer[3:])[0]
        return wire


@pytest.fixture(params=["one process", "two processes", "two processes and a bell in Redis"])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[RealServer]]:
    """The server at which rights are taken, and the one at which somebody watches."""
    if request.param == "one process":
        with serving(tmp_path) as server:
            yield [server, server]
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    name = f"leaving_{next(_names)}"
    more = {"DATABASE_URL": postgres.create(name)}
    if "Redis" in request.param:
        more["REDIS_URL"] = request.getfixturevalue("redis_url")
    with serving(tmp_path, **more) as here:
        there = RealServer(tmp_path, more=more)
        there.start()
        yield [here, there]
        there.stop()
    postgres.run(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_the_socket_of_an_officer_who_is_stopped_is_hung_up_on_wherever_it_is(servers: list[RealServer]) -> None:
    here, there = servers
    admin = Visitor(here, "admin")
    page = admin.session.get(f"{here.url}/admin/people").text
    at = page.split(">petugas<")[0].rpartition("/admin/people/")[2].partition('"')[0]
    with closing(Visitor(here, "petugas").watches(there)) as hers, closing(admin.watches(there)) as his:
        began = monotonic()
        admin.post(f"/admin/people/{at}/stop")
        while hers.recv() != SENT_AWAY:
            assert monotonic() - began < PATIENCE
        assert monotonic() - began < AT_ONCE
        his.settimeout(1)
        with pytest.raises(WebSocketTimeoutException):
            while his.recv() != SENT_AWAY:
                pass
