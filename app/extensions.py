"""The Flask extensions of this application, each made once and bound in create_app()."""

from __future__ import annotations

import sys
from collections.abc import Callable

from flask import current_app
from flask_babel import Babel
from flask_compress import Compress
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_socketio import SocketIO

from app.forgery import OurOwnPages

babel = Babel()
compress = Compress()
csrf = OurOwnPages()
htmx = HTMX()
limiter = Limiter(key_func=get_remote_address)
login = LoginManager()
# Only serve.py patches with gevent; everywhere else, tests too, the same code runs under threads.
socketio = SocketIO(async_mode="gevent" if "gevent.monkey" in sys.modules else "threading")


def rate(of: str) -> Callable[[], str]:
    """How often a KEY, an ADDRESS or a SCREEN may ask, as this installation is set up."""
    return lambda: str(current_app.config[f"{of}_RATE"])
