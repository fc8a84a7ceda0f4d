"""A wrong setting is one line at the start, and exit 2."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.settings import SettingError, Settings, is_loopback

ROOT = Path(__file__).resolve().parent.parent


def test_without_any_setting_there_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path / "new")})
    assert settings.database_url == f"sqlite:///{tmp_path}/new/giliran.sqlite3"
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, None)


def test_a_secret_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path)}).secret_key
    assert Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path)}).secret_key == first
    assert len(first) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_key_that_could_not_be_written_leaves_nothing_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(SettingError, match=r"secret_key.*No space left.*make room"):
            Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []
    assert Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path)}).secret_key


@pytest.mark.parametrize("left", [b"", b"\n", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", ["secret_key", "second_step_key", "chain_key"])
def test_a_key_that_was_lost_is_never_taken_for_one(name: str, left: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(left)
    with pytest.raises(SettingError, match=f"{name}.*backup"):
        Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path)})


def test_a_key_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "chain_key").mkdir()
    with pytest.raises(SettingError, match="chain_key"):
        Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path)})


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starting:
        keys = set(
            starting.map(lambda _: Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path)}).chain_key, range(32))
        )
    assert len(keys) == 1


def test_a_secret_is_not_shown_when_settings_are_printed(tmp_path: Path) -> None:
    assert "very-secret" not in repr(
        Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path), "SECRET_KEY": "a-very-secret-key"})
    )


WRONG = [
    ("DATABASE_URL", "not a url"),
    ("DATABASE_URL", "mysql://host/name"),
    ("DATABASE_URL", "sqlite://"),
    ("SECRET_KEY", "short"),
    ("GILIRAN_TRUSTED_PROXIES", "all"),
    ("GILIRAN_TRUSTED_PROXIES", "-1"),
    ("GILIRAN_PRINTER_PORTS", "9100-9109,"),
    ("GILIRAN_PRINTER_PORTS", "9109-9100"),
    ("GILIRAN_PRINTER_PORTS", "0-70000"),
    ("GILIRAN_PRINTER_NETWORKS", "192.168.1.0/24,here"),
    ("GILIRAN_PRINTER_NETWORKS", "203.0.113.7/24"),
    ("REDIS_URL", "http://host"),
    ("PORT", "eighty"),
    ("PORT", "70000"),
    ("PUBLIC_URL", "antrean.example.go.id"),
    ("GILIRAN_RATE_LIMITS", "perhaps"),
    ("GILIRAN_DATA_DIR", "/dev/null/var"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environ({"GILIRAN_DATA_DIR": str(tmp_path), name: value})


def test_at_the_start_it_is_one_line_and_exit_2(tmp_path: Path) -> None:
    environ = os.environ | {"GILIRAN_DATA_DIR": str(tmp_path), "PORT": "eighty"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    found = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert found.returncode == 2
    assert found.stderr.strip().splitlines() == [
        "giliran: PORT: 'eighty' is not a port; write a number from 1 to 65535"
    ]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]", "::1"])
def test_these_hosts_are_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "192.168.1.10", "localhost.example.id", "127.0.0.1.example.id", "::"])
def test_these_hosts_are_not(host: str) -> None:
    assert not is_loopback(host)
