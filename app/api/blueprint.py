"""What every part of the API has in common: a key, a rate, strict JSON, cursors."""

from __future__ import annotations

import base64
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Any, TypeVar

from flask_smorest import Blueprint

from app.api.keys import rate, require_key, whose_limit
from app.errors import CursorUnusable
from app.extensions import limiter

MOST = 200
T = TypeVar("T")


def part(name: str, description: str) -> Blueprint:
    """A part of the API below `/api/v1`, open to keys alone."""
    pages = Blueprint(f"api_{name}", __name__, url_prefix="/api/v1", description=description)
    pages.before_request(require_key)
    limiter.limit(rate, key_func=whose_limit)(pages)
    return pages


def page(rows: Sequence[T], limit: int, key: Any) -> tuple[Sequence[T], str | None]:
    """One page out of `limit + 1` rows that were read, and the cursor of the next if there is more.

    Args:
        key: tells the number after which the next page begins, from its last row.
    """
    if len(rows) <= limit:
        return rows, None
    kept = rows[:limit]
    return kept, base64.urlsafe_b64encode(str(key(kept[-1])).encode()).decode().rstrip("=")


def after(cursor: str | None) -> int:
    """The number a cursor stands for; raises CursorUnusable for what is none of ours."""
    if cursor is None:
        return 0
    try:
        number = int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, NotBase64):
        raise CursorUnusable from None
    if not 0 <= number < 2**31:
        raise CursorUnusable
    return number
