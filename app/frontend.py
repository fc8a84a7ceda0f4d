"""What templates need to show things: icons, versioned static files, times of the office."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from flask import Flask, Response, request
from markupsafe import Markup

from app.clock import now
from app.clock_words import at_office, clock_words, said_spans
from app.extensions import compress
from app.printing.slips import estimate_words, people_ahead_words, ticket_link
from app.printing.troubles import no_slip_because, paper_words, printer_trouble, slips_left_words
from app.queueing.reasons import IN_SHORT
from app.together import together

ICONS = Path(__file__).parent / "static" / "vendor" / "icons"
A_YEAR = 365 * 24 * 3600


def init_frontend(app: Flask) -> None:
    """Give templates their helpers, and static files addresses that change with their content."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR
    app.jinja_env.globals.update(
        icon=icon,
        together=together,
        ticket_link=ticket_link,
        people_ahead_words=people_ahead_words,
        estimate_words=estimate_words,
        printer_trouble=printer_trouble,
        no_slip_because=no_slip_because,
        paper_words=paper_words,
        slips_left_words=slips_left_words,
        at_office=at_office,
        clock_words=clock_words,
        said_spans=said_spans,
        minutes_between=minutes_between,
        seconds_until=seconds_until,
        why_in_short=lambda why: str(IN_SHORT[why]),
    )

    compress.init_app(app)

    @app.after_request
    def pack(answer: Response) -> Response:
        # Files alone. A page holds its form's token beside what somebody typed: its packed length would tell (BREACH).
        if request.endpoint != "together.files" and _static_folder(app, request.endpoint or "") is None:
            return answer
        if answer.mimetype in compress.compress_mimetypes_set:
            # Read whole: a stream is packed with what gzip lacks, and browsers ask for nothing else without TLS.
            answer.direct_passthrough = False
            answer.make_sequence()
        return compress.after_request(answer)

    @app.url_defaults
    def version(endpoint: str, values: dict[str, Any]) -> None:
        folder = _static_folder(app, endpoint)
        if folder and "filename" in values:
            values.setdefault("v", _fingerprint(folder / values["filename"]))


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """A lucide icon as inline SVG, silent for screen readers: the word beside it speaks."""
    svg = (ICONS / f"{name}.svg").read_text()
    silent = svg[svg.index("<svg") :].replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
    return Markup(silent)  # our own SVG # noqa: S704 # nosec B704


def qr_svg(data: str) -> Markup:
    """A QR code as inline SVG that grows with its box.

    The mask is given: weighing all eight (ISO/IEC 18004, 7.8.3) takes most of the time and helps only readers of
    large codes on bad paper, not a phone in front of a screen.
    """
    out = BytesIO()
    segno.make_qr(data, error="m", mask=4).save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2)
    return Markup(out.getvalue().decode())  # our own SVG # noqa: S704 # nosec B704


def minutes_between(start: datetime, end: datetime | None = None) -> int:
    """The whole minutes from one moment to another, or until now; never below 0."""
    return max(0, int(((end or now()) - start).total_seconds() // 60))


def seconds_until(moment: datetime) -> int:
    """The whole seconds from now to a moment; never below 0."""
    return max(0, int((moment - now()).total_seconds()))


def _static_folder(app: Flask, endpoint: str) -> Path | None:
    if endpoint == "static":
        return Path(app.static_folder or "")
    name, _, view = endpoint.rpartition(".")
    if view != "static" or name not in app.blueprints:
        return None
    return Path(app.blueprints[name].static_folder or "")


@lru_cache(maxsize=512)
def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "missing"
