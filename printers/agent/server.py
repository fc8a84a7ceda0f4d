"""The agent's line to the server: JSON over HTTP or HTTPS, the connection kept."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SECONDS = 10
MOST_BYTES = 1_000_000


class AddressUnusable(Exception):
    """The server's address or certificate file cannot be used; one line says why and what to write instead."""


class Unreachable(Exception):
    """No answer, or none of a Giliran server; one line says why. Trying again may help."""


class NotPaired(Exception):
    """The server does not know this agent's token (any more)."""


class Refused(Exception):
    """The server understood and will not; trying the same again does not help."""

    def __init__(self, words: str, code: str = "") -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Address:
    """Where the server is.

    Args:
        scheme: "http" or "https".
        path: what stands before `/api`, mostly nothing.
        trust: whose certificates are believed.
    """

    scheme: str
    host: str
    port: int
    path: str
    trust: ssl.SSLContext | None

    @classmethod
    def of(cls, url: str, ca: Path | None, *, insecure_lan: bool) -> Address:
        """Read an address; raises AddressUnusable."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise AddressUnusable(f"{url!r} is no address; write it as https://antrean.example.go.id") from None
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            raise AddressUnusable(f"{url!r} is no address; write it as https://antrean.example.go.id")
        if parts.scheme == "http" and not insecure_lan and not _is_this_machine(parts.hostname):
            raise AddressUnusable(
                f"over http://{parts.hostname} anybody in the network could read this agent's token; "
                "use https://, or --insecure-lan if you trust everybody in that network"
            )
        trust = _trust(ca) if parts.scheme == "https" else None
        usual = 443 if parts.scheme == "https" else 80
        return cls(parts.scheme, parts.hostname, port or usual, parts.path.rstrip("/"), trust)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}{self.path}"


class Line:
    """One connection to the server, for one thread. It is opened when something is asked, and kept."""

    def __init__(self, address: Address, token: str = "") -> None:  # none yet # nosec B107
        self.address = address
        self.token = token
        self._wire: http.client.HTTPConnection | None = None

    def ask(self, path: str, asked: Mapping[str, Any], again: Mapping[str, Any] | None = None) -> Any:
        """Ask, and wait for the answer.

        Args:
            path: below `/api/agent`.
            again: what is added when a connection that was kept turns out to be dead, and the question is put anew.

        Returns:
            what was answered; None when there was nothing to say.

        Raises:
            Unreachable, NotPaired, Refused: as they say.
        """
        kept = self._wire is not None
        try:
            return self._asked(path, asked)
        except (http.client.HTTPException, OSError) as error:
            self.hang_up()
            if not kept:
                raise Unreachable(f"{self.address} {_in_words(error)}") from error
        return self.ask(path, {**asked, **(again or {})})

    def hang_up(self) -> None:
        """End the connection."""
        wire, self._wire = self._wire, None
        if wire:
            wire.close()

    def _asked(self, path: str, asked: Mapping[str, Any]) -> Any:
        self._wire = wire = self._wire or self._opened()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        wire.request("POST", f"{self.address.path}/api/agent{path}", json.dumps(asked), headers)
        answer = wire.getresponse()
        body = answer.read(MOST_BYTES)
        return self._understood(answer, body)

    def _opened(self) -> http.client.HTTPConnection:
        at = self.address
        if at.trust:
            return http.client.HTTPSConnection(at.host, at.port, timeout=SECONDS, context=at.trust)
        return http.client.HTTPConnection(at.host, at.port, timeout=SECONDS)

    def _understood(self, answer: http.client.HTTPResponse, body: bytes) -> Any:
        if answer.status == 204:
            return None
        if answer.getheader("Location"):
            raise Unreachable(
                f"{self.address} sends us on to {answer.getheader('Location')}; give --server that address"
            )
        try:
            said = json.loads(body)
        except ValueError:
            raise Unreachable(f"{self.address} is no Giliran server (it answered {answer.status})") from None
        if answer.status < 300:
            return said
        words, code = str(said.get("detail", "")), str(said.get("code", ""))
        if code == "device-unknown":
            raise NotPaired(words)
        if answer.status >= 500 or answer.status == 429:
            raise Unreachable(f"{self.address} is busy or unwell ({answer.status}: {words})")
        raise Refused(f"{self.address} refused ({answer.status}: {words})", code)


def _trust(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:
        why = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise AddressUnusable(f"--ca {ca} cannot be used ({why}); name a file with the office's CA as PEM") from None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that is not trusted ({error.verify_message}); name the office's CA with --ca FILE"
    words = next((words for kind, words in WORDS.items() if isinstance(error, kind)), "")
    why = error.strerror if isinstance(error, OSError) else ""
    return words or (f"cannot be reached ({why})" if why else "hung up in the middle of an answer")


WORDS: dict[type[Exception], str] = {
    ssl.SSLError: "does not speak TLS; is it an http:// server?",
    socket.gaierror: "has a name that nobody knows here; check --server and the network",
    TimeoutError: "does not answer",
    ConnectionRefusedError: "refuses the connection; no server runs there",
}
