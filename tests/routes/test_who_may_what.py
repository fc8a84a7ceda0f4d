"""Every route and verb as everybody: what was reviewed holds, nothing changes by looking, nobody reaches across."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.extensions import socketio
from app.models import DeviceKind
from tests.routes.furnish import ELSEWHERE, HERE
from tests.routes.table import table
from tests.routes.world import SERVER, World

TABLE = Path(__file__).resolve().parents[2] / "docs" / "route-table.md"
OPEN_TO_ALL = {"pairing.ask", "citizen.cancel"}
"""Changes that need no right: any screen asks for a code; whoever has the address of a ticket is its citizen."""


def test_everybody_gets_what_was_reviewed(world: World) -> None:
    found = table(world)
    if os.environ.get("GILIRAN_ACCEPT_ROUTES"):
        TABLE.write_text(found)
    wanted, real = TABLE.read_text().splitlines(), found.splitlines()
    new = [line for line in real if line not in wanted]
    gone = [line for line in wanted if line not in real]
    assert real == wanted, (
        "docs/route-table.md does not say what the application does. Is it right that these may do that? "
        f"Then run `make routes` and look at what git shows.\nnow: {new}\nreviewed: {gone}"
    )


def test_nothing_changes_by_looking(world: World) -> None:
    world.restore()
    untouched = world.digest()
    for rule, method in world.rules():
        if method != "GET":
            continue
        for actor in world.actors.values():
            before = world.changes()
            actor.ask(method, world.path(rule))
            if world.changes() != before:
                assert world.digest() == untouched, f"{actor.name} changed something by GET {rule}"


def test_nobody_of_another_office_changes_anything_here(world: World) -> None:
    world.restore()
    untouched = world.digest(HERE)
    asked = 0
    for rule, method in world.rules():
        for actor in world.actors.values():
            if not actor.is_of_elsewhere or rule.endpoint in OPEN_TO_ALL:
                continue
            before = world.changes()
            world.send(actor, rule, method)
            asked += 1
            if world.changes() != before:
                assert world.digest(HERE) == untouched, f"{actor.name} reached across by {method} {rule}"
                world.restore()
    assert asked > 1500


@pytest.mark.parametrize("office", [HERE, ELSEWHERE])
def test_only_its_own_screens_and_people_watch_an_office(world: World, office: str) -> None:
    inside = {"officer", "supervisor", "admin", "city", "auditor", "kiosk", "board"}
    for actor in world.actors.values():
        kind, _of, of = actor.name.partition(" of ")
        actor.client._cookies = dict(actor.cookies)
        screen = socketio.test_client(world.app, flask_test_client=actor.client, headers={"Host": SERVER[7:]})
        answer = screen.emit("watch", {"branch": office}, callback=True)
        allowed = (of == office and kind in inside) or (of == "all" and kind in inside)
        assert ("board" in answer) is allowed, (actor.name, answer)
        screen.disconnect()


def test_a_token_or_a_ticket_opens_the_room_of_its_own_office_alone(world: World) -> None:
    for shown_of, office in ((world.here, HERE), (world.elsewhere, ELSEWHERE)):
        other = ELSEWHERE if office == HERE else HERE
        for token in (*shown_of.tokens.values(), shown_of.waiting, shown_of.key, "", "x" * 9000):
            screen = socketio.test_client(world.app, headers={"Host": SERVER[7:]})
            opens = token in (shown_of.tokens[DeviceKind.KIOSK], shown_of.tokens[DeviceKind.BOARD], shown_of.waiting)
            assert ("board" in screen.emit("watch", {"branch": office, "token": token}, callback=True)) is opens
            assert "error" in screen.emit("watch", {"branch": other, "token": token}, callback=True)
            screen.disconnect()
