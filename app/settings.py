"""Every setting of an installation, read once, from the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from printers.networks import NEARBY, Networks

ROOT = Path(__file__).resolve().parent.parent


class SettingError(Exception):
    """A setting is wrong or missing; the text says which one and what to write instead."""


@dataclass(frozen=True)
class Ports:
    """Some TCP ports, as an operator writes them: "9100-9109,515"."""

    text: str

    def __post_init__(self) -> None:
        if not all(1 <= each.start < each.stop <= 65536 for each in self._ranges):
            raise ValueError(self.text)

    def __contains__(self, port: int) -> bool:
        return any(port in each for each in self._ranges)

    def __str__(self) -> str:
        return self.text

    @property
    def _ranges(self) -> list[range]:
        ends = [each.partition("-") for each in self.text.split(",")]
        return [range(int(first), int(last or first) + 1) for first, _dash, last in ends]


@dataclass(frozen=True)
class Settings:
    """What the environment says about this installation (CONTRACT: Environment)."""

    data_dir: Path
    database_url: str
    secret_key: str = field(repr=False)
    chain_key: bytes = field(repr=False)
    second_step_key: bytes = field(repr=False)
    redis_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    rate_limits: bool = True
    key_rate: str = "3000 per minute"
    address_rate: str = "6000 per minute"
    screen_rate: str = "60 per minute"
    printer_ports: Ports = Ports("9100-9109")
    printer_networks: Networks = NEARBY
    largest_video_mb: int = 200
    idle_minutes: int = 60
    guide_ahead: bool = True
    log: str = "text"
    metrics_token: str | None = field(default=None, repr=False)
    trusted_proxies: int = 0

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_file(self) -> str:
        """The database's file, when it is SQLite."""
        return make_url(self.database_url).database or ""

    @property
    def bound_to_loopback(self) -> bool:
        return is_loopback(self.host)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; create the data folder and the secret key when they are missing.

        Raises:
            SettingError: a value cannot be used; its text is one line for the operator.
        """
        data_dir = _data_dir(environ.get("GILIRAN_DATA_DIR") or str(ROOT / "var"))
        return cls(
            data_dir=data_dir,
            database_url=_database_url(environ.get("DATABASE_URL") or "", data_dir),
            secret_key=_secret_key(environ.get("SECRET_KEY") or "", data_dir),
            second_step_key=_kept_secret(data_dir / "second_step_key").encode(),
            chain_key=_kept_secret(data_dir / "chain_key").encode(),
            redis_url=_redis_url(environ.get("REDIS_URL") or ""),
            host=environ.get("HOST") or "127.0.0.1",
            port=_port(environ.get("PORT") or "8000"),
            public_url=_public_url(environ.get("PUBLIC_URL") or ""),
            key_rate=_rate("GILIRAN_KEY_RATE", environ.get("GILIRAN_KEY_RATE") or cls.key_rate),
            address_rate=_rate("GILIRAN_ADDRESS_RATE", environ.get("GILIRAN_ADDRESS_RATE") or cls.address_rate),
            screen_rate=_rate("GILIRAN_SCREEN_RATE", environ.get("GILIRAN_SCREEN_RATE") or cls.screen_rate),
            printer_ports=_ports(environ.get("GILIRAN_PRINTER_PORTS") or str(cls.printer_ports)),
            printer_networks=_networks(environ.get("GILIRAN_PRINTER_NETWORKS") or ""),
            largest_video_mb=_megabytes(environ.get("GILIRAN_LARGEST_VIDEO_MB") or str(cls.largest_video_mb)),
            idle_minutes=_minutes(environ.get("GILIRAN_IDLE_MINUTES") or str(cls.idle_minutes)),
            log=_log(environ.get("GILIRAN_LOG") or cls.log),
            metrics_token=_metrics_token(environ.get("GILIRAN_METRICS_TOKEN") or ""),
            trusted_proxies=_proxies(environ.get("GILIRAN_TRUSTED_PROXIES") or "0"),
            guide_ahead=_switch("GILIRAN_GUIDE_AHEAD", environ.get("GILIRAN_GUIDE_AHEAD") or "on"),
            rate_limits=_switch("GILIRAN_RATE_LIMITS", environ.get("GILIRAN_RATE_LIMITS") or "on"),
        )


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether a host name or address (no port) can only mean this very machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _data_dir(value: str) -> Path:
    folder = Path(value).expanduser().resolve()
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"GILIRAN_DATA_DIR: cannot use the folder {folder} ({error.strerror}); name one this user may write to"
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingError(f"GILIRAN_DATA_DIR: no right to write in {folder}; name another folder or change its owner")
    return folder


def _database_url(value: str, data_dir: Path) -> str:
    if not value:
        return f"sqlite:///{data_dir / 'giliran.sqlite3'}"
    try:
        url = make_url(value)
    except ArgumentError:
        raise SettingError(
            "DATABASE_URL: not a database address; write postgresql://user:password@host/name or sqlite:////path/file"
        ) from None
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite").render_as_string(hide_password=False)
    raise SettingError(
        f"DATABASE_URL: {url.drivername} cannot be used; write postgresql://user:password@host/name or sqlite:////path/file"
    )


def _secret_key(value: str, data_dir: Path) -> str:
    if value:
        if len(value) < 16:
            raise SettingError("SECRET_KEY: shorter than 16 characters; leave it out and one is made and kept")
        return value
    return _kept_secret(data_dir / "secret_key")


def _kept_secret(file: Path) -> str:
    try:
        if not file.exists():
            _make_secret(file)
        kept = file.read_text("ascii").strip()
    except OSError as error:
        raise SettingError(
            f"cannot keep a key in {file} ({error.strerror}); make room, or give the folder to this user"
        ) from None
    except UnicodeDecodeError:
        kept = ""
    if not kept:
        raise SettingError(f"{file} holds no key; take it from a backup, or remove it if this installation is new")
    return kept


def _make_secret(file: Path) -> None:
    # It gets its name once it is whole: a full disk leaves no empty key, and of two processes that start at once
    # one makes the key and the other reads it.
    with NamedTemporaryFile("w", dir=file.parent, prefix=".") as fresh, suppress(FileExistsError):
        fresh.write(secrets.token_urlsafe(48))
        fresh.flush()
        os.fsync(fresh.fileno())
        os.link(fresh.name, file)


def _redis_url(value: str) -> str | None:
    if not value:
        return None
    if urlsplit(value).scheme not in ("redis", "rediss", "unix"):
        raise SettingError("REDIS_URL: not a Redis address; write redis://host:6379/0")
    return value


def _port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise SettingError(f"PORT: {value!r} is not a port; write a number from 1 to 65535")
    return int(value)


def _megabytes(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 4000:
        raise SettingError(f"GILIRAN_LARGEST_VIDEO_MB: {value!r} is no size; write a number from 1 to 4000")
    return int(value)


def _minutes(value: str) -> int:
    if not value.isdecimal() or not 5 <= int(value) <= 720:
        raise SettingError(f"GILIRAN_IDLE_MINUTES: {value!r} is no time; write a number from 5 to 720")
    return int(value)


def _proxies(value: str) -> int:
    if value not in tuple("012345"):
        raise SettingError(
            f"GILIRAN_TRUSTED_PROXIES: {value!r} is no number of proxies; write how many stand before it, 0 to 5"
        )
    return int(value)


def _ports(value: str) -> Ports:
    try:
        return Ports(value)
    except ValueError:
        raise SettingError(
            f"GILIRAN_PRINTER_PORTS: {value!r} names no ports; write numbers from 1 to 65535, as 9100-9109,515"
        ) from None


def _networks(value: str) -> Networks:
    try:
        return Networks(value)
    except ValueError:
        raise SettingError(
            f"GILIRAN_PRINTER_NETWORKS: {value!r} names no networks; write them as 203.0.113.0/24,2001:db8::/32"
        ) from None


def _public_url(value: str) -> str | None:
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingError(
            "PUBLIC_URL: not a web address; write what a phone can reach, as https://antrean.example.go.id"
        )
    return value.rstrip("/")


def _log(value: str) -> str:
    if value not in ("text", "json"):
        raise SettingError(f"GILIRAN_LOG: {value!r} is neither text nor json")
    return value


def _metrics_token(value: str) -> str | None:
    if value and len(value) < 16:
        raise SettingError("GILIRAN_METRICS_TOKEN: shorter than 16 characters; write a longer one, or leave it out")
    return value or None


def _rate(name: str, value: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,6} per (second|minute|hour)", value):
        raise SettingError(f"{name}: {value!r} is no rate; write it as: 3000 per minute")
    return value


def _switch(name: str, value: str) -> bool:
    if value.lower() not in ("on", "off"):
        raise SettingError(f"{name}: {value!r} is neither on nor off")
    return value.lower() == "on"
