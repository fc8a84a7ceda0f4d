"""The REST API, version 1: the same verbs as the buttons, for programs (CONTRACT: REST API)."""

from __future__ import annotations

from flask import Flask

from app.api import agent, counters, offices, tickets
from app.api.document import LateDocument
from app.extensions import csrf

DESCRIPTION = """
The same verbs as on the screens: a call made here rings the board like a button does.
Errors are `application/problem+json` (RFC 9457). Times are ISO 8601 in the office's zone.
"""


def init_api(app: Flask) -> None:
    """Answer below `/api/v1`, and describe it at `/api/v1/openapi.json`, generated from the code."""
    app.config.update(
        API_TITLE="Giliran",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = LateDocument(
        app,
        spec_kwargs={
            "info": {"description": DESCRIPTION.strip()},
            "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
            "security": [{"key": []}],
        },
    )
    for surface in (offices.pages, counters.pages, tickets.pages):
        api.register_blueprint(surface)
        csrf.exempt(surface)  # a key in a header is nothing a foreign page can make a browser send
    app.register_blueprint(agent.pages)
    csrf.exempt(agent.pages)
