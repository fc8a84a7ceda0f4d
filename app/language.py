"""Which language a page speaks: `?lang=` in its address, else Indonesian.

The address alone decides, so a kiosk is back in Indonesian for the next citizen by going home,
and no GET leaves anything behind.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import get_locale

from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES, said_in


def chosen_language() -> str:
    """The language of this request."""
    wanted = request.args.get("lang", "") if has_request_context() else ""
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


def init_language(app: Flask) -> None:
    """Let every link keep the language, and give templates `said()` and `language`."""

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint.endswith("static") or not has_request_context():
            return
        if chosen_language() != DEFAULT_LANGUAGE:
            values.setdefault("lang", chosen_language())

    @app.context_processor
    def words() -> dict[str, Any]:
        language = str(get_locale() or DEFAULT_LANGUAGE)
        return {"language": language, "languages": LANGUAGES, "said": lambda texts: said_in(texts or {}, language)}
