"""A small server and one screen in one process: says how events reached the screen.

Run with "gevent" or "threads", as the libraries below Socket.IO differ by that.
"""

import sys

MODE = sys.argv[1]
if MODE == "gevent":
    from gevent import monkey

    monkey.patch_all()

import json  # noqa: E402
import threading  # noqa: E402

from engineio.packet import MESSAGE, Packet  # noqa: E402
from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402
from websocket import create_connection  # noqa: E402

from app.realtime.push import Broadcaster, remember_wires  # noqa: E402
from app.realtime.wire import send_whole_frames  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent" if MODE == "gevent" else "threading")


@socketio.on("join")
def join(_asked: object) -> str:
    join_room("hall")
    return "joined"


def serve() -> int:
    """Start serving; the port."""
    if MODE == "gevent":
        from gevent.pywsgi import WSGIServer

        server = WSGIServer(("127.0.0.1", 0), app, log=None)
        server.start()
        return int(server.server_port)
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


send_whole_frames()
remember_wires()
screen = create_connection(f"ws://127.0.0.1:{serve()}/socket.io/?EIO=4&transport=websocket", timeout=10)
for said in ("40", '420["join",1]'):
    screen.recv()
    screen.send(said)
assert screen.recv() == '430["joined"]'

queued: list[object] = []
everybody = Broadcaster(socketio)
through_the_queue = socketio.server._send_eio_packet
socketio.server._send_eio_packet = lambda _client, packet: queued.append(packet)
everybody.tell("hall", "event", ['{"seq":1}', '{"seq":2}'])
everybody.tell("hall", "pulse", ['{"seq":2}'])
heard = [] if queued else [screen.recv() for _ in range(3)]

# An answer still lies in the queue when the next event is pushed.
socketio.server._send_eio_packet = through_the_queue
for client in socketio.server.eio.sockets.values():
    client.send(Packet(MESSAGE, '31["answer"]'))
everybody.tell("hall", "event", ['{"seq":3}'])
behind = [screen.recv() for _ in range(2)]
print(json.dumps({"queued": len(queued), "heard": heard, "behind": behind}))
