"""Backups in a folder: each named by its moment, the oldest let go."""

from __future__ import annotations

import re
import time
from pathlib import Path

from app.keeping.archive import PARTIAL, BackupUnusable
from app.keeping.making import Made, Told, backup
from app.settings import Settings

OURS = re.compile(r"giliran-\d{8}-\d{6}\.zip")
LEFT_BEHIND_AFTER = 24 * 3600


def backup_into(settings: Settings, folder: Path, keep: int, told: Told) -> tuple[Made, list[Path]]:
    """Make a backup in a folder, and let go of all but the newest.

    Args:
        keep: how many stay, the new one among them.

    Returns:
        the new one, and those that were removed.

    Raises:
        BackupUnusable: with the reason; nothing was removed then.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BackupUnusable(f"cannot make the folder {folder} ({error.strerror})") from None
    made = backup(settings, folder / time.strftime("giliran-%Y%m%d-%H%M%S.zip", time.gmtime()), told)
    # Named by their moment, they stand in its order. Other files of the folder are not ours to remove.
    ours = sorted(file for file in folder.iterdir() if OURS.fullmatch(file.name))
    old = ours[:-keep]
    for file in [*old, *_left_behind(folder)]:
        file.unlink(missing_ok=True)
    return made, old


def _left_behind(folder: Path) -> list[Path]:
    # Of a backup that was killed.
    return [file for file in folder.glob(f"{PARTIAL}*") if time.time() - file.stat().st_mtime > LEFT_BEHIND_AFTER]
