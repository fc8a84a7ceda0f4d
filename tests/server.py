"""The real server as a process of its own, as an office runs it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests import ready
from tests.ready import ROOT


def free_port() -> int:
    """A TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RealServer:
    """One installation of the demo, and the server process on it."""

    folder: Path
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    process: ready.Forked | subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        clean = {
            key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
        }
        ours = {
            "GILIRAN_DATA_DIR": str(self.folder),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "GILIRAN_PRINTER_PORTS": "1024-65535",  # simulated printers listen wherever there is room
            "GILIRAN_GUIDE_AHEAD": "off",  # a minute of speaking to itself, in every hall of the tests
        }
        return clean | ours | self.more

    def command(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run one of our commands on this installation."""
        return ready.command(words, self.environ, stdin, patience=60)

    def demo(self) -> None:
        """Make the demo office, and remember the passwords it tells."""
        told = self.command("demo")
        assert told.returncode == 0, told.stderr
        self.passwords = dict(re.findall(r"^(\w+) .*one-time password: (\S+)$", told.stdout, re.MULTILINE))

    def take_over(self, other: RealServer) -> None:
        """Begin as another installation stands, keys and passwords and all."""
        shutil.copytree(other.folder, self.folder, dirs_exist_ok=True)
        self.passwords = dict(other.passwords)

    def start(self, patience: float = 20, *, at_once: bool = False) -> None:
        """Start serving and wait until it answers.

        Args:
            patience: how many seconds it may take.
            at_once: without reading our modules anew.
        """
        self.process = ready.serve(self.environ, self.folder / "server.log") if at_once else self._from_nothing()
        until = time.monotonic() + patience
        while not self.answers():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < until, f"no answer within {patience} s\n{self.log()}"
            time.sleep(0.05)

    def _from_nothing(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        log = (self.folder / "server.log").open("a")
        return subprocess.Popen(command, cwd=ROOT, env=self.environ, text=True, stdout=log, stderr=log)

    def stop(self, how: signal.Signals = signal.SIGTERM, patience: float = 8) -> float:
        """Stop the server; the seconds it took."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(patience)
        return time.monotonic() - began

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urlopen(self.url + path, timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, HTTPError, OSError):
            return False

    def log(self) -> str:
        return (self.folder / "server.log").read_text()


@cache
def demo_installation() -> RealServer:
    """A demo office that is never served: made once, and copied for everyone who wants one."""
    made = RealServer(Path(_keeper().name))
    made.demo()
    return made


@cache
def _keeper() -> TemporaryDirectory[str]:
    """The folder of that office; it goes when the tests are over."""
    return TemporaryDirectory(prefix="giliran-demo-")


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[RealServer]:
    """The demo, served; stopped afterwards."""
    server = RealServer(folder, more=more)
    if "DATABASE_URL" in more:
        server.demo()
    else:
        server.take_over(demo_installation())
    try:
        server.start(at_once=True)
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.stop(signal.SIGKILL)
