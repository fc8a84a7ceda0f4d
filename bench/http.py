"""A thin HTTP/1.1 client on bare sockets, so that the server is measured and not the client."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Connection:
    """One keep-alive connection, with the cookie the server gave it."""

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"127.0.0.1:{port}"
        self.cookie = ""
        self.token = ""

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a page."""
        return self._ask(f"GET {path} HTTP/1.1\r\n{self._headers()}\r\n".encode())

    def post(self, path: str, **form: str) -> tuple[int, bytes]:
        """Status and body after sending a form."""
        body = urlencode(form | {"csrf_token": self.token}).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._headers()}Content-Type: application/x-www-form-urlencoded\r\n"
        return self._ask(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def open_page(self, path: str) -> None:
        """Read a page for its CSRF token, as a browser does."""
        _status, body = self.get(path)
        found = TOKEN.search(body.decode())
        assert found, body[:200]
        self.token = found.group(1)

    def sign_in(self, name: str, password: str) -> None:
        """Sign in as staff."""
        self.open_page("/login")
        status, body = self.post("/login", name=name, password=password)
        assert status == 302, (status, body[:300])
        self.open_page("/counter/")

    def _headers(self) -> str:
        return f"Host: {self.host}\r\n" + (f"Cookie: {self.cookie}\r\n" if self.cookie else "")

    def _ask(self, request: bytes) -> tuple[int, bytes]:
        self.sock.sendall(request)
        head, _, body = self._read_head().partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        cookie = re.search(r"(?i)^set-cookie: (session=[^;]+)", text, re.MULTILINE)
        self.cookie = cookie.group(1) if cookie else self.cookie
        length = int((re.search(r"(?i)^content-length: (\d+)", text, re.MULTILINE) or [0, "0"])[1])
        while len(body) < length:
            body += self._more()
        return int(text[9:12]), body

    def _read_head(self) -> bytes:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        return got

    def _more(self) -> bytes:
        chunk = self.sock.recv(65536)
        if not chunk:
            raise ConnectionError("the server hung up")
        return chunk


@dataclass(frozen=True)
class Load:
    """What a load brought: answers a second, and how long each took."""

    per_second: float
    seconds: list[float]


def load(port: int, clients: int, duration: float, ask: Callable[[Connection, int], None], page: str = "") -> Load:
    """Let clients ask one after the other for a while, all at once.

    Args:
        duration: seconds.
        ask: does one request on a client's connection; gets the request's running number.
        page: opened once by each client beforehand, for its token.
    """
    took: list[float] = []
    ready = threading.Barrier(clients + 1)
    stop = threading.Event()

    def client(number: int) -> None:
        connection = Connection(port)
        if page:
            connection.open_page(page)
        ready.wait()
        count = 0
        while not stop.is_set():
            began = time.perf_counter()
            ask(connection, number * 1_000_000 + count)
            took.append(time.perf_counter() - began)
            count += 1

    threads = [threading.Thread(target=client, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    time.sleep(duration)
    done = len(took)
    stop.set()
    for thread in threads:
        thread.join(30)
    return Load(done / duration, took)
