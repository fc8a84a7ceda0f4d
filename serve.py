"""The server's own process: gevent first, everything else after."""

# psycopg, sockets and locks pick their way of waiting when they are imported.
from gevent import monkey

monkey.patch_all()

# Imports make a hundred thousand objects that stay: looking through them for garbage is a tenth of the start.
import gc  # noqa: E402

gc.disable()

import sys  # noqa: E402

# python-socketio brings its clients and its message queues along, these the libraries below: a tenth of the start,
# for what this server is not. Whoever imports one afterwards gets it.
NOT_NEEDED = ("aiohttp", "redis", "requests", "websocket")
for library in NOT_NEEDED:
    sys.modules[library] = None  # type: ignore[assignment]
import socketio  # type: ignore[import-untyped]  # noqa: E402, F401

for library in NOT_NEEDED:
    del sys.modules[library]

import fcntl  # noqa: E402
import logging  # noqa: E402
import resource  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import IO  # noqa: E402

import gevent  # noqa: E402
from flask import Flask  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

from app import create_app  # noqa: E402
from app.beside import Beside  # noqa: E402
from app.installation import not_ready  # noqa: E402
from app.realtime.push import remember_wires  # noqa: E402
from app.realtime.wire import send_whole_frames  # noqa: E402
from app.request_log import set_up_log  # noqa: E402
from app.settings import SettingError, Settings  # noqa: E402

STOP_WITHIN = 2
MOST_FILES = 65_536


class CannotServe(Exception):
    """Why this server does not start, in one line."""


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; exit 2 with one line when it cannot."""
    set_up_log("text")
    try:
        app = create_app()
        settings: Settings = app.config["SETTINGS"]
        set_up_log(settings.log)
        missing = not_ready(app)
        if missing:
            raise CannotServe(missing)
        only_server = _lock(settings)
        listener = _listener(settings)
    except (CannotServe, SettingError) as error:
        print(f"giliran: {error}", file=sys.stderr)
        sys.exit(2)
    _serve(app, listener)
    if only_server:
        only_server.close()


def _lock(settings: Settings) -> IO[str] | None:
    # Two servers on one SQLite file would each announce and print what the other did.
    if not settings.is_sqlite:
        return None
    file = Path(f"{settings.sqlite_file}.server-lock").open("w")  # noqa: SIM115 - held as long as the server runs
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotServe(
            f"another server already uses {settings.sqlite_file}; stop it first, or use PostgreSQL (DATABASE_URL)"
        ) from None
    return file


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # pywsgi leaves Nagle on: each keep-alive reply would wait 40 ms. Accepted sockets inherit this.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((settings.host.strip("[]"), settings.port))
    except (OSError, UnicodeError) as error:
        raise CannotServe(
            f"cannot listen on {settings.host}:{settings.port} ({error}); choose another HOST or PORT"
        ) from None
    listener.listen(1024)
    return listener


def _allow_many_screens() -> None:
    # Each screen holds two descriptors, pywsgi's and simple-websocket's own, and the usual limit is 1,024.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _serve(app: Flask, listener: socket.socket) -> None:
    _allow_many_screens()
    send_whole_frames()
    remember_wires()
    server = WSGIServer(listener, app, log=None, error_log=logging.getLogger("http"))
    server.set_environ({"wsgi.multithread": True})
    # The first slip loads python-escpos, 0.4 s: nobody else waits for that.
    beside = Beside(app, aside=gevent.get_hub().threadpool.apply)
    beside.start()
    _look_for_garbage()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(wanted, lambda: server.stop(timeout=STOP_WITHIN))
    _tell(app.config["SETTINGS"])
    server.serve_forever(stop_timeout=STOP_WITHIN)
    beside.end(patience=1.0)


def _look_for_garbage() -> None:
    # What stands now stands until the end: each later look is spared it, and a look stops every screen. A request
    # makes some thousand objects that go with it; looking every 700, as Python does, finds nothing.
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)
    gc.enable()


def _tell(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Giliran serves at http://{host}:{settings.port}/ (Ctrl-C stops it)", flush=True)


if __name__ == "__main__":
    main()
