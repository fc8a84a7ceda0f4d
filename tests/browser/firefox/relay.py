"""Run in place of Firefox, with its arguments: Firefox as Playwright starts it, and three words of theirs mended.

Playwright (1.65) speaks WebDriver BiDi as a later Firefox will understand it; Debian's (ESR 153) does, but for this:

- every context opens with `emulation.setMediaFeaturesOverride`, which it does not know. Without a wish in it there is
  nothing to do, and that is answered here;
- a page that Playwright only looks into would count as touched by somebody, and might sound and vibrate;
- where a screen is touched (`--touch`), the pointer that Playwright moves is a finger, and no mouse.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any

from simple_websocket import ConnectionClosed, Server
from websocket import WebSocketException, create_connection
from werkzeug.serving import make_server

LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def main(touch: bool, arguments: list[str]) -> None:
    """Start Firefox, and listen in its place for as long as it runs."""
    firefox = subprocess.Popen(["firefox-esr", *arguments], stderr=subprocess.PIPE, text=True)
    assert firefox.stderr
    for line in firefox.stderr:
        if found := LISTENS.search(line):
            server = make_server("127.0.0.1", 0, partial(relay, f"{found[1]}/session", touch), threaded=True)
            Thread(target=server.serve_forever, daemon=True).start()
            print(f"WebDriver BiDi listening on ws://127.0.0.1:{server.port}", file=sys.stderr, flush=True)
    os._exit(firefox.wait())


def relay(address: str, touch: bool, environ: dict[str, Any], _start: object) -> None:
    """Lead Playwright's socket to Firefox's."""
    playwright = Server.accept(environ)
    firefox = create_connection(address, suppress_origin=True)

    def ask(text: str) -> None:
        asked = json.loads(text)
        wish = asked["params"]
        if asked["method"] == "emulation.setMediaFeaturesOverride" and not wish["features"]:
            playwright.send(json.dumps({"type": "success", "id": asked["id"], "result": {}}))
            return
        wish.pop("userActivation", None)
        if touch and asked["method"] == "input.performActions":
            for source in (source for source in wish["actions"] if source["type"] == "pointer"):
                source["parameters"] = {"pointerType": "touch"}
        firefox.send(json.dumps(asked))

    Thread(target=hand_over, args=(firefox.recv, playwright.send), daemon=True).start()
    hand_over(playwright.receive, ask)
    raise ConnectionError  # so Werkzeug knows that there is nothing left to answer


def hand_over(receive: Callable[[], str], send: Callable[[str], object]) -> None:
    """Pass on whatever comes until one side is gone."""
    with suppress(ConnectionClosed, WebSocketException, OSError):
        while text := receive():
            send(text)


if __name__ == "__main__":
    main("--touch" in sys.argv, [each for each in sys.argv[1:] if each != "--touch"])
