"""Cookies that no script reads, and that over TLS are this very name's alone.

Over TLS their names begin with `__Host-`: a browser keeps such a cookie only if it came over TLS from the host itself,
so that no other server of the office's domain can plant one (RFC 6265bis, 4.1.3.2). Over plain HTTP, in an office's
own network, browsers refuse that name.
"""

from __future__ import annotations

from flask import Response, current_app, request

A_COOKIES_LIFE = 400 * 24 * 3600
"""The longest that browsers keep one, in seconds; each page that a screen loads begins it anew."""
THIS_HOST = "__Host-"


def over_tls() -> bool:
    """Whether what this answer sets comes back over TLS alone."""
    return bool(current_app.config["SESSION_COOKIE_SECURE"] or request.is_secure)


def name_of(name: str) -> str:
    """What a cookie is called in the browser of this request."""
    return f"{THIS_HOST}{name}" if over_tls() else name


def kept(name: str) -> str:
    """What this browser keeps; empty when nothing. A screen paired by an earlier version keeps it by the bare name."""
    return request.cookies.get(name_of(name)) or request.cookies.get(name, "")


def keep(answer: Response, name: str, content: str, seconds: int = A_COOKIES_LIFE) -> None:
    """Let a browser keep something that no script can read."""
    answer.set_cookie(name_of(name), content, max_age=seconds, secure=over_tls(), httponly=True, samesite="Lax")


def forget(answer: Response, name: str) -> None:
    """Let a browser keep it no more."""
    answer.delete_cookie(name_of(name), secure=over_tls(), httponly=True, samesite="Lax")
