"""What a server runs beside answering, as a process of its own that a test can kill: `python -m … URL FOLDER`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from app import create_app
from app.beside import Beside
from tests.databases import settings_for


def main(url: str, folder: str) -> None:
    """Print what there is to print, until killed."""
    Beside(create_app(settings_for(url, Path(folder)))).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
