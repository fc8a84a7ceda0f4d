"""What of the data folder belongs to an installation: its keys, and the files it was given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

KEYS = "*_key"
FOLDERS = ("kept", "virtual")
"""Files of offices, and slips of virtual printers. What is spoken for the kiosk's guide is made anew when needed."""


def files_of(folder: Path) -> Iterator[Path]:
    """The files to keep, each relative to the data folder."""
    for key in sorted(folder.glob(KEYS)):
        yield key.relative_to(folder)
    for name in FOLDERS:
        for file in sorted((folder / name).rglob("*")):
            if file.is_file() and not file.name.startswith("tmp"):
                yield file.relative_to(folder)


def is_one(name: str) -> bool:
    """Whether a name in a backup is one of such a file: nothing else is written into a data folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        return False
    return path.match(KEYS) if len(path.parts) == 1 else path.parts[0] in FOLDERS


def given(folder: Path) -> list[Path]:
    """The files, apart from keys, that are there already."""
    return [file for file in files_of(folder) if len(file.parts) > 1]
