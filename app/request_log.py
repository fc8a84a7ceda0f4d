"""One line for every request, with a number by which somebody finds it; and the log's two shapes, text and JSON.

What could open something or tell of somebody is never written: no query, no cookie, no form, no address of a citizen.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from urllib.parse import quote

from flask import Flask, Response, g, has_request_context, request

from app.durations import note

log = logging.getLogger("request")

BY_TRUSTED_PROXY = "werkzeug.proxy_fix.orig"
"""What Werkzeug writes into the environ where the operator trusts a proxy: its number is taken over."""
GIVEN = re.compile(r"[0-9A-Za-z_-]{8,64}")
SECRET_ARGUMENTS = ("token",)
COVERED = "***"
LONGEST_PATH = 200
TEXT = "%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s"


def init_request_log(app: Flask) -> None:
    """Give every request a number, and tell of it when it is answered."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        g.pop("request_id", None)
        request_id()

    @app.after_request
    def tell(answer: Response) -> Response:
        took = time.perf_counter() - g.get("began", time.perf_counter())
        answer.headers["X-Request-ID"] = request_id()
        note(request.blueprint or "", answer.status_code, took)
        # Files of our own that were found say nothing, and are most of what a browser asks for.
        if not (request.endpoint or "").endswith("static") or answer.status_code >= 400:
            _write(answer.status_code, round(took * 1000, 1))
        return answer


def request_id() -> str:
    """The number of the request that is answered now."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "") if request.environ.get(BY_TRUSTED_PROXY) else ""
        g.request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(6)
    return str(g.request_id)


def set_up_log(shape: str) -> None:
    """Write what happens to stderr.

    Args:
        shape: "text" for people, "json" for machines, one object a line.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_with_request)
    handler.setFormatter(_json() if shape == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def covered_path() -> str:
    """The path of this request, without what opens something."""
    if request.url_rule is None:
        # Nobody knows what stands in an address that leads nowhere; where it was to lead is enough.
        return quote("/" + request.path.lstrip("/").partition("/")[0])[:LONGEST_PATH]
    path = request.path
    for name in SECRET_ARGUMENTS:
        if request.view_args and name in request.view_args:
            path = path.replace(request.view_args[name], COVERED)
    return quote(path, safe="/*")[:LONGEST_PATH]


def _write(status: int, ms: float) -> None:
    method, path = request.method, covered_path()
    facts = {"method": method, "path": path, "status": status, "ms": ms}
    log.info("%s %s %s in %s ms", method, path, status, ms, extra=facts)


def _with_request(record: logging.LogRecord) -> bool:
    number = g.get("request_id") if has_request_context() else None
    vars(record).update(request_id=number, request=f" [{number}]" if number else "")
    return True


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    return JsonFormatter(
        "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
        rename_fields={"asctime": "at", "levelname": "level", "name": "of"},
        reserved_attrs=[*logging.makeLogRecord({}).__dict__, "asctime", "message", "request"],
        json_ensure_ascii=False,
    )
