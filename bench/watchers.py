"""Many screens in one process, and the bare loop they are compared with."""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from datetime import datetime  # noqa: E402

import gevent  # noqa: E402
from gevent import socket  # noqa: E402
from gevent.server import StreamServer  # noqa: E402
from websocket import WebSocket, create_connection  # noqa: E402

MESSAGE = b"x" * 200


def watch(port: int, count: int, seconds: float) -> None:
    """Be `count` boards; print how long after its moment each call arrived at each, in seconds."""
    arrivals: list[float] = []
    boards = [_board(port) for _ in range(count)]
    listening = [gevent.spawn(_listen, board, arrivals) for board in boards]
    print("ready", flush=True)
    gevent.joinall(listening, timeout=seconds)
    print(json.dumps(arrivals))


def _board(port: int) -> WebSocket:
    board = create_connection(f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", timeout=30)
    board.recv()
    board.send("40")
    board.recv()
    board.send('420["watch",{"branch":"karawaci"}]')
    return board


def _listen(board: WebSocket, arrivals: list[float]) -> None:
    while True:
        message = board.recv()
        now = time.time()
        if message == "2":
            board.send("3")
        elif message.startswith('42["event"'):
            event = json.loads(message[2:])[1]
            if event["kind"] == "ticket.called":
                arrivals.append(now - datetime.fromisoformat(event["at"]).timestamp())


def bare(count: int, seconds: float) -> None:
    """Send 200 bytes to `count` sockets ten times a second, doing nothing else; print the delays."""
    clients: list[socket.socket] = []
    arrivals: list[float] = []
    sent_at = [0.0]
    server = StreamServer(("127.0.0.1", 0), lambda sock, _address: (clients.append(sock), gevent.sleep(seconds + 5)))
    server.start()
    port = server.server_port
    readers = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]

    def read(sock: socket.socket) -> None:
        while sock.recv(4096):
            arrivals.append(time.time() - sent_at[0])

    for reader in readers:
        gevent.spawn(read, reader)
    gevent.sleep(0.5)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sent_at[0] = time.time()
        for client in clients:
            client.sendall(MESSAGE)
        gevent.sleep(0.1)
    print(json.dumps(arrivals))


if __name__ == "__main__":
    if sys.argv[1] == "watch":
        watch(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
    else:
        bare(int(sys.argv[2]), float(sys.argv[3]))
