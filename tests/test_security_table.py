"""What docs/security.md says is held by a test is held by one that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_holds_a_line_exists() -> None:
    named = NAMED.findall((ROOT / "docs" / "security.md").read_text())
    assert len(named) > 40
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text(), f"{file}::{test}"


def test_every_file_it_names_exists() -> None:
    for file in re.findall(r"`((?:app|docs)/[\w/.]+)`", (ROOT / "docs" / "security.md").read_text()):
        assert (ROOT / file).exists(), file
