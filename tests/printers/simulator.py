"""A printer on a TCP port, with the faults printers have."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

WELL = {1: 0x12, 2: 0x12, 4: 0x12}
OFFLINE = {1: 0x1A, 2: 0x12, 4: 0x12}
COVER_OPEN = {1: 0x1A, 2: 0x16, 4: 0x12}
PAPER_OUT = {1: 0x1A, 2: 0x32, 4: 0x7E}
PAPER_LOW = {1: 0x12, 2: 0x12, 4: 0x1E}
NONSENSE = {1: 0xFF, 2: 0xFF, 4: 0xFF}

KNIFE = b"\x1dV\x01"


class PrinterSimulator:
    """Listens, answers DLE EOT, and keeps what it was told to print. Its faults can be changed while it runs.

    Args:
        answers: the reply to each DLE EOT n; None is a mute printer.
        delay: seconds before each reply.
        breaks_after: bytes of a slip after which the connection is torn; None is never.
        runs_out_after: bytes of a slip after which the paper is at its end; None is never.
        port: where to listen; 0 is any free one.
    """

    def __init__(
        self,
        answers: dict[int, int] | None,
        delay: float = 0,
        breaks_after: int | None = None,
        runs_out_after: int | None = None,
        port: int = 0,
    ) -> None:
        self.answers, self.delay = answers, delay
        self.breaks_after, self.runs_out_after = breaks_after, runs_out_after
        self.slips: list[bytes] = []
        """All that came out, torn slips among them."""
        self.done = threading.Condition()
        self.port = port
        self.switch_on()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def whole_slips(self) -> list[bytes]:
        """The slips that were cut off at their end."""
        return [slip for slip in self.slips if slip.endswith(KNIFE)]

    def switch_on(self) -> None:
        """Listen, on the same port as before."""
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(self.listener,), daemon=True).start()

    def switch_off(self) -> None:
        """Refuse connections from now on."""
        # Closing alone would leave the thread that waits for a connection holding the port.
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    @contextmanager
    def unreachable(self) -> Iterator[None]:
        """Never pick up, as an address behind a dead cable does, for the length of a block."""
        self.switch_off()
        with socket.create_server(("127.0.0.1", self.port), backlog=0) as deaf, ExitStack() as callers:
            for _ in range(2):
                caller = callers.enter_context(socket.socket())
                caller.setblocking(False)
                caller.connect_ex(deaf.getsockname())
            yield
        self.switch_on()

    def slip(self, number: int = 0) -> bytes:
        """The bytes of a slip, waited for."""
        with self.done:
            assert self.done.wait_for(lambda: len(self.slips) > number, 3), "nothing was printed"
        return self.slips[number]

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            with wire:
                self._keep(self._printed(wire))

    def _keep(self, slip: bytes) -> None:
        with self.done:
            if slip:
                self.slips.append(slip)
            self.done.notify_all()

    def _printed(self, wire: socket.socket) -> bytes:
        slip = b""
        try:
            while byte := wire.recv(1):
                if byte == b"\x10" and (byte := byte + wire.recv(1)) == b"\x10\x04":
                    self._answer(wire, wire.recv(1)[0])
                    continue
                if self.runs_out_after is None or len(slip) < self.runs_out_after:
                    slip += byte
                if self.runs_out_after is not None and len(slip) >= self.runs_out_after:
                    self.answers = PAPER_OUT
                if self.breaks_after is not None and len(slip) >= self.breaks_after:
                    tear(wire)
                    break
        except OSError:
            pass
        return slip

    def _answer(self, wire: socket.socket, question: int) -> None:
        time.sleep(self.delay)
        if self.answers:
            wire.sendall(bytes([self.answers[question]]))


def tear(wire: socket.socket) -> None:
    """Reset a connection instead of ending it."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()


@contextmanager
def printer(
    answers: dict[int, int] | None = WELL,
    delay: float = 0,
    breaks_after: int | None = None,
    runs_out_after: int | None = None,
    port: int = 0,
) -> Iterator[PrinterSimulator]:
    """A printer that is switched on for the length of a block."""
    simulator = PrinterSimulator(answers, delay, breaks_after, runs_out_after, port)
    try:
        yield simulator
    finally:
        simulator.switch_off()
