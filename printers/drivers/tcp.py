"""A printer on the network: raw bytes on a TCP port."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from printers.drivers.base import SENTENCES, UNKNOWN, PaperLeft, PrinterError, Status, Trouble
from printers.networks import EVERYWHERE, Networks, addresses_of, is_address

CONNECT_SECONDS = 2.0
SEND_SECONDS = 2.0
ANSWER_SECONDS = 0.3
READING_SECONDS = 0.05
HANG_UP_SECONDS = 1.0

# DLE EOT n, answered at once even by a printer that is busy.
ASK_PRINTER, ASK_COVER, ASK_PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
FIXED_MASK, FIXED_BITS = 0x93, 0x12


@dataclass(frozen=True)
class TcpPrinter:
    """A printer that listens at `host`:`port`.

    Args:
        networks: where a name may lead. Names are looked up anew for each connection, so it is the address that is
            connected to which is held against them. An address that was written as one is taken as it is.
    """

    host: str
    port: int = 9100
    networks: Networks = EVERYWHERE

    def send(self, data: bytes) -> Status:
        """Print, and ask before and after how the printer is; one that does not answer is printed on all the same."""
        with self._connected() as wire:
            before = self._asked(wire)
            _complain(before, maybe_printed=False)
            after = self._written(wire, data, talks=before != UNKNOWN)
            # Some printers call themselves not ready for as long as they print.
            _complain(replace(after, online=None), maybe_printed=True)
            return after

    def status(self) -> Status:
        """What the printer answers; unknown when it is mute."""
        with self._connected() as wire:
            return self._asked(wire)

    def _connected(self) -> socket.socket:
        try:
            return self._reached()
        except OSError as error:
            reason = f"The printer at {self.host}:{self.port} cannot be reached ({_in_words(error)})."
            raise PrinterError(reason, Trouble.UNREACHABLE) from error

    def _reached(self) -> socket.socket:
        trouble = OSError("its name leads to no address where printers may be")
        for address in addresses_of(self.host, self.port):
            if is_address(self.host) or address in self.networks:
                try:
                    return socket.create_connection((address, self.port), CONNECT_SECONDS)
                except OSError as error:
                    trouble = error
        raise trouble

    def _asked(self, wire: socket.socket) -> Status:
        try:
            return _ask(wire)
        except OSError as error:
            reason = f"The printer hung up before the slip was sent ({_in_words(error)})."
            raise PrinterError(reason, Trouble.UNREACHABLE) from error

    def _written(self, wire: socket.socket, data: bytes, *, talks: bool) -> Status:
        try:
            wire.settimeout(SEND_SECONDS)
            wire.sendall(data)
            return _finished(wire, talks=talks)
        except OSError as error:
            reason = f"The connection to the printer broke while it printed ({_in_words(error)})."
            raise PrinterError(reason, Trouble.BROKE_OFF, maybe_printed=True) from error


class HungUp(ConnectionError):
    """The printer ended the connection in good order: it had read all it was sent."""


def _complain(status: Status, *, maybe_printed: bool) -> None:
    trouble = status.trouble()
    if trouble:
        raise PrinterError(SENTENCES[trouble], trouble, needs_a_person=True, maybe_printed=maybe_printed)


def _finished(wire: socket.socket, *, talks: bool) -> Status:
    try:
        # A mute printer is not asked again: the wait would be for nothing.
        after = _asked_again(wire) if talks else UNKNOWN
    except HungUp:
        return UNKNOWN
    wire.shutdown(socket.SHUT_WR)
    _let_it_hang_up(wire)
    return after


def _asked_again(wire: socket.socket) -> Status:
    # Some hang up when they have read it all; and what one says unasked would be taken for an answer.
    wire.settimeout(READING_SECONDS)
    with suppress(TimeoutError):
        if not wire.recv(64):
            raise HungUp("closed by the printer")
    return _ask(wire)


def _ask(wire: socket.socket) -> Status:
    wire.settimeout(ANSWER_SECONDS)
    printer = _answer(wire, ASK_PRINTER)
    if printer is None:
        return UNKNOWN
    cover = _answer(wire, ASK_COVER)
    # Answers carry no name: after one that is missing, the next could be it, come late.
    paper = None if cover is None else _answer(wire, ASK_PAPER)
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
        raise HungUp("closed by the printer")
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
    until = time.monotonic() + HANG_UP_SECONDS
    with suppress(TimeoutError):
        while wire.recv(64) and time.monotonic() < until:
            pass


def _in_words(error: OSError) -> str:
    return "no answer" if isinstance(error, TimeoutError) else (error.strerror or str(error) or "no reason given")
