"""The data folder: room on its disk, and who may read it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from flask_babel import gettext

from app.doctor.findings import Depth, Finding, Severity
from app.keeping.folder import KEYS

TOO_LITTLE_MB, LITTLE_MB = 500, 2000
MEGABYTE = 1024 * 1024


def space(_depth: Depth) -> Iterator[Finding]:
    """Whether the disk has room for the next weeks."""
    about, left = gettext("Disk"), shutil.disk_usage(_folder()).free // MEGABYTE
    words = gettext("%(left)s MB are free on the disk of the data folder.", left=left)
    remedy = gettext("Remove what is not needed from this disk, or move the data folder to a larger one.")
    if left < TOO_LITTLE_MB:
        yield Finding(Severity.WRONG, about, words, remedy)
    elif left < LITTLE_MB:
        yield Finding(Severity.NOTE, about, words, remedy)
    else:
        yield Finding(Severity.WELL, about, words)


def rights(_depth: Depth) -> Iterator[Finding]:
    """Whether the server may write there, and nobody else reads its keys."""
    folder, about = _folder(), gettext("Data folder")
    open_to_others = [key.name for key in folder.glob(KEYS) if stat.S_IMODE(key.stat().st_mode) & 0o077]
    if stat.S_IMODE(folder.stat().st_mode) & stat.S_IROTH and _database_in(folder):
        open_to_others.append(str(folder))
    for name in open_to_others:
        yield Finding(
            Severity.WRONG,
            about,
            gettext("Others on this machine may read %(name)s.", name=name),
            gettext("Run: chmod -R o-rwx %(folder)s; chmod 600 %(folder)s/%(keys)s", folder=folder, keys=KEYS),
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        what = gettext("The server may not write into %(folder)s.", folder=folder)
        yield Finding(Severity.WRONG, about, what, gettext("Give the folder to the user the server runs as."))
    elif not open_to_others:
        yield Finding(Severity.WELL, about, gettext("The server may write there, and nobody else may read its keys."))


def _database_in(folder: Path) -> bool:
    # Without the right to list it, a folder's files can still be read by their names.
    return any(stat.S_IMODE(file.stat().st_mode) & stat.S_IROTH for file in folder.glob("*.sqlite3"))


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"])
