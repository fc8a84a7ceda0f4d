"""What every answer tells browsers to hold to: our own files alone, no foreign frame, and TLS once there was TLS."""

from __future__ import annotations

import re
import secrets

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.settings import Settings

NONCE = "giliran.nonce"
"""Where a request keeps what its scripts carry."""
STRICT_TRANSPORT = "max-age=31536000"
"""One year, for this very name alone: other names of the office may have no certificate."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # The address of a ticket is its citizen's secret: no other site learns it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)",
}
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'{sockets}; frame-src 'self'; frame-ancestors 'self'; "
    "form-action 'self'; object-src 'none'; base-uri 'none'"
)
OF_ONE_PERSON = frozenset({"admin", "auth", "citizen", "counter"})
"""Blueprints whose pages nobody keeps: whoever comes to this computer next does not go back to them."""
A_HOST = re.compile(r"[\w.:\[\]-]{1,255}", re.ASCII)


def init_headers(app: Flask, settings: Settings) -> None:
    """Add the headers to every answer, and believe as many proxies as the setting says."""
    app.jinja_env.globals["nonce"] = nonce
    app.after_request(hold_to)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]


def nonce() -> str:
    """What a script of this very page carries, so that the browser runs no other."""
    return str(request.environ.setdefault(NONCE, secrets.token_urlsafe(16)))


def hold_to(answer: Response) -> Response:
    """Put the headers on an answer."""
    for name, value in ALWAYS.items():
        answer.headers[name] = value
    answer.headers["Content-Security-Policy"] = POLICY.format(
        scripts=f"'nonce-{nonce()}'" if NONCE in request.environ else "'none'", sockets=_sockets()
    )
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        answer.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if request.blueprint in OF_ONE_PERSON and "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _sockets() -> str:
    # Televisions from 2020 do not count a socket of our own origin as 'self'.
    host = request.headers.get("Host", "")
    return f" {'wss' if request.is_secure else 'ws'}://{host}" if A_HOST.fullmatch(host) else ""
