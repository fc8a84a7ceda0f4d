"""Telling a whole room: packed once, framed once, and handed straight to each client's socket.

The stock emit() queues a packet for each client, wakes its writer and frames it again. What is known
here of the insides of python-engineio 4.15, python-socketio 5.18 and simple-websocket 1.1 is known
nowhere else; tests/realtime/test_push.py fails when another release differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket
from flask_socketio import SocketIO

from app.realtime.wire import WholeFrames, text_frame

NAMESPACE = "/"
WIRE = "giliran_wire"


class Broadcaster:
    """Tells everybody in a room the same thing, in the order it is given, waiting for nobody."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def tell(self, room: str, name: str, bodies: Iterable[str]) -> None:
        """Send events to everybody in a room.

        Args:
            name: of the Socket.IO event.
            bodies: each event's one argument, as JSON text; it goes out as it is.
        """
        # "4" for a message of Engine.IO is added by its packet, "2" means an event to Socket.IO.
        packets = [Packet(MESSAGE, f'2["{name}",{body}]') for body in bodies]
        frames = b"".join(text_frame(packet.encode()) for packet in packets)
        server = self._socketio.server
        for _sid, client in server.manager.get_participants(NAMESPACE, room):
            wire = _straight_to(server.eio.sockets.get(client))
            if wire is None:
                for packet in packets:
                    server._send_eio_packet(client, packet)
            else:
                try:  # noqa: SIM105 - suppress() costs a microsecond, a thousand times
                    wire.send(frames)
                except OSError:
                    pass  # gone: whoever reads from it notices


def _straight_to(client: Any) -> WholeFrames | None:
    """The socket of a client that has a WebSocket and nothing in its queue: nothing may be overtaken."""
    wire: WholeFrames | None = getattr(client, WIRE, None)
    if wire is None or not client.upgraded or client.closing or not client.queue.empty():
        return None
    return wire


def remember_wires() -> None:
    """Let every Engine.IO client of this process know its socket. Called once, by the server's entry point."""
    handler = Socket._websocket_handler

    def remembering(self: Any, ws: Any) -> Any:
        # Engine.IO hands its own wrapper around simple-websocket from hand to hand and keeps neither.
        setattr(self, WIRE, ws.ws.sock)
        return handler(self, ws)

    Socket._websocket_handler = remembering
