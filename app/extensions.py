"""The Flask extensions of this application, each made once and bound in create_app()."""

from __future__ import annotations

import sys

from flask_babel import Babel
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_socketio import SocketIO
from flask_wtf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
htmx = HTMX()
limiter = Limiter(key_func=get_remote_address)
login = LoginManager()
# Only serve.py patches with gevent; everywhere else, tests too, the same code runs under threads.
socketio = SocketIO(async_mode="gevent" if "gevent.monkey" in sys.modules else "threading")
