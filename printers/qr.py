"""A QR code's squares, and the code as a picture for printers that cannot draw one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


@lru_cache(maxsize=32)
def squares(data: str) -> tuple[bytes, ...]:
    """The rows of a code, a byte for each square, 1 where it is dark: as printers draw it, at error correction M."""
    import segno

    return tuple(map(bytes, segno.make_qr(data, error="m", boost_error=False).matrix))


def drawn(data: str, module: int, dots: int) -> Image:
    """A code black on white, in the middle of the paper.

    Args:
        module: dots of one side of a square.
        dots: how many the paper has in a row.
    """
    from PIL import Image, ImageOps

    rows = squares(data)
    small = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)).point(lambda dark: 0 if dark else 255)
    code = small.resize((len(rows) * module, len(rows) * module), Image.Resampling.NEAREST)
    return ImageOps.expand(code, (max(0, dots - code.width) // 2, 0, 0, 0), fill=255)
