"""What docs/security.md says is held by a test is held by one that exists."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.people import sign_ins
from app.printing import logo
from app.queueing.exchange import files
from app.rules import recording
from app.settings import Settings
from tests.databases import settings_for

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


def test_sessions_are_told_as_they_are() -> None:
    told = rows_of("Sessions")
    hour = timedelta(hours=1)
    unseen, in_all = (each // hour for each in (sign_ins.LONGEST_UNSEEN, sign_ins.LONGEST_SIGNED_IN))
    assert told["how long"][0].startswith(f"{unseen} hours unseen, {in_all} hours in all")
    assert told["idle"][0].startswith(f"{Settings.idle_minutes} minutes")


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("app")
def test_files_are_told_as_they_are_taken() -> None:
    from app.admin.boards import uploads  # the pages of administrators come with the application

    told = rows_of("Files")
    mib = 1024 * 1024
    assert {name: largest for name, (_kinds, largest) in told.items()} == {
        "logo of slips": f"{logo.LARGEST_FILE // mib} MiB, {logo.MOST_PIXELS // 10**6} million pixels",
        "picture of a board": f"{uploads.LARGEST_PICTURE // mib} MiB, {uploads.MOST_PIXELS // 10**6} million pixels",
        "video of a board": f"{Settings.largest_video_mb} MiB (`GILIRAN_LARGEST_VIDEO_MB`)",
        "recorded voice": f"{recording.LARGEST_FILE // mib} MiB, {recording.LONGEST} seconds; "
        f"a sentence of the guide {recording.LONGEST_SENTENCE}",
        "table of the set-up": f"{files.LARGEST_FILE // mib} MiB, {files.LARGEST_UNPACKED // mib} MiB unpacked",
    }
    assert told["table of the set-up"][0].startswith(", ".join(kind.upper() for kind in files.KINDS))
    for picture in ("logo of slips", "picture of a board"):
        assert told[picture][0].startswith(", ".join(logo.KINDS))


def test_every_key_is_told_of(tmp_path: Path) -> None:
    settings_for(f"sqlite:///{tmp_path}/no.sqlite3", tmp_path)
    made = {f"`{file.name}`" for file in tmp_path.glob("*_key")}
    assert len(made) == 3
    assert made <= rows_of("Keys").keys()


def rows_of(chapter: str) -> dict[str, list[str]]:
    """The rows of the table in a chapter, by their first cell."""
    text = (ROOT / "docs" / "security.md").read_text().split(f"## {chapter}\n")[1].split("\n## ")[0]
    _head, _rule, *lines = (line for line in text.splitlines() if line.startswith("|"))
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return {first: rest for first, *rest in cells}
