"""The world of the routes, built once for the tests of a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.routes.world import World
from tests.routes.world import world as build


@pytest.fixture(scope="module")
def world(sqlite_template: str) -> Iterator[World]:
    """Two offices, and everybody."""
    with tempfile.TemporaryDirectory(prefix="giliran-world-") as folder, build(sqlite_template, Path(folder)) as made:
        yield made
