"""Sixteen kiosks and eight counters at several processes that are killed: nothing is lost, and no screen misses it."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crowd import SOAK, Crowd, dying, must_be_sound, watching
from tests.databases import PostgresServer
from tests.server import ROOT, RealServer

KIOSKS, COUNTERS, SCREENS = 16, 8, 3
TICKETS = 200 if SOAK else 5
LOOKING, BELL = "looking every second", "a bell in Redis"
_names = itertools.count(1)


@pytest.fixture(params=[LOOKING, BELL])
def two_servers(request: pytest.FixtureRequest, tmp_path: Path, postgres: PostgresServer) -> Iterator[list[RealServer]]:
    """Two server processes of one installation on PostgreSQL, with and without a bell between them."""
    name = f"crowd_{next(_names)}"
    more = {"DATABASE_URL": postgres.create(name), "GILIRAN_RATE_LIMITS": "off"}
    if request.param == BELL:
        more["REDIS_URL"] = request.getfixturevalue("redis_url")
    servers = [RealServer(tmp_path, more=more), RealServer(tmp_path, more=more)]
    servers[0].demo()
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        if server.process and server.process.poll() is None:
            server.stop()
    postgres.run(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def one_server(tmp_path: Path) -> Iterator[RealServer]:
    """One server on SQLite."""
    server = RealServer(tmp_path, more={"GILIRAN_RATE_LIMITS": "off"})
    server.demo()
    server.start()
    yield server
    if server.process and server.process.poll() is None:
        server.stop()


def key_of(server: RealServer) -> str:
    made = server.command("create-api-key", "crowd")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


@pytest.mark.parametrize("two_servers", [BELL], indirect=True)
def test_two_processes_on_postgresql_give_no_number_twice_and_call_nobody_twice(two_servers: list[RealServer]) -> None:
    crowd = Crowd(two_servers, key_of(two_servers[0]))
    with watching(crowd, SCREENS):
        crowd.works(KIOSKS, TICKETS, COUNTERS)
    assert len(crowd.taken) == KIOSKS * TICKETS
    must_be_sound(crowd)


def test_processes_killed_at_random_moments_lose_nothing_that_was_acknowledged(two_servers: list[RealServer]) -> None:
    crowd = Crowd(two_servers, key_of(two_servers[0]))
    with watching(crowd, SCREENS) as screens, dying(two_servers, every=1.0, how_often=100 if SOAK else 3):
        crowd.works(KIOSKS, TICKETS, COUNTERS)
    assert any(screen.lives > 1 for screen in screens), "no server died while a screen watched it"
    must_be_sound(crowd)


def test_a_server_on_sqlite_killed_at_random_moments_loses_nothing(one_server: RealServer) -> None:
    crowd = Crowd([one_server], key_of(one_server))
    with watching(crowd, SCREENS) as screens, dying([one_server], every=1.0, how_often=100 if SOAK else 3):
        crowd.works(KIOSKS, TICKETS, COUNTERS)
    assert any(screen.lives > 1 for screen in screens), "no server died while a screen watched it"
    must_be_sound(crowd)


def test_the_command_line_writes_beside_a_server_on_sqlite(one_server: RealServer) -> None:
    crowd = Crowd([one_server], key_of(one_server))
    program = (
        "from wsgi import app\n"
        "from app.queueing import issuing, reading\n"
        "with app.app_context():\n"
        "    branch_id = reading.branch('karawaci').id\n"
        f"    for number in range({TICKETS * 4}):\n"
        "        issuing.issue(branch_id, 'A-KTPR', f'beside-{number}')\n"
    )
    beside = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=one_server.environ)
    watched = threading.Thread(target=beside.wait)
    watched.start()
    with watching(crowd, SCREENS):
        crowd.works(KIOSKS, TICKETS, COUNTERS)
        watched.join(120)
        assert beside.returncode == 0
        # Whoever came last from beside may still wait.
        crowd.works(0, 0, COUNTERS)
    must_be_sound(crowd)
