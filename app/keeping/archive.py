"""The file of a backup: a zip whose manifest tells the size and SHA-256 of every member."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Any, cast

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1024 * 1024
PARTIAL = ".giliran-backup-"
"""How the names of what is being written begin."""


class BackupUnusable(Exception):
    """Why a backup cannot be made or used, in one line for the operator."""


class Writing:
    """A backup that is being written, member by member; the manifest comes last."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.members: dict[str, dict[str, Any]] = {}

    def abandon(self) -> None:
        """Leave off: the zip must not try to end itself in a file that is closed."""
        self._zip.fp = None

    @contextmanager
    def member(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Write one member, with the function that is handed out."""
        digest, size = hashlib.sha256(), 0

        def write(piece: bytes) -> None:
            nonlocal size
            size += len(piece)
            digest.update(piece)
            into.write(piece)

        with self._zip.open(name, "w", force_zip64=True) as into:
            yield write
        self.members[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def copy(self, name: str, file: IO[bytes]) -> None:
        """Write a member that is a file's content."""
        with self.member(name) as write:
            while piece := file.read(PIECE):
                write(piece)

    def end(self, facts: dict[str, Any]) -> None:
        """Write the manifest, and close."""
        manifest = {"format": FORMAT, **facts, "members": self.members}
        self._zip.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False))
        self._zip.close()


class Backup:
    """A backup that was checked: every member is there, and is what the manifest says."""

    def __init__(self, file: Path, manifest: dict[str, Any]) -> None:
        self.file = file
        self.manifest = manifest

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """Read one member."""
        with zipfile.ZipFile(self.file) as whole, whole.open(name) as member:
            yield member

    def names(self, folder: str) -> list[str]:
        """The members below a folder, as "tables/"."""
        return sorted(name for name in self.manifest["members"] if name.startswith(folder))


def checked(file: Path, told: Callable[[str], object] = lambda _step: None) -> Backup:
    """Read a backup from end to end.

    Raises:
        BackupUnusable: it is none, of a later format, or not as it was written.
    """
    try:
        with zipfile.ZipFile(file) as whole:
            manifest = json.loads(whole.read(MANIFEST))
            _must_be_known(file, manifest)
            _must_be_whole(whole, manifest, told)
    except OSError as error:
        raise BackupUnusable(f"cannot read {file} ({error.strerror})") from None
    # What a zip with some bytes changed raises is as many things as it has fields.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        TypeError,
        NotImplementedError,
        RuntimeError,
    ):
        raise BackupUnusable(f"{file} is damaged or no backup; take another one") from None
    return Backup(file, manifest)


def _must_be_known(file: Path, manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise BackupUnusable(f"{file} is a backup of a later version of Giliran; install that version first")


def _must_be_whole(whole: zipfile.ZipFile, manifest: dict[str, Any], told: Callable[[str], object]) -> None:
    members = manifest["members"]
    if sorted(whole.namelist()) != sorted([*members, MANIFEST]):
        raise zipfile.BadZipFile
    for name, said in members.items():
        told(f"checking {name}")
        with whole.open(name) as member:
            if hashlib.file_digest(cast(BufferedIOBase, member), "sha256").hexdigest() != said["sha256"]:
                raise zipfile.BadZipFile
