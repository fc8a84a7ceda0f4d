"""Ways back that a request names itself: only to pages of our own."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(wanted: str) -> str | None:
    """The path, when it is one of ours; None for whatever leads elsewhere."""
    parts = urlsplit(wanted)
    local = not parts.scheme and not parts.netloc and wanted.startswith("/") and "\\" not in wanted
    return wanted if local else None
