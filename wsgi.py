"""The WSGI application, and what a server process starts beside it."""

import sys
from typing import TYPE_CHECKING

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
