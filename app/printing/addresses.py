"""Which addresses of printers may be written in the browser: fewer than whoever runs the server may use.

The server connects and writes there: any port or any file would make a port scanner of it, or worse.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import current_app

from app.settings import Ports

USUAL_PORT = 9100
DEVICES = {
    "file": re.compile(r"/dev/(usb/)?lp[0-9]{1,2}"),
    "serial": re.compile(r"/dev/(tty(S|USB|ACM|AMA)[0-9]{1,3}|rfcomm[0-9]{1,2}|serial/by-(id|path)/[\w.:@+-]+)"),
}


def print_ports() -> Ports:
    """The TCP ports at which this installation looks for printers."""
    ports: Ports = current_app.config["PRINTER_PORTS"]
    return ports


def is_print_port(url: str) -> bool:
    """Whether an address that is well written names a port of printers, or none."""
    parts = urlsplit(url)
    return parts.scheme != "tcp" or (parts.port or USUAL_PORT) in print_ports()


def is_device(url: str) -> bool:
    """Whether an address that is well written names a device where printers are, or no file at all."""
    parts = urlsplit(url)
    return parts.scheme not in DEVICES or DEVICES[parts.scheme].fullmatch(parts.path) is not None
