"""An office's logo: any picture people have, made into the dots of a thermal head."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

from app.rules.faults import Unusable, Wrong
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.parts import Logo

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 2 * 1024 * 1024
MOST_PIXELS = 12_000_000
KINDS = ("PNG", "JPEG", "WEBP")
ON_SCREEN = (512, 256)
"""The room of a logo on screens, in pixels: enough for a board of 4K."""
HIGHEST = {80: 200, 58: 144}
"""Dots from top to bottom, by the width of the paper: about an inch."""


def logo_of(file: bytes) -> Logo:
    """The logo in a file that somebody chose, for both widths of paper.

    Args:
        file: a PNG, JPEG or WebP picture, whatever its name says.

    Raises:
        Unusable: it is none of these, too large, damaged, or empty paper.
    """
    if len(file) > LARGEST_FILE:
        raise Unusable(Wrong.LOGO_TOO_LARGE, most=str(LARGEST_FILE // 1024 // 1024))
    picture = _inked(_opened(file))
    return Logo(wide=_dots(picture, PAPER_80), narrow=_dots(picture, PAPER_58))


def logo_on_screen(file: bytes) -> str:
    """The logo in a file for screens: in colour, drawn anew without whatever else the file held; PNG in base64.

    Args:
        file: one that `logo_of` took.
    """
    picture = picture_of(file)
    picture = picture.crop(picture.getbbox())  # without what is clear around it
    picture.thumbnail(ON_SCREEN)
    return _png(picture)


def _opened(file: bytes) -> Image:
    from PIL import Image

    coloured = picture_of(file)
    return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured).convert("L")


def picture_of(file: bytes, most_pixels: int = MOST_PIXELS) -> Image:
    """The picture in a file that somebody chose, in colour and upright.

    Args:
        file: a PNG, JPEG or WebP picture, whatever its name says.

    Raises:
        Unusable: it is none of these, damaged, or has more pixels.
    """
    from PIL import Image, ImageOps

    try:
        # By its content. The size stands in its head, so that a bomb is refused before it goes off.
        picture = Image.open(BytesIO(file), formats=KINDS)
        if picture.width * picture.height > most_pixels:
            raise Unusable(Wrong.LOGO_TOO_MANY_DOTS, most=str(most_pixels // 1_000_000))
        return ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError:
        raise Unusable(Wrong.LOGO_TOO_MANY_DOTS, most=str(most_pixels // 1_000_000)) from None
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable(Wrong.NO_PICTURE) from None


def _inked(picture: Image) -> Image:
    """Without the white around it."""
    box = picture.point(lambda shade: 255 if shade < 240 else 0).getbbox()
    if box is None:
        raise Unusable(Wrong.LOGO_EMPTY)
    return picture.crop(box)


def _dots(picture: Image, paper: Paper) -> str:
    room = (paper.dots * 2 // 3, HIGHEST[paper.width_mm])
    small = picture.copy()
    small.thumbnail(room)
    return _png(small.convert("1"))


def _png(picture: Image) -> str:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return b64encode(out.getvalue()).decode()
