"""Whoever answers for personal data finds every table in the map."""

from __future__ import annotations

import re
from pathlib import Path

from app import models  # noqa: F401 - fills the metadata
from app.db import db

MAP = Path(__file__).resolve().parent.parent / "docs" / "data-map.md"


ROW = re.compile(r"^\| (?:open|of the office|personal|secret): ", re.MULTILINE)


def test_every_table_has_one_class_of_protection() -> None:
    rows = [line.split("|")[2] for line in MAP.read_text().splitlines() if ROW.match(line)]
    classed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(classed) == sorted(db.metadata.tables)


def test_every_table_is_on_the_map_and_none_that_is_gone() -> None:
    rows = [line.split("|")[1] for line in MAP.read_text().splitlines() if line.startswith("| `")]
    mapped = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert mapped == set(db.metadata.tables)
