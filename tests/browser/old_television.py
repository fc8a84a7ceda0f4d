"""The browser of an old television: a real Chromium of 2018, which is older than what Playwright can drive."""

from __future__ import annotations

import base64
import json
import platform
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from websocket import WebSocket, create_connection

from tests.server import free_port

BINARY = Path(__file__).parents[1] / "old_television" / "node_modules" / "chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--autoplay-policy=no-user-gesture-required"]

TurnOn = Callable[[], "Television"]


class Television:
    """One page in that browser, over the protocol of its developer tools."""

    def __init__(self, address: str) -> None:
        self.complaints: list[str] = []
        """Exceptions that nobody caught, and what its console calls an error."""
        self._socket: WebSocket = create_connection(address, timeout=15, suppress_origin=True)
        self._asked = 0
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.is_wide(1920, 1080)

    def ask(self, method: str, **arguments: Any) -> Any:
        """One command of the protocol; its answer."""
        self._asked += 1
        self._socket.send(json.dumps({"id": self._asked, "method": method, "params": arguments}))
        while True:
            heard = json.loads(self._socket.recv())
            if heard.get("id") == self._asked:
                assert "error" not in heard, heard["error"]
                return heard["result"]
            self._listen(heard["method"], heard["params"])

    def _listen(self, event: str, told: dict[str, Any]) -> None:
        if event == "Runtime.exceptionThrown":
            details = told["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description") or details["text"])
        elif event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(told["entry"]["text"])
        elif event == "Runtime.consoleAPICalled" and told["type"] == "error":
            self.complaints.append(str(told["args"]))

    def is_wide(self, width: int, height: int) -> None:
        """Of another size from now on, in px."""
        size = {"width": width, "height": height}
        self.ask("Emulation.setDeviceMetricsOverride", deviceScaleFactor=1, mobile=False, **size)

    def goto(self, address: str) -> None:
        """Open a page and wait until it is there."""
        self.ask("Page.navigate", url=address)
        self.until(f"document.readyState === 'complete' && location.href === {json.dumps(address)}")

    def evaluate(self, script: str) -> Any:
        """The value of an expression; a promise is waited for."""
        told = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def text(self, selector: str) -> str:
        """What can be read there."""
        return str(self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    def until(self, holds: str, patience: float = 15) -> None:
        """Wait until an expression is true; `patience` in seconds."""
        end = time.monotonic() + patience
        while not self.evaluate(f"Boolean(document.body && ({holds}))"):
            assert time.monotonic() < end, f"it did not come to hold: {holds}; {self.complaints}"
            time.sleep(0.05)

    def picture(self) -> bytes:
        """What is on the screen, as PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])


@contextmanager
def switched_on(folder: Path) -> Iterator[TurnOn]:
    """That browser, running; each call opens a page of its own. Its profile is in `folder`."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("the browser of an old television was built for Linux on x86_64 alone")
    if not BINARY.exists():
        pytest.skip("npm did not give the browser of an old television: scripts/test-parts says why")
    port = free_port()
    command = [str(BINARY), *FLAGS, f"--remote-debugging-port={port}", f"--user-data-dir={folder / 'profile'}"]
    with (folder / "television.log").open("w") as log:
        process = subprocess.Popen([*command, "about:blank"], stdout=log, stderr=log)
    try:
        yield lambda: Television(_new_page(f"http://127.0.0.1:{port}/json/new"))
    finally:
        process.terminate()
        process.wait(5)


def _new_page(address: str, patience: float = 15) -> str:
    end = time.monotonic() + patience
    while True:
        try:
            with urlopen(address, timeout=5) as answer:
                return str(json.loads(answer.read())["webSocketDebuggerUrl"])
        except URLError:
            assert time.monotonic() < end, f"the browser of an old television did not start within {patience} s"
            time.sleep(0.05)
