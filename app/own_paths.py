"""Ways back that a request names itself: only to pages of our own."""

from __future__ import annotations


def own_path(wanted: str) -> str | None:
    """The path, when it is one of ours; None for whatever leads elsewhere.

    Browsers read any number of slashes or backslashes in front as those before another host (WHATWG URL, special
    authority ignore slashes state), and leave tabs and line breaks out.
    """
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if is_ours else None
