"""Passkeys (W3C WebAuthn Level 3): at which address there can be any, and when one counts on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

LASTS = timedelta(minutes=5)
"""So long a browser has to answer: somebody may have to fetch their telephone (13.4.3 and 15.1 advise 5 to 10)."""
MOST = 10
"""So many passkeys one person has."""
LONGEST_NAME = 60
LONGEST_KEY = 1000
"""Bytes of a public key: RSA of 4096 bits, the largest that authenticators make, has some 530."""

A_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z]([a-z0-9-]*[a-z0-9])?")
"""A name of the DNS whose last part is no number: what is one, or has colons, is an address."""
OF_THIS_MACHINE = "localhost"
USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Site:
    """What a passkey is bound to.

    Args:
        name: of the server, the "RP ID".
        origin: its scheme, name and port, as browsers say them.
    """

    name: str
    origin: str


def site_of(address: str) -> Site | None:
    """What passkeys are bound to at a web address; None where browsers make none.

    They ask for a name, no number (5.1.3), and for TLS unless it is this very machine (W3C Secure Contexts, 3.1).
    """
    try:
        parts = urlsplit(address)
        scheme, name, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return None
    if not A_NAME.fullmatch(name) or not (scheme == "https" or (scheme == "http" and _is_this_machine(name))):
        return None
    return Site(name, f"{scheme}://{name}" + (f":{port}" if port not in (None, USUAL_PORTS[scheme]) else ""))


def counts_on(before: int, now: int) -> bool:
    """Whether a passkey's count of its signatures goes on as that of the only one there is (7.2, step 22).

    Many passkeys do not count and always say 0. Of two that were copied from each other one falls behind.
    """
    return now > before or now == before == 0


def _is_this_machine(name: str) -> bool:
    return name == OF_THIS_MACHINE or name.endswith(f".{OF_THIS_MACHINE}")
