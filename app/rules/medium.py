"""A picture or a video that a board shows when it has room: when, how long, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.rules.faults import Bounds, Fault, Faults, Unusable, Wrong, out_of_bounds
from app.rules.schedule import WEEKDAYS, Span, read_spans, stored_spans

MOST = 40
"""So many one board can have."""
LONGEST_NAME = 80
BOUNDS = {"seconds": Bounds(3, 3600)}
HEAD = 64
"""So many bytes of a file tell what it is."""


class Kind(StrEnum):
    """What a medium is."""

    PICTURE = "picture"
    VIDEO = "video"


USUAL_SECONDS = {Kind.PICTURE: 12, Kind.VIDEO: 600}
"""A video is shown to its end, if that comes first."""


@dataclass(frozen=True)
class Medium:
    """One of a board's pictures and videos.

    Args:
        seal, ending: by which its file is found (app.kept).
        name: as the file was called; only who sets the office up sees it.
        seconds: how long it is shown; a video at most so long.
        days: weekdays, Monday being 0; none means every day.
        hours: none means at any hour.
    """

    seal: str
    ending: str
    name: str
    kind: Kind
    seconds: int
    is_on: bool = True
    days: tuple[int, ...] = ()
    hours: tuple[Span, ...] = ()


def stored(medium: Medium) -> dict[str, Any]:
    """A medium as JSON keeps it."""
    return vars(medium) | {"days": list(medium.days), "hours": stored_spans(medium.hours)}


def read(kept: Mapping[str, Any]) -> Medium:
    """A medium as it was kept."""
    return Medium(
        **{**kept, "kind": Kind(kept["kind"]), "days": tuple(kept["days"]), "hours": read_spans(kept["hours"])}
    )


def faults(medium: Medium) -> Faults:
    """What is wrong with how a medium shall be shown."""
    found = out_of_bounds(vars(medium), BOUNDS)
    strange = [str(day) for day in medium.days if day not in range(len(WEEKDAYS))]
    return found | ({"days": Fault(Wrong.NOT_KNOWN, {"name": strange[0]})} if strange else {})


def moved(media: Sequence[Medium], seal: str, by: int) -> tuple[Medium, ...]:
    """The media with one of them some places further on (or back); at either end it stays."""
    others = [each for each in media if each.seal != seal]
    at = next(i for i, each in enumerate(media) if each.seal == seal)
    others.insert(max(0, at + by), media[at])
    return tuple(others)


def video_ending(head: bytes) -> str:
    """How a video's file is called, by its first bytes.

    Args:
        head: the first 64 bytes of it.

    Raises:
        Unusable: it is neither an MP4 nor a WebM, which all boards can play.
    """
    # ISO/IEC 14496-12: a box "ftyp" names the brand; "qt  " is QuickTime's own, which not all browsers play.
    if head[4:8] == b"ftyp" and head[8:12] != b"qt  ":
        return "mp4"
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head:
        return "webm"
    raise Unusable(Wrong.NO_MEDIUM)
