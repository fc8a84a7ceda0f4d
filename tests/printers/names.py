"""A name server of the tests' own: where names of `.test` lead, and which machines were reached for."""

from __future__ import annotations

import socket
from typing import Any

import pytest


class NamesLead:
    """Say where names lead from now on. Nobody out there is really asked or reached."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.reached: list[str] = []
        self._addresses: tuple[str, ...] = ()
        self._truly_found, self._truly_connected = socket.getaddrinfo, socket.create_connection
        patch.setattr(socket, "getaddrinfo", self._found)
        patch.setattr(socket, "create_connection", self._connected)

    def __call__(self, *addresses: str) -> None:
        self._addresses = addresses

    def _found(self, host: Any, *args: Any, **more: Any) -> list[Any]:
        there = self._addresses if str(host).endswith(".test") else (host,)
        return [each for address in there for each in self._truly_found(address, *args, **more)]

    def _connected(self, address: tuple[str, int], *args: Any, **more: Any) -> socket.socket:
        self.reached.append(address[0])
        if not address[0].startswith("127."):
            raise ConnectionRefusedError(111, "Connection refused")
        return self._truly_connected(address, *args, **more)
