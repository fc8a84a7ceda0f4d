"""How the installation is reached: its address, its certificate, its processes."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext

from app.clock import now
from app.doctor.findings import Depth, Finding, Severity
from app.queueing import reading
from app.settings import Settings, is_loopback

PATIENCE = 2
DAYS_LEFT, DAYS_TOO_FEW = 30, 7


def address(_depth: Depth) -> Iterator[Finding]:
    """Whether phones can find their ticket, and nobody in between can read along."""
    settings, about = _settings(), gettext("Address")
    if settings.public_url is None:
        yield Finding(
            Severity.NOTE if settings.bound_to_loopback else Severity.WRONG,
            about,
            gettext("PUBLIC_URL is not set: slips and kiosks show no QR code, only the number."),
            gettext("Set PUBLIC_URL to the address a phone can reach, as https://antrean.example.go.id"),
        )
        return
    parts = urlsplit(settings.public_url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        yield Finding(
            Severity.WRONG,
            about,
            gettext(
                "%(url)s is not encrypted: passwords and tokens can be read in the network.", url=settings.public_url
            ),
            gettext("Serve it over HTTPS; deploy/README.md says how, also in an office without internet."),
        )
        return
    yield Finding(Severity.WELL, about, gettext("QR codes lead to %(url)s.", url=settings.public_url))


def certificate(_depth: Depth) -> Iterator[Finding]:
    """How long the certificate of PUBLIC_URL is still good."""
    parts = urlsplit(_settings().public_url or "")
    if parts.scheme != "https" or not shutil.which("openssl"):
        return
    about = gettext("Certificate")
    try:
        ends = ends_at(ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=PATIENCE))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        yield Finding(
            Severity.NOTE,
            about,
            gettext("The certificate at %(host)s could not be looked at from here.", host=parts.netloc),
            gettext("Open the address on a phone; when it warns, the certificate needs you."),
        )
        return
    left = (ends - now()).days
    words = gettext("It is good for another %(days)s days.", days=left)
    if left < 0:
        words = gettext("It ran out on %(date)s.", date=ends.date())
    remedy = gettext("Make a new one: deploy/README.md says how.")
    severity = Severity.WRONG if left < DAYS_TOO_FEW else Severity.NOTE if left < DAYS_LEFT else Severity.WELL
    yield Finding(severity, about, words, "" if severity is Severity.WELL else remedy)


def ends_at(pem: str) -> datetime:
    """When a certificate ends, as openssl reads it; raises ValueError."""
    said = subprocess.run(
        ["openssl", "x509", "-noout", "-enddate"], input=pem, capture_output=True, text=True, timeout=PATIENCE
    ).stdout
    return datetime.strptime(said.strip(), "notAfter=%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC)


def processes(_depth: Depth) -> Iterator[Finding]:
    """Whether the processes of an installation hear each other."""
    settings, about = _settings(), gettext("Server processes")
    if settings.redis_url:
        yield from _redis(settings.redis_url, about)
    elif settings.is_sqlite:
        yield Finding(Severity.WELL, about, gettext("One server uses the database, as SQLite needs it."))
    else:
        yield Finding(
            Severity.NOTE,
            about,
            gettext("Without REDIS_URL, several processes hear of each other's calls up to a second late."),
            gettext("With one process nothing is to be done; with several, set REDIS_URL for all of them."),
        )


def open_demo(_depth: Depth) -> Iterator[Finding]:
    """Whether kiosk and board are open without pairing."""
    if not reading.made_by_demo():
        return
    about = gettext("Demo")
    if _settings().bound_to_loopback:
        what = gettext("This is a demo: on this machine alone, kiosk and board open without being paired.")
    else:
        what = gettext("This is a demo with accounts and an office to try things with.")
    yield Finding(
        Severity.NOTE, about, what, gettext("For real use, begin an installation of its own: flask --app wsgi init")
    )


def _redis(url: str, about: str) -> Iterator[Finding]:
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE).ping()
    except (redis.RedisError, OSError, ValueError):
        yield Finding(
            Severity.WRONG,
            about,
            gettext("Redis does not answer: processes hear of each other's calls up to a second late."),
            gettext("Start Redis, and check REDIS_URL."),
        )
    else:
        yield Finding(Severity.WELL, about, gettext("Redis answers: they hear each other at once."))


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
