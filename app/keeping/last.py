"""When the last backup was made: a file of the data folder, since a backup must not write into the database."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp

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


def must_be_writable(folder: Path) -> None:
    """Whether a backup can be noted in a data folder; raises OSError."""
    handle, name = mkstemp(prefix=f"{NAME}.", dir=folder)
    os.close(handle)
    Path(name).unlink()


def last_backup(folder: Path) -> LastBackup | None:
    """The last backup; None when there was none, or nobody can tell."""
    try:
        said = json.loads((folder / NAME).read_text())
        return LastBackup(datetime.fromisoformat(said["at"]), str(said["file"]), int(said["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
