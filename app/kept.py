"""Files that an office has given: sounds, pictures and videos, in the data folder, each named by its content.

A file is written before the verb that speaks of it commits, and never changes: whoever reads of it finds it. One
that nobody speaks of any more is taken away by the verb that lets it go, once that is saved.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from flask import current_app
from sqlalchemy.orm import Session

from app.db import once_saved

SEAL = 16


def keep(branch_id: int, kind: str, file: IO[bytes], ending: str) -> str:
    """Keep a file of an office.

    Args:
        kind: what it is, as a folder: "voice" or "media".
        file: read from where it stands to its end, a piece at a time.
        ending: of its name, such as "wav".

    Returns:
        its seal, by which it is found again.
    """
    folder = _folder(branch_id, kind)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False) as whole:
        shutil.copyfileobj(file, whole)
    with Path(whole.name).open("rb") as written:
        seal = hashlib.file_digest(written, "sha256").hexdigest()[:SEAL]
    # Whole or not at all: a board may ask for it while it is written.
    os.replace(whole.name, where(branch_id, kind, seal, ending))  # noqa: PTH105 - the name of a temporary file
    return seal


def where(branch_id: int, kind: str, seal: str, ending: str) -> Path:
    """The place of a file that was kept."""
    return _folder(branch_id, kind) / f"{seal}.{ending}"


def let_go(session: Session, file: Path) -> None:
    """Take a file away once this transaction is saved."""

    def take_away() -> None:
        with suppress(OSError):
            file.unlink()

    once_saved(session, take_away)


def _folder(branch_id: int, kind: str) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "kept" / str(branch_id) / kind
