"""Redis may be away, or mute: processes count for themselves how often somebody asks, and everybody is answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import api_keys
from app.extensions import limiter
from tests.api.conftest import Program
from tests.databases import copy_of


@pytest.fixture(autouse=True)
def limits_begin_anew() -> Iterator[None]:
    """The extension is one for all applications of this process, and remembers that its storage was away."""
    yield
    limiter._storage_dead = False


@pytest.mark.parametrize("refuses", [True, False])
def test_a_program_is_answered_and_its_rate_holds(sqlite_template: str, tmp_path: Path, refuses: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        redis_url = f"redis://127.0.0.1:{1 if refuses else mute.getsockname()[1]}/0"
        with copy_of(sqlite_template, tmp_path, REDIS_URL=redis_url) as app, app.app_context():
            app.config["KEY_RATE"] = "3 per minute"
            program, began = Program(app, api_keys.create("eager")), time.monotonic()
            answers = [program.gets("/branches").status_code for _ in range(4)]
            assert answers == [200, 200, 200, 429]
            assert time.monotonic() - began < 5
