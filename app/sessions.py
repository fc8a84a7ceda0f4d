"""Sessions: Flask's own signed cookie, whose signature is reckoned once."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from app import cookies

MOST = 4096
"""So many cookies are known at once; a screen shows the same one at every touch."""


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, with the signer made once: making it costs as much as reading the cookie."""

    def __init__(self) -> None:
        self._signer: _Knowing | None = None

    def get_cookie_secure(self, app: Flask) -> bool:
        """Over TLS the cookie comes back over TLS alone, whatever the settings say."""
        return cookies.over_tls()

    def get_cookie_name(self, app: Flask) -> str:
        """Over TLS it is this very host's."""
        return cookies.name_of(super().get_cookie_name(app))

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of this application's cookies."""
        stock = super().get_signing_serializer(app) if self._signer is None else None
        if stock is not None:
            self._signer = _Knowing(stock)
        return self._signer


class _Knowing(URLSafeTimedSerializer):
    """A signer that knows a cookie again: whether it is genuine cannot change, only whether it is too old."""

    def __init__(self, stock: URLSafeTimedSerializer) -> None:
        vars(self).update(vars(stock))
        self._genuine = lru_cache(MOST)(self._unsigned)

    def loads(self, s: str | bytes, max_age: int | None = None, **more: Any) -> Any:  # type: ignore[override]
        """What was signed, made anew each time: whoever reads a session may change it."""
        payload, signed_at = self._genuine(s)
        if more or max_age is None or not 0 <= time.time() - signed_at <= max_age:
            return super().loads(s, max_age, **more)
        return self.load_payload(payload)

    def _unsigned(self, signed: str | bytes) -> tuple[bytes, float]:
        signer = next(iter(self.iter_unsigners()))
        payload, signed_at = signer.unsign(signed, return_timestamp=True)
        return payload, signed_at.timestamp()
