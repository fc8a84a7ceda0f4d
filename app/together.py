"""Style sheets and scripts that come as one file: a slow screen waits for one answer instead of for twenty."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, url_for
from werkzeug.security import safe_join

pages = Blueprint("together", __name__)

MOST = 40
"""So many files are asked for at once; a page names less than thirty."""
KINDS = {".css": "text/css", ".js": "text/javascript"}
BETWEEN = {".css": b"\n", ".js": b"\n;\n"}
"""What stands between two files, so that neither runs into the other."""


# Beside what they are made of: a style sheet names its fonts from where it stands.
@pages.get("/static/css/together.css", defaults={"kind": ".css"})
@pages.get("/static/js/together.js", defaults={"kind": ".js"})
def files(kind: str) -> Response:
    """The files named, in their order."""
    names = request.args.getlist("f")
    found = [_file(name) for name in names]
    if not 0 < len(found) <= MOST or not all(each and each.suffix == kind for each in found):
        abort(404)
    answer = Response(_joined(tuple(each for each in found if each)), mimetype=KINDS[kind])
    answer.cache_control.public = True
    answer.cache_control.max_age = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def together(names: Sequence[str]) -> str:
    """The address at which some files come as one; it changes with what is in them.

    Args:
        names: style sheets alone or scripts alone, each as its folder and its path in it:
            "static/css/base.css" is the application's, "kiosk/kiosk.css" the kiosk's.
    """
    found = tuple(each for each in map(_file, names) if each)
    kind = Path(names[0]).suffix
    return url_for("together.files", kind=kind, f=list(names), v=_fingerprint(found), lang=None)


def _file(name: str) -> Path | None:
    folder, _, path = name.partition("/")
    owner = current_app if folder == "static" else current_app.blueprints.get(folder)
    joined = safe_join(owner.static_folder, path) if owner and owner.static_folder else None
    return Path(joined) if joined and Path(joined).is_file() else None


@lru_cache(maxsize=16)
def _joined(files: tuple[Path, ...]) -> bytes:
    return BETWEEN[files[0].suffix].join(each.read_bytes() for each in files)


@lru_cache(maxsize=16)
def _fingerprint(files: tuple[Path, ...]) -> str:
    return hashlib.sha256(_joined(files)).hexdigest()[:10]
