"""What every part of the API has in common: a key, a rate, strict JSON, cursors."""

from __future__ import annotations

import base64
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Any, TypeVar

from app.api.document import LateChapter
from app.api.keys import require_key, shown_key
from app.api.schemas import Problem
from app.errors import CursorUnusable
from app.extensions import limiter, rate
from app.queueing import reading

MOST = 200
T = TypeVar("T")


REFUSALS = {
    "400": "It could not be understood",
    "401": "No key, or none of ours",
    "403": "Another office's, or not allowed",
    "404": "There is no such thing",
    "409": "Not in this state",
    "413": "Too large",
    "422": "A field is missing or wrong; `errors` names it",
    "429": "Too often; `Retry-After` tells the seconds",
}


class Part(LateChapter):
    """A blueprint whose every operation tells how it refuses, in one shape."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # The library's own way for a blueprint to add to each operation's document.
        self._prepare_doc_cbks.append(self._with_refusals)

    @staticmethod
    def _with_refusals(doc: dict[str, Any], _info: Any, **_more: Any) -> dict[str, Any]:
        answers = doc.setdefault("responses", {})
        for status, description in REFUSALS.items():
            answers[status] = {
                "description": description,
                "content": {"application/problem+json": {"schema": Problem}},
            }
        return doc


def part(name: str, description: str) -> Part:
    """A part of the API below `/api/v1`, open to keys alone."""
    pages = Part(f"api_{name}", __name__, url_prefix="/api/v1", description=description)
    pages.before_request(require_key)
    limiter.limit(rate("KEY"), key_func=shown_key)(pages)
    limiter.limit(rate("ADDRESS"))(pages)
    return pages


def page(rows: Sequence[T], limit: int, key: Any) -> tuple[Sequence[T], str | None]:
    """One page out of `limit + 1` rows that were read, and the cursor of the next if there is more.

    Args:
        key: tells the number after which the next page begins, from its last row.
    """
    if len(rows) <= limit:
        return rows, None
    kept = rows[:limit]
    place = f"{key(kept[-1])}@{reading.history_id()}"
    return kept, base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def after(cursor: str | None) -> int:
    """The number a cursor stands for.

    Raises:
        CursorUnusable: it is none of ours, or from before this installation was restored from a backup.
    """
    if cursor is None:
        return 0
    try:
        said, _, history = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("@")
        number = int(said)
    except (ValueError, NotBase64):
        raise CursorUnusable from None
    if not 0 <= number < 2**31 or history != reading.history_id():
        raise CursorUnusable
    return number
