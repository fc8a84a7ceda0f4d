"""A file that somebody chose for a board: a picture, drawn anew, or a video, kept as it is."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath

from flask import current_app
from werkzeug.datastructures import FileStorage

from app import kept
from app.printing.logo import picture_of
from app.queueing.ruling.boards import KIND
from app.rules.faults import Unusable, Wrong
from app.rules.medium import HEAD, LONGEST_NAME, USUAL_SECONDS, Kind, Medium, video_ending

LARGEST_PICTURE = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
ON_BOARD = (2560, 1440)
"""The room of a picture, in pixels: enough for the large place on a board of 4K."""
GROUND = "#0b1722"
"""The board's own ground, where a picture lets it through."""


def medium_of(branch_id: int, file: FileStorage | None) -> Medium:
    """Keep a file of an office, and tell what it is by its content.

    Raises:
        Unusable: it is no picture and no video that a board can show, or too large.
    """
    if file is None or not file.filename:
        raise Unusable(Wrong.NO_MEDIUM)
    name = PurePath(file.filename).stem[:LONGEST_NAME]
    ending = _video_ending(file)
    if ending:
        seal, kind = kept.keep(branch_id, KIND, file.stream, ending), Kind.VIDEO
    else:
        ending, kind = "jpg", Kind.PICTURE
        seal = kept.keep(branch_id, KIND, BytesIO(_drawn_anew(file)), ending)
    return Medium(seal, ending, name, kind, USUAL_SECONDS[kind])


def _video_ending(file: FileStorage) -> str:
    head = file.stream.read(HEAD)
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    try:
        ending = video_ending(head)
    except Unusable:
        return ""
    largest = current_app.config["LARGEST_VIDEO"]
    if size > largest:
        raise Unusable(Wrong.MEDIUM_TOO_LARGE, most=str(largest // 1024 // 1024))
    return ending


def _drawn_anew(file: FileStorage) -> bytes:
    # Without whatever else the file held: the place where it was taken, for example.
    from PIL import Image

    data = file.stream.read(LARGEST_PICTURE + 1)
    if len(data) > LARGEST_PICTURE:
        raise Unusable(Wrong.MEDIUM_TOO_LARGE, most=str(LARGEST_PICTURE // 1024 // 1024))
    try:
        picture = picture_of(data, MOST_PIXELS)
    except Unusable as unusable:
        raise Unusable(Wrong.NO_MEDIUM) if unusable.fault.wrong is Wrong.NO_PICTURE else unusable from None
    picture.thumbnail(ON_BOARD)
    ground = Image.new("RGBA", picture.size, GROUND)
    out = BytesIO()
    Image.alpha_composite(ground, picture).convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
