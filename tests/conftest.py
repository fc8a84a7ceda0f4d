"""What every test stands on: a fresh office on SQLite and on a real PostgreSQL, and a clock to turn."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings

from app import clock, passwords
from tests.databases import PostgresServer, copy_of, postgres_server, redis_server, template_for
from tests.people import Hall

# How long an example takes says how busy this machine is; how fast a rule is, bench/ measures.
settings.register_profile("giliran", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("giliran")


@pytest.fixture(scope="session", autouse=True)
def garbage_is_looked_for_seldom() -> None:
    """Every test leaves an application behind, and looking for it among all that stays took a fifth of the suite."""
    gc.freeze()
    gc.set_threshold(200_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def passwords_are_quick() -> None:
    """Argon2 with its smallest cost: hundreds of people sign in here. Servers of their own keep the real one."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server of our own."""
    # Not in pytest's folder: it runs as another user, whom the next pytest session would lock out of there.
    folder = Path(mkdtemp(prefix="giliran-postgres-"))
    with postgres_server(folder) as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A real Redis of our own."""
    with redis_server(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo office in a file, made once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('template') / 'template.sqlite3'}"
    return template_for(url, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def postgresql_template(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo office on PostgreSQL, made once."""
    return template_for(postgres.create("giliran_template"), tmp_path_factory.mktemp("data"))


@pytest.fixture(params=["sqlite", "postgresql"])
def template(request: pytest.FixtureRequest) -> str:
    """The address of a database with the demo office in it, to be copied for each test, on both databases."""
    return str(request.getfixturevalue(f"{request.param}_template"))


@pytest.fixture
def app(template: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh copy of the demo office; every test runs on both databases."""
    with copy_of(template, tmp_path) as made, made.app_context():
        yield made
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def hall(app: Flask) -> Hall:
    """The hall of Kecamatan Karawaci, with its people."""
    return Hall(app)


class TurnableClock:
    """A clock the test turns by hand; it begins on a Monday morning, 08:15 in Tangerang."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **some: float) -> None:
        """Let time pass: `passes(minutes=5)`."""
        self.moment += timedelta(**some)


@pytest.fixture
def time() -> Iterator[TurnableClock]:
    """The one clock, in the test's hands."""
    turnable = TurnableClock()
    clock.set_clock(turnable)
    yield turnable
    clock.set_clock(None)
