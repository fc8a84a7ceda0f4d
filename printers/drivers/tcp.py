"""A printer on the network: raw bytes on a TCP port."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass

from printers.drivers.base import SENTENCES, UNKNOWN, PaperLeft, PrinterError, Status, Trouble

CONNECT_SECONDS = 2.0
SEND_SECONDS = 2.0
ANSWER_SECONDS = 0.3

# DLE EOT n, answered at once even by a printer that is busy.
ASK_PRINTER, ASK_COVER, ASK_PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
FIXED_MASK, FIXED_BITS = 0x93, 0x12


@dataclass(frozen=True)
class TcpPrinter:
    """A printer that listens at `host`:`port`."""

    host: str
    port: int = 9100

    def send(self, data: bytes) -> None:
        """Ask how the printer is, then print; one that does not answer is printed on all the same."""
        with self._connected() as wire:
            trouble = self._asked(wire).trouble()
            if trouble:
                raise PrinterError(SENTENCES[trouble], trouble, needs_a_person=True)
            self._write(wire, data)

    def status(self) -> Status:
        """What the printer answers; unknown when it is mute."""
        with self._connected() as wire:
            return self._asked(wire)

    def _connected(self) -> socket.socket:
        try:
            return socket.create_connection((self.host, self.port), CONNECT_SECONDS)
        except OSError as error:
            reason = f"The printer at {self.host}:{self.port} cannot be reached ({_in_words(error)})."
            raise PrinterError(reason, Trouble.UNREACHABLE) from error

    def _asked(self, wire: socket.socket) -> Status:
        try:
            return _ask(wire)
        except OSError as error:
            reason = f"The printer hung up before the slip was sent ({_in_words(error)})."
            raise PrinterError(reason, Trouble.UNREACHABLE) from error

    def _write(self, wire: socket.socket, data: bytes) -> None:
        try:
            wire.settimeout(SEND_SECONDS)
            wire.sendall(data)
            wire.shutdown(socket.SHUT_WR)
            _let_it_hang_up(wire)
        except OSError as error:
            reason = f"The connection to the printer broke while it printed ({_in_words(error)})."
            raise PrinterError(reason, Trouble.BROKE_OFF, maybe_printed=True) from error


def _ask(wire: socket.socket) -> Status:
    wire.settimeout(ANSWER_SECONDS)
    printer = _answer(wire, ASK_PRINTER)
    if printer is None:
        return UNKNOWN
    cover, paper = _answer(wire, ASK_COVER), _answer(wire, ASK_PAPER)
    out_of_paper = cover is not None and bool(cover & 0x20)
    return Status(
        online=not printer & 0x08,
        paper="out" if out_of_paper else _paper(paper),
        cover_open=None if cover is None else bool(cover & 0x04),
    )


def _answer(wire: socket.socket, question: bytes) -> int | None:
    wire.sendall(question)
    try:
        answer = wire.recv(1)
    except TimeoutError:
        return None
    if not answer:
        raise ConnectionResetError("closed by the printer")
    return answer[0] if answer[0] & FIXED_MASK == FIXED_BITS else None


def _paper(answer: int | None) -> PaperLeft:
    if answer is None:
        return "unknown"
    if answer & 0x60:
        return "out"
    return "near_end" if answer & 0x0C else "ok"


def _let_it_hang_up(wire: socket.socket) -> None:
    # A connection closed over unread answers is reset, and takes along what the printer has not read yet;
    # and a printer that went away in the middle shows itself only here.
    wire.settimeout(ANSWER_SECONDS)
    with suppress(TimeoutError):
        while wire.recv(64):
            pass


def _in_words(error: OSError) -> str:
    return "no answer" if isinstance(error, TimeoutError) else (error.strerror or str(error) or "no reason given")
