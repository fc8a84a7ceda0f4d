"""`python -m printers.agent --server URL`: what it understands, and how it ends."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from printers.agent.agent import Agent, folder_by_default
from printers.agent.server import Address, AddressUnusable, Refused
from printers.agent.state import State
from printers.drivers import BadPrinterUrl, check_url


class Stopped(BaseException):
    """Somebody asked the agent to end."""


def main(words: Sequence[str] | None = None) -> int:
    """Run until stopped. Exit 2, with one line, when it cannot begin."""
    asked = _asked(words)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    try:
        for url in asked.printer:
            check_url(url)
        address = Address.of(asked.server, asked.ca, insecure_lan=asked.insecure_lan)
        agent = Agent(address, State(asked.state), tuple(asked.printer))
    except (AddressUnusable, BadPrinterUrl) as error:
        print(f"giliran-agent: {error}", file=sys.stderr)
        return 2
    return _run(agent)


def _run(agent: Agent) -> int:
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, _stop)
    try:
        agent.run()
    except Stopped:
        agent.stop.set()
        agent.let_go()
    except Refused as error:
        print(f"giliran-agent: {error}; are agent and server of the same release?", file=sys.stderr)
        return 1
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m printers.agent", description="Prints an office's slips on this computer."
    )
    parser.add_argument("--server", metavar="URL", required=True, help="the office's server, https://…")
    parser.add_argument("--state", metavar="FOLDER", type=Path, help="where the token is kept")
    parser.add_argument(
        "--printer", metavar="URL", action="append", default=[],
        help="a printer besides those on USB: tcp://host:9100, serial:///dev/…, lp://queue; may be repeated",
    )  # fmt: skip
    parser.add_argument("--ca", metavar="FILE", type=Path, help="the office's own certificate authority, as PEM")
    parser.add_argument("--insecure-lan", action="store_true", help="send the token over http:// all the same")
    asked = parser.parse_args(words)
    asked.state = asked.state or folder_by_default(os.environ)
    if asked.state is None:
        parser.error("this user has no home folder; say with --state FOLDER where the token is to be kept")
    return asked


if __name__ == "__main__":
    sys.exit(main())
