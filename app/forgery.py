"""Changes come from our own pages alone: Flask-WTF's check, whose signature is reckoned once."""

from __future__ import annotations

from flask import g, request, session
from flask_wtf import CSRFProtect

MOST = 4096
"""So many tokens are known at once."""


class OurOwnPages(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection, which knows a token again.

    A screen sends the same token at every touch, and it stays good as long as its session (WTF_CSRF_TIME_LIMIT
    is None). Over TLS the address of the page is looked at each time as well, which is left to Flask-WTF.
    """

    def __init__(self) -> None:
        super().__init__()
        self._good: dict[tuple[str, str], None] = {}

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a change that comes from elsewhere.

        Raises:
            CSRFError: the request has no token, or not one of its session.
        """
        shown = _shown()
        if shown in self._good and not request.is_secure:
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)
        if shown and g.get("csrf_valid"):
            self._remember(shown)

    def _remember(self, shown: tuple[str, str]) -> None:
        if len(self._good) >= MOST:
            self._good.pop(next(iter(self._good)), None)
        self._good[shown] = None


def _shown() -> tuple[str, str] | None:
    # A form's own token; what comes in a header instead, or in neither, is looked at each time.
    secret, token = session.get("csrf_token"), request.method == "POST" and request.form.get("csrf_token")
    return (secret, token) if secret and token else None
