"""The WSGI application with its commands, for `flask --app wsgi`."""

import os
import sys
from pathlib import Path

if Path(sys.argv[0]).parent.name in ("bin", "flask") and sys.argv[-1] == "serve":
    # `flask --app wsgi serve`: the server must patch sockets before anything else is imported, and so has a
    # process of its own. Going there now, before the application is imported, halves the cold start.
    os.execv(sys.executable, [sys.executable, str(Path(__file__).with_name("serve.py"))])  # noqa: S606

from app import create_app
from app.settings import SettingError

try:
    app = create_app(with_commands=True)
except SettingError as error:
    print(f"giliran: {error}", file=sys.stderr)
    sys.exit(2)
