"""The agent by itself: what it needs, what it refuses, and how it says what is wrong."""

from __future__ import annotations

import pwd
import re
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from printers.agent.agent import folder_by_default
from printers.agent.seen import usb_printers
from printers.agent.state import State
from tests.printers.agent_process import AgentProcess
from tests.server import ROOT, free_port

NAME = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)$", re.MULTILINE)
OURS = ("python-escpos", "pillow", "pyusb", "pyserial")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "printers.agent", *words], cwd=ROOT, capture_output=True, text=True, timeout=20
    )


def test_it_needs_few_libraries_and_the_servers_own_versions() -> None:
    agents = dict(NAME.findall((ROOT / "printers" / "requirements.txt").read_text()))
    servers = dict(NAME.findall((ROOT / "requirements.txt").read_text()))
    assert agents and agents.items() <= servers.items()
    assert set(OURS) <= agents.keys() and len(agents) < 15


def test_it_loads_neither_the_server_nor_its_libraries() -> None:
    program = """
import sys, importlib
import printers.agent.__main__, printers.layout, printers.worker
printers.layout._escpos()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "escpos" in loaded.stdout.split()
    assert not {"app", "flask", "sqlalchemy", "gevent", "socketio", "kiosk"} & set(loaded.stdout.split())


def test_a_user_without_a_home_is_asked_where_the_token_is_kept_and_systemd_says_so_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(_number: int) -> object:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.delenv("HOME", raising=False)
    assert folder_by_default({}) is None
    assert folder_by_default({"STATE_DIRECTORY": "/var/lib/giliran-agent"}) == Path("/var/lib/giliran-agent")
    assert folder_by_default({"XDG_STATE_HOME": "/srv"}) == Path("/srv/giliran-agent")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--server", "antrean.example.go.id"], "write it as https://"),
        (["--server", "https://ada:banyak"], "write it as https://"),
        (["--server", "http://10.1.2.3:8000"], "--insecure-lan"),
        (["--server", "http://127.0.0.1:1", "--printer", "usb://x"], "a right one looks like usb://04b8:0e15"),
        (["--server", "https://127.0.0.1:1", "--ca", "/nowhere.pem"], "--ca /nowhere.pem cannot be used"),
        (["--server", "https://127.0.0.1:1", "--ca", str(ROOT / "README.md")], "it holds no certificate"),
        (["--server", "http://127.0.0.1:1", "--state", "/dev/null/x"], "name another folder"),
    ],
)
def test_what_it_cannot_use_is_said_in_one_line(words: list[str], said: str, tmp_path: Path) -> None:
    state = [] if "--state" in words else ["--state", str(tmp_path)]
    done = run(*words, *state)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and done.stderr.count("\n") == 1


def test_two_agents_do_not_share_a_state_folder(tmp_path: Path) -> None:
    held = State(tmp_path)
    assert "another agent already runs" in run("--server", "http://127.0.0.1:1", "--state", str(tmp_path)).stderr
    assert held.token == ""


class Another(BaseHTTPRequestHandler):
    """A web server that is none of ours."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(404)
        self.end_headers()
        self.wfile.write(b"<h1>Not here</h1>")

    def log_message(self, *_words: object) -> None:
        pass


class Elsewhere(Another):
    """One that sends everybody on."""

    def do_POST(self) -> None:
        self.send_response(301)
        self.send_header("Location", "https://antrean.example.go.id/")
        self.end_headers()


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


def own_certificate(folder: Path) -> Path:
    file = folder / "office.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    subprocess.run(
        [*command, *subject, "-keyout", str(file), "-out", str(folder / "cert")], check=True, capture_output=True
    )
    file.write_text(file.read_text() + (folder / "cert").read_text())
    return file


def says(folder: Path, server: str, words: str, *more: str) -> None:
    agent = AgentProcess(server, folder / "agent", more=more)
    agent.start()
    try:
        log = agent.says(words)
        assert "Traceback" not in log and agent.process and agent.process.poll() is None, log
    finally:
        agent.stop()


def test_it_says_why_it_does_not_get_through_and_keeps_trying(tmp_path: Path) -> None:
    says(tmp_path, f"http://127.0.0.1:{free_port()}", "refuses the connection; no server runs there; trying again")
    with listening(Another) as port:
        says(tmp_path, f"http://127.0.0.1:{port}", "is no Giliran server (it answered 404)")
    with listening(Elsewhere) as port:
        says(tmp_path, f"http://127.0.0.1:{port}", "give --server that address")


def test_a_certificate_nobody_vouches_for_is_not_believed_unless_its_authority_is_named(tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path)
    with listening(Another, certificate) as port:
        says(tmp_path, f"https://127.0.0.1:{port}", "not trusted")
        says(tmp_path, f"https://127.0.0.1:{port}", "is no Giliran server", "--ca", str(certificate))


def test_it_sees_the_usb_printers_and_only_those(tmp_path: Path) -> None:
    def plugged(port: str, kind: str, **files: str) -> None:
        (tmp_path / port).mkdir()
        (tmp_path / f"{port}:1.0").mkdir()
        (tmp_path / f"{port}:1.0" / "bInterfaceClass").write_text(f"{kind}\n")
        for name, said in files.items():
            (tmp_path / port / name).write_text(f"{said}\n")

    plugged("1-1", "07", idVendor="04b8", idProduct="0e15", manufacturer="EPSON", product="TM-T20II")
    plugged("1-2", "03", idVendor="046d", idProduct="c31c", product="Keyboard")
    plugged("1-3", "07", idVendor="0416", idProduct="5011")
    assert usb_printers(tmp_path) == {"usb://04b8:0e15": "EPSON TM-T20II", "usb://0416:5011": "USB"}
