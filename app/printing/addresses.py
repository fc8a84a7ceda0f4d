"""Which addresses of printers may be written in the browser: fewer than whoever runs the server may use.

The server connects and writes there: any port or any file would make a port scanner of it, or worse.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import current_app

from app.settings import Ports
from printers.networks import Networks, addresses_of

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


def print_networks() -> Networks:
    """The networks in which this installation looks for printers."""
    networks: Networks = current_app.config["PRINTER_NETWORKS"]
    return networks


def outside(url: str) -> str | None:
    """Where an address that is well written leads out of these networks, be it one way of several; None if nowhere.

    A name that nobody knows now leads nowhere. It is looked up anew whenever something is printed (drivers.tcp).
    """
    parts = urlsplit(url)
    if parts.scheme != "tcp":
        return None
    try:
        found = addresses_of(parts.hostname or "", parts.port or USUAL_PORT)
    except OSError:
        return None
    return next((address for address in found if address not in print_networks()), None)


def is_device(url: str) -> bool:
    """Whether an address that is well written names a device where printers are, or no file at all."""
    parts = urlsplit(url)
    return parts.scheme not in DEVICES or DEVICES[parts.scheme].fullmatch(parts.path) is not None
