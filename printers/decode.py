"""What a printer would make of the bytes we send. Strict: a byte nobody sends on purpose is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from printers.operations import CutOff, Fed, Line, Operation, QrCode, Raster, UnknownCommand
from printers.paper import CODE_PAGES

__all__ = [
    "CutOff",
    "Fed",
    "Line",
    "Operation",
    "QrCode",
    "Raster",
    "UnknownCommand",
    "decode",
    "qr_data",
    "read_text",
]

ESC, GS, LF = 0x1B, 0x1D, 0x0A
Value = TypeVar("Value")

ALIGNS = {0: "left", 1: "center"}
CodePages = Iterable[tuple[str, int]]
OUR_PAGES = tuple(CODE_PAGES.items())


def decode(data: bytes, code_pages: CodePages = OUR_PAGES) -> list[Operation]:
    """What comes out of a printer that is sent `data`.

    Args:
        code_pages: those the printer has, each with its number.

    Raises:
        UnknownCommand: we never send that, or not in that place.
    """
    return _Printer(data, {slot: page for page, slot in code_pages} or {0: "CP437"}).run()


def read_text(data: bytes, code_pages: CodePages = OUR_PAGES) -> list[str]:
    """The lines of text on the paper, from the top; spaces at the edges and empty lines are kept."""
    return [operation.text for operation in decode(data, code_pages) if isinstance(operation, Line)]


def qr_data(data: bytes, code_pages: CodePages = OUR_PAGES) -> list[str]:
    """What the QR codes on the paper say that the printer drew itself, from the top."""
    return [operation.data for operation in decode(data, code_pages) if isinstance(operation, QrCode)]


@dataclass
class _Printer:
    data: bytes
    pages: dict[int, str]
    at: int = 0
    line: str = ""
    page: str = "CP437"
    size: int = 1
    bold: bool = False
    align: str = "left"
    stored: str = ""
    module: int = 0
    out: list[Operation] = field(default_factory=list)

    def run(self) -> list[Operation]:
        while self.at < len(self.data):
            self._step()
        if self.line:
            raise UnknownCommand(len(self.data), self.data)
        return self.out

    def _step(self) -> None:
        byte = self.data[self.at]
        if byte == LF:
            self.out.append(Line(self.line, self.size, self.bold, self.align))
            self.line, self.at = "", self.at + 1
        elif byte in (ESC, GS):
            self._command()
        else:
            self.line += self._character(byte)
            self.at += 1

    def _character(self, byte: int) -> str:
        try:
            character = bytes([byte]).decode(self.page)
        except UnicodeDecodeError:
            raise self._unknown() from None
        if byte < 0x20 or byte == 0x7F:
            raise self._unknown()
        return character

    def _command(self) -> None:
        if self.data[self.at : self.at + 3] == b"\x1d(k":
            self._qr()
            return
        if self.data[self.at : self.at + 4] == b"\x1dv0\0":
            self._raster()
            return
        name, value = self.data[self.at : self.at + 2], self.data[self.at + 2 : self.at + 3]
        if name == b"\x1b@":
            self._set_back()
            self.at += 2
        elif name in COMMANDS and value and (name == b"\x1bt" or not self.line):
            COMMANDS[name](self, value[0])
            self.at += 3
        else:
            raise self._unknown()

    def _set_back(self) -> None:
        if self.line:
            raise self._unknown()
        self.page, self.size, self.bold, self.align, self.stored, self.module = "CP437", 1, False, "left", "", 0

    def _choose_page(self, slot: int) -> None:
        self.page = self._one_of(self.pages, slot)

    def _choose_align(self, value: int) -> None:
        self.align = self._one_of(ALIGNS, value)

    def _choose_bold(self, value: int) -> None:
        self.bold = self._one_of({0: False, 1: True}, value)

    def _choose_size(self, value: int) -> None:
        self.size = self._one_of({0x11 * (times - 1): times for times in range(1, 9)}, value)

    def _feed(self, lines: int) -> None:
        self.out.append(Fed(lines))

    def _cut(self, kind: int) -> None:
        self.out.append(self._one_of({1: CutOff()}, kind))

    def _qr(self) -> None:
        head, length = self.at + 5, int.from_bytes(self.data[self.at + 3 : self.at + 5], "little")
        body = self.data[head : head + length]
        if self.line or length < 3 or len(body) < length or body[:1] != b"1":
            raise self._unknown()
        self._qr_function(body[1], body[2:])
        self.at = head + length

    def _qr_function(self, function: int, value: bytes) -> None:
        if function == 67 and len(value) == 1 and 1 <= value[0] <= 16:
            self.module = value[0]
        elif function == 80 and value[:1] == b"0" and len(value) > 1:
            self.stored = self._qr_words(value[1:])
        elif function == 81 and value == b"0" and self.stored and self.module:
            self.out.append(QrCode(self.stored, self.module, self.align))
        elif (function, value) not in ((65, b"2\0"), (69, b"1")):
            raise self._unknown()

    def _qr_words(self, value: bytes) -> str:
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise self._unknown() from None

    def _raster(self) -> None:
        head, sides = self.at + 8, self.data[self.at + 4 : self.at + 8]
        row, rows = int.from_bytes(sides[:2], "little"), int.from_bytes(sides[2:], "little")
        bits = self.data[head : head + row * rows]
        if self.line or not row or not rows or len(bits) < row * rows:
            raise self._unknown()
        self.out.append(Raster(row * 8, bits))
        self.at = head + len(bits)

    def _one_of(self, known: dict[int, Value], value: int) -> Value:
        if value not in known:
            raise self._unknown()
        return known[value]

    def _unknown(self) -> UnknownCommand:
        return UnknownCommand(self.at, self.data)


COMMANDS: dict[bytes, Callable[[_Printer, int], None]] = {
    b"\x1bt": _Printer._choose_page,
    b"\x1ba": _Printer._choose_align,
    b"\x1bE": _Printer._choose_bold,
    b"\x1d!": _Printer._choose_size,
    b"\x1bd": _Printer._feed,
    b"\x1dV": _Printer._cut,
}
