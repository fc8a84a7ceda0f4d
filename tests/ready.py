"""Processes that begin at once: one of each kind stands ready with our modules read, and forks when one is wanted.

Reading them takes a second, and the tests of screens want hundreds. What is forked runs `serve.py` or a command of
`flask --app wsgi` from its first line on, in its own environment; that both come up from nothing, too, is looked at by
`tests/test_serving.py`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLASK = str(Path(sys.executable).with_name("flask"))
BEGINS_IN = {"serve": "serve", "flask": "flask.cli"}
OUR_SURFACES = (
    *("app.commands", "app.admin.routes", "app.api", "app.auth.routes", "app.citizen.routes"),
    *("app.counter.routes", "app.realtime.screens", "kiosk.guide", "kiosk.service_menu", "queue_display.routes"),
)


@dataclass
class Forked:
    """A forked process, as `subprocess.Popen` would show it."""

    kind: str
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        if self.returncode is None:
            self.returncode = _ask(self.kind, {"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        """How it ended, within so many seconds."""
        until = time.monotonic() + timeout
        while (ended := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(self.kind, timeout)
            time.sleep(0.01)
        return ended

    def send_signal(self, how: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, how)


def serve(environ: dict[str, str], log: Path) -> Forked:
    """Begin a server with this environment; what it prints goes into a file."""
    return _fork("serve", environ, [os.devnull, str(log), str(log)])


def command(
    words: tuple[str, ...], environ: dict[str, str], said: str, patience: float
) -> subprocess.CompletedProcess[str]:
    """Run `flask --app wsgi` with these words, and with what is said to it."""
    with TemporaryDirectory() as folder:
        told, out, err = files = [Path(folder) / name for name in ("in", "out", "err")]
        told.write_text(said)
        run = _fork("flask", environ, [str(file) for file in files], [FLASK, "--app", "wsgi", *words])
        try:
            ended = run.wait(patience)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            raise
        return subprocess.CompletedProcess(words, ended, out.read_text(), err.read_text())


def _fork(kind: str, environ: dict[str, str], files: list[str], words: list[str] | None = None) -> Forked:
    return Forked(kind, _ask(kind, {"environ": environ, "files": files, "words": words}))


@cache
def _ready(kind: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ready", kind], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _ask(kind: str, what: dict[str, Any]) -> Any:
    ready = _ready(kind)
    assert ready.stdin and ready.stdout
    print(json.dumps(what), file=ready.stdin, flush=True)
    return json.loads(ready.stdout.readline())


def _stand_ready() -> None:
    # Answers each line on standard input until there are no more; returns as the process that was asked for.
    from gevent.monkey import get_original

    # Gevent's own would watch over children with its loop, which begins in the child.
    fork, waitpid = (get_original("os", name) for name in ("fork", "waitpid"))
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        if "ended" in asked:
            found, status = waitpid(asked["ended"], os.WNOHANG)
            _answer(os.waitstatus_to_exitcode(status) if found else None)
        elif pid := fork():
            _answer(pid)
        else:
            return _become(asked["environ"], asked["files"], asked["words"])
    sys.exit()


def _answer(what: int | None) -> None:
    print(json.dumps(what), flush=True)


def _become(environ: dict[str, str], files: list[str], words: list[str] | None) -> None:
    for at, (file, how) in enumerate(zip(files, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        opened = os.open(file, how | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, at)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = words or sys.argv


if __name__ == "__main__":
    begins, *_surfaces = [import_module(name) for name in (BEGINS_IN[sys.argv[1]], *OUR_SURFACES)]
    _stand_ready()
    begins.main()
