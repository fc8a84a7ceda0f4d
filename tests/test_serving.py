"""The server starts, refuses to start, and stops as it promises."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from app import create_app
from tests.databases import settings_for
from tests.server import ROOT, RealServer, demo_installation, serving


def test_the_server_answers_and_stops_within_five_seconds(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.stop()
        server.start()  # from nothing, as an office's does
        assert server.answers("/healthz")
        with urlopen(f"{server.url}/readyz") as answer:
            assert json.load(answer) == {"database": True, "schema": True, "workers": True}
        assert server.stop() < 5
        assert server.process and server.process.returncode == 0


def test_a_second_server_on_the_same_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        second = RealServer(tmp_path)
        refused = second.command("serve")
        assert refused.returncode == 2
        assert len(refused.stderr.strip().splitlines()) == 1
        assert "another server" in refused.stderr
        assert server.answers()


def test_without_an_installation_it_says_what_to_run(tmp_path: Path) -> None:
    refused = RealServer(tmp_path).command("serve")
    assert refused.returncode == 2
    assert "flask --app wsgi demo" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_with_the_database_down_it_says_so(tmp_path: Path) -> None:
    server = RealServer(tmp_path, more={"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"})
    refused = server.command("serve")
    assert refused.returncode == 2
    assert "DATABASE_URL" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("command", ["db upgrade", "verify", "create-api-key x", "init"])
def test_commands_say_so_too_when_the_database_is_down(command: str, tmp_path: Path) -> None:
    server = RealServer(tmp_path, more={"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"})
    told_in_one_line(server.command(*command.split()), "check DATABASE_URL")


@pytest.mark.parametrize("command", ["serve", "db upgrade", "verify", "tidy"])
def test_a_damaged_database_is_told_as_damaged_by_every_command(command: str, tmp_path: Path) -> None:
    (tmp_path / "giliran.sqlite3").write_bytes(b"no database " * 1000)
    told_in_one_line(RealServer(tmp_path).command(*command.split()), "restore the last good backup")


def test_before_there_is_an_installation_commands_say_what_to_run(tmp_path: Path) -> None:
    told_in_one_line(RealServer(tmp_path).command("verify"), "flask --app wsgi init")


def test_a_database_of_a_later_version_is_not_sent_in_a_circle(tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    server.take_over(demo_installation())
    with sqlite3.connect(tmp_path / "giliran.sqlite3") as kept:
        kept.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in ("serve", "db upgrade"):
        told_in_one_line(server.command(*command.split()), "of a later version")
    told = server.command("doctor")
    assert "Do: Check out the version that wrote it" in told.stdout


def told_in_one_line(refused: subprocess.CompletedProcess[str], what: str) -> None:
    """A command refused in one line for the operator, and this stands in it."""
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
    assert what in refused.stderr


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with serving(tmp_path / "one") as server:
        other = RealServer(tmp_path / "two", port=server.port)
        other.take_over(demo_installation())
        refused = other.command("serve")
        assert refused.returncode == 2
        assert str(server.port) in refused.stderr


def test_psycopg_waits_in_a_way_that_lets_other_sockets_go_on(tmp_path: Path) -> None:
    look = "import serve, psycopg.waiting; print(psycopg.waiting.wait.__name__)"
    environ = RealServer(tmp_path).environ
    found = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60
    )
    assert found.stdout.strip() == "wait_poll"


def test_the_demo_may_be_run_again_and_tells_new_passwords_to_those_who_never_came(tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    server.demo()
    first = dict(server.passwords)
    assert set(first) == {"admin", "supervisor", "kota", "petugas"}
    server.demo()
    assert set(server.passwords) == set(first)
    assert server.passwords["petugas"] != first["petugas"]


def test_commands_answer_help_and_refuse_nonsense_in_one_line(tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    server.take_over(demo_installation())
    helped = server.command("serve", "--help")
    assert helped.returncode == 0 and "Usage" in helped.stdout
    told_in_one_line(server.command("set-printer", "nowhere", "virtual:"), "nowhere")
    # The others in this process: a second and a half for each of their own says no more.
    runner = create_app(settings_for("", tmp_path), with_commands=True).test_cli_runner()
    for name in ("init", "demo", "create-staff", "set-printer"):
        assert "Usage" in runner.invoke(args=[name, "--help"]).stdout
    nonsense = [
        ("set-printer", "karawaci", "tcp:/nowhere"),
        ("set-printer", "karawaci"),
        ("set-printer", "karawaci", "virtual:", "--profile", "TM-T9000"),
        ("add-printer", "karawaci", "virtual:", "--profile", "POS-5890"),
        ("create-staff", "Rina", "--role", "king", "--password-stdin"),
        ("create-staff", "Rina", "--role", "officer", "--branch", "nowhere", "--password-stdin"),
        ("create-staff", "Rina", "--role", "officer"),
    ]
    for words in nonsense:
        refused = runner.invoke(args=words, input="a-long-enough-password\n")
        assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1), (words, refused.output)
    short = runner.invoke(args=["create-staff", "Rina", "--role", "officer", "--password-stdin"], input="short\n")
    assert (short.exit_code, "shorter" in short.stderr) == (2, True)


def test_an_account_made_by_command_can_sign_in(tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    server.take_over(demo_installation())
    made = server.command(
        "create-staff", "Rina", "--role", "officer", "--password-stdin", stdin="a-long-enough-password\n"
    )
    assert made.returncode == 0, made.stderr
    for name, why in (("Rina", "Rina"), ("RINA", "RINA"), ("Ri\u202ena", "can be seen")):
        again = server.command(
            "create-staff", name, "--role", "officer", "--password-stdin", stdin="a-long-enough-password\n"
        )
        assert again.returncode == 2 and why in again.stderr


def test_what_a_second_process_writes_is_noticed_within_two_seconds(tmp_path: Path) -> None:
    import socketio

    with serving(tmp_path) as server:
        heard: list[dict[str, object]] = []
        screen = socketio.Client()
        screen.on("event", heard.append)
        screen.connect(server.url)
        screen.call("watch", {"branch": "karawaci"})
        code = "from app.queueing import issuing, reading; issuing.issue(reading.branch('karawaci').id, 'D-INF', 'k')"
        program = f"from wsgi import app\nwith app.app_context():\n    {code.replace('; ', chr(10) + '    ')}"
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=server.environ, check=True, timeout=60)
        until = time.monotonic() + 2
        while not heard and time.monotonic() < until:
            time.sleep(0.05)
        screen.disconnect()
        assert [event["ticket"] for event in heard] == ["D-001"]
