"""The WSGI application, and what a server process starts beside it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if Path(sys.argv[0]).parent.name in ("bin", "flask") and sys.argv[-1] == "serve":
    # `flask --app wsgi serve`: the server must patch sockets before anything else is imported, and so has a
    # process of its own. Going there now, before the application is imported, halves the cold start.
    os.execv(sys.executable, [sys.executable, str(Path(__file__).with_name("serve.py"))])  # noqa: S606

from app import create_app
from app.settings import SettingError

if TYPE_CHECKING:
    from app.beside import Beside

try:
    app = create_app()
except SettingError as error:
    print(f"giliran: {error}", file=sys.stderr)
    sys.exit(2)


def start_beside() -> "Beside":
    """Start the relay and the print workers of this server process."""
    from app.beside import Beside

    beside = Beside(app)
    beside.start()
    return beside
