"""What an operator copies from deploy/ works: certificates, nginx, units."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import socketio
import yaml

from tests.server import ROOT, free_port, serving

DEPLOY = ROOT / "deploy"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=30)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's own authority, and a certificate for its server."""
    folder = tmp_path_factory.mktemp("tls")
    made = run(DEPLOY / "tls" / "make-ca", folder, "Kecamatan Karawaci / Loket")
    assert made.returncode == 0, made.stderr
    made = run(DEPLOY / "tls" / "make-certificate", folder, "localhost", "antrean.karawaci.lan", "127.0.0.1")
    assert made.returncode == 0, made.stderr
    return folder


def trusting(folder: Path) -> ssl.SSLContext:
    """A phone on which the office's authority was installed."""
    return ssl.create_default_context(cafile=str(folder / "ca.pem"))


@pytest.mark.parametrize("name", ["localhost", "antrean.karawaci.lan", "127.0.0.1"])
def test_a_phone_that_trusts_the_office_trusts_its_server(authority: Path, name: str) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(authority / "server.pem", authority / "server.key")
    here, there = ssl.MemoryBIO(), ssl.MemoryBIO()
    phone = trusting(authority).wrap_bio(there, here, server_hostname=name)
    office = server.wrap_bio(here, there, server_side=True)
    for side in (phone, office, phone, office):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert phone.version() == "TLSv1.3"


def test_keys_are_for_their_owner_alone(authority: Path) -> None:
    assert {(authority / key).stat().st_mode & 0o777 for key in ("ca.key", "server.key")} == {0o600}


def test_an_authority_is_never_replaced_and_wrong_input_is_one_line(authority: Path, tmp_path: Path) -> None:
    refused = [
        run(DEPLOY / "tls" / "make-ca", authority, "Again"),
        run(DEPLOY / "tls" / "make-ca"),
        run(DEPLOY / "tls" / "make-certificate", tmp_path, "name.lan"),
        run(DEPLOY / "tls" / "make-certificate", authority, "name.lan,CA:TRUE"),
        run(DEPLOY / "tls" / "make-certificate", authority),
    ]
    assert [(each.returncode, each.stderr.count("\n")) for each in refused] == [(2, 1)] * 5


def test_an_authority_whose_key_is_in_the_safe_is_never_replaced_either(authority: Path, tmp_path: Path) -> None:
    shutil.copy(authority / "ca.pem", tmp_path)
    renewed = run(DEPLOY / "tls" / "make-certificate", tmp_path, "name.lan")
    assert "bring" in renewed.stderr and "ca.key" in renewed.stderr
    assert run(DEPLOY / "tls" / "make-ca", tmp_path, "Again").returncode == 2
    assert (tmp_path / "ca.pem").read_bytes() == (authority / "ca.pem").read_bytes()


@contextmanager
def nginx_before(behind: int, authority: Path, folder: Path, port: int) -> Iterator[str]:
    """A real nginx as deploy/nginx sets it up, before the port `behind`; its address."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if not nginx:
        pytest.skip("needs nginx")
    process = subprocess.Popen([nginx, "-c", str(configured(folder, authority, port, behind)), "-p", str(folder)])
    until = time.monotonic() + 10
    while time.monotonic() < until and socket.socket().connect_ex(("127.0.0.1", port)):
        time.sleep(0.05)
    try:
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.wait(5)


@pytest.fixture(scope="module")
def behind_nginx(authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A real server behind nginx; its address, and nginx's folder."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    with (
        serving(tmp_path_factory.mktemp("behind") / "v", PUBLIC_URL=f"https://localhost:{port}") as server,
        nginx_before(server.port, authority, folder, port) as address,
    ):
        yield address, folder


def configured(folder: Path, authority: Path, port: int, behind: int) -> Path:
    """deploy/nginx/giliran.conf on free ports and files of our own; nothing else is changed."""
    text = (DEPLOY / "nginx" / "giliran.conf").read_text()
    text = text.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{behind};")
    text = re.sub(r"listen \[::\].*\n", "", text).replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;").replace("/etc/giliran-tls", str(authority))
    text = text.replace("/var/log/nginx", str(folder)).replace("antrean.example.go.id", "localhost")
    main = folder / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\nhttp {{ {temporary}\n{text}\n}}\n"
    )
    assert run("nginx", "-t", "-c", main, "-p", folder).returncode == 0
    return main


def test_pages_and_sockets_come_through_nginx_over_tls(behind_nginx: tuple[str, Path], authority: Path) -> None:
    address, folder = behind_nginx
    with urlopen(f"{address}/", context=trusting(authority)) as answer:
        assert "Karawaci" in answer.read().decode()
    for path in ("/metrics", "/t/a-secret-token?also=secret"):
        with pytest.raises(HTTPError):
            urlopen(f"{address}{path}", context=trusting(authority))
    screen = socketio.SimpleClient(ssl_verify=False)
    screen.connect(address, transports=["websocket"], wait_timeout=10)
    assert screen.transport == "websocket"
    screen.disconnect()
    time.sleep(0.3)
    log = (folder / "giliran.log").read_text()
    assert "GET /t/*** 404" in log and "secret" not in log


def test_the_demo_opens_nothing_through_a_proxy(behind_nginx: tuple[str, Path], authority: Path) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{behind_nginx[0]}/kiosk/karawaci", context=trusting(authority))
    assert refused.value.code == 403


def test_after_a_power_cut_a_page_comes_back_by_itself_and_a_button_is_not_pressed_twice(
    authority: Path, tmp_path: Path
) -> None:
    with nginx_before(free_port(), authority, tmp_path, free_port()) as address:
        told = []
        for pressed in (None, b"pressed=1"):
            with pytest.raises(HTTPError) as refused:
                urlopen(Request(f"{address}/kiosk/karawaci", pressed), context=trusting(authority))
            assert refused.value.code == 502
            told.append(refused.value.read().decode())
    looked, pressed_on = told
    assert 'http-equiv="refresh"' in looked and "terbuka sendiri" in looked
    assert "refresh" not in pressed_on and "kembali" in pressed_on


def test_units_are_as_systemd_wants_them(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd")
    # The programs they start are not installed on this machine: /bin/true stands for them.
    for file in [*DEPLOY.rglob("giliran*.service"), *DEPLOY.rglob("*.timer")]:
        text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", file.read_text())
        (tmp_path / file.name.replace("@.", "@8000.")).write_text(text.replace("file:///opt/giliran", "file:///"))
    for unit in sorted(tmp_path.iterdir()):
        told = run("systemd-analyze", "verify", "--man=no", unit)
        ours = [line for line in told.stderr.splitlines() if "giliran" in line]
        assert ours == [], told.stderr


def test_the_kit_of_a_screen_is_as_shell_and_chromium_want_it() -> None:
    assert run("sh", "-n", DEPLOY / "kiosk" / "giliran-screen").stderr == ""
    assert json.loads((DEPLOY / "kiosk" / "giliran-screen.json").read_text())["TranslateEnabled"] is False


def test_the_compose_file_has_the_two_processes_behind_one_proxy() -> None:
    said = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
    assert set(said["services"]) == {"postgres", "redis", "app1", "app2", "nginx"}
    assert said["services"]["app1"] == said["services"]["app2"]
    assert "ports" not in said["services"]["app1"], "nobody passes the proxy by"
    inside = (DEPLOY / "compose" / "nginx.conf").read_text()
    assert "server app1:8000;" in inside and "server app2:8000;" in inside
