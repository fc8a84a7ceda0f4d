"""What an agent keeps between its starts: its token, readable by nobody else."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from printers.agent.server import AddressUnusable


class State:
    """A folder with the agent's token and what its virtual printers printed.

    Args:
        folder: made when it is not there.

    Raises:
        AddressUnusable: the folder cannot be used, or another agent uses it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = self._alone()
        except BlockingIOError:
            raise AddressUnusable(f"another agent already runs with --state {folder}; give this one its own") from None
        except OSError as error:
            raise AddressUnusable(f"--state {folder} cannot be used ({error.strerror}); name another folder") from None

    @property
    def token(self) -> str:
        """The token; empty when there is none."""
        file = self.folder / "token"
        return file.read_text().strip() if file.exists() else ""

    def keep(self, token: str) -> None:
        """Keep a token for later starts."""
        half = self.folder / "token.new"
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.folder / "token")

    def forget(self) -> None:
        """Forget the token: the server does not know it any more."""
        (self.folder / "token").unlink(missing_ok=True)

    def _alone(self) -> IO[str]:
        # Two agents with one token would each take the other's slips for lost.
        file = (self.folder / "lock").open("w")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return file
