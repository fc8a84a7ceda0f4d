"""Which language a page speaks: `?lang=` in its address, else Indonesian.

The address alone decides, so a kiosk is back in Indonesian for the next citizen by going home,
and no GET leaves anything behind.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context, request, url_for
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
        return {
            "language": language,
            "languages": LANGUAGES,
            "said": lambda texts: said_in(texts or {}, language),
            "this_page_in": this_page_in,
        }


def this_page_in(language: str, otherwise: str) -> str:
    """The address of this page in another language; for the answer to a form, `otherwise`."""
    if request.method != "GET" or request.endpoint is None:
        return otherwise
    values = {**request.args.to_dict(), **(request.view_args or {})}
    return url_for(request.endpoint, **values | {"lang": None if language == DEFAULT_LANGUAGE else language})
