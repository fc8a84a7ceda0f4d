"""The print agent as a process of its own, as a kiosk's computer runs it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.server import ROOT

CODE = re.compile(r"Its code: (\w{3}) (\w{3})")


@dataclass
class AgentProcess:
    """An agent and its state folder; stopped and started again it is the same agent."""

    server: str
    folder: Path
    printers: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    process: subprocess.Popen[str] | None = field(default=None)

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        told = [word for url in self.printers for word in ("--printer", url)]
        command = [sys.executable, "-m", "printers.agent", "--server", self.server, "--state", str(self.folder)]
        with (self.folder / "agent.log").open("a") as log:
            self.process = subprocess.Popen(
                [*command, *told, *self.more], cwd=ROOT, stdout=log, stderr=log, text=True,
                env={"PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

    def stop(self, how: signal.Signals = signal.SIGTERM, patience: float = 6) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(patience)

    def log(self) -> str:
        return (self.folder / "agent.log").read_text()

    def says(self, words: str, times: int = 1, patience: float = 15) -> str:
        """Wait until the agent has said something; all it said."""
        until = time.monotonic() + patience
        while self.log().count(words) < times:
            assert time.monotonic() < until, f"it never said {words!r}:\n{self.log()}"
            time.sleep(0.05)
        return self.log()

    def code(self, times: int = 1) -> str:
        """The code it shows, the newest."""
        self.says("Its code:", times)
        return "".join(CODE.findall(self.log())[-1])
