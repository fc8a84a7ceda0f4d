"""When the last backup was made: a file of the data folder, since a backup must not write into the database."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.clock import now

NAME = "last_backup.json"


@dataclass(frozen=True)
class LastBackup:
    """The last backup that was made; size in bytes."""

    at: datetime
    file: str
    size: int


def remember(folder: Path, file: Path, size: int) -> None:
    """Note that a backup has just been made."""
    said = json.dumps({"at": now().isoformat(), "file": str(file), "size": size})
    partial = folder / f"{NAME}.{os.getpid()}"
    partial.write_text(said)
    partial.replace(folder / NAME)


def last_backup(folder: Path) -> LastBackup | None:
    """The last backup; None when there was none, or nobody can tell."""
    try:
        said = json.loads((folder / NAME).read_text())
        return LastBackup(datetime.fromisoformat(said["at"]), str(said["file"]), int(said["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
