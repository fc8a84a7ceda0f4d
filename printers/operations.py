"""What a printer does with the bytes it is sent."""

from __future__ import annotations

from dataclasses import dataclass


class UnknownCommand(ValueError):
    """Bytes that are none of our commands.

    Args:
        offset: where they begin.
        data: the whole that was to be decoded.
    """

    def __init__(self, offset: int, data: bytes) -> None:
        super().__init__(f"no command of ours at byte {offset}: {data[offset : offset + 8].hex(' ')}")
        self.offset = offset
        self.data = data


@dataclass(frozen=True)
class Line:
    """One printed line."""

    text: str
    size: int = 1
    bold: bool = False
    align: str = "left"


@dataclass(frozen=True)
class QrCode:
    """A QR code; `module` is the side of its smallest square, in dots."""

    data: str
    module: int
    align: str


@dataclass(frozen=True)
class Raster:
    """A picture from the left edge on, row by row: eight dots to a byte, the first dot the highest bit.

    Args:
        width: dots in a row, a multiple of 8.
        bits: the rows, one after the other; a 1 is ink.
    """

    width: int
    bits: bytes

    @property
    def height(self) -> int:
        """Rows of dots."""
        return len(self.bits) * 8 // self.width


@dataclass(frozen=True)
class Fed:
    """The paper moved on by this many lines."""

    lines: int


@dataclass(frozen=True)
class CutOff:
    """The paper was cut, but for one point."""


Operation = Line | QrCode | Raster | Fed | CutOff
