"""What is mended below Socket.IO stays mended."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.db import committed
from app.realtime.bell import Bell
from app.realtime.wire import WholeFrames
from tests.server import ROOT, RealServer, free_port, serving

HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)


def test_the_server_declines_compression_that_browsers_offer(tmp_path: Path) -> None:
    with serving(tmp_path) as server, socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(HANDSHAKE.format(port=server.port).encode())
        answer = wire.recv(4096).decode("latin-1").lower()
        assert answer.startswith("http/1.1 101")
        assert "sec-websocket-extensions" not in answer


def test_answers_on_an_open_connection_do_not_wait_for_the_network(tmp_path: Path) -> None:
    # With Nagle's algorithm on, each keep-alive answer would wait 40 ms. An accepted socket inherits the listener's.
    look = (
        "import serve, socket; from app.settings import Settings\n"
        "listener = serve._listener(Settings.from_environ())\n"
        "socket.create_connection(listener.getsockname())\n"
        "print(listener.accept()[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))"
    )
    found = subprocess.run(
        [sys.executable, "-c", look],
        cwd=ROOT,
        env=RealServer(tmp_path).environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert found.stdout.strip() not in ("", "0"), found.stderr


def test_a_slow_screen_receives_whole_frames_even_from_two_writers() -> None:
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    frames = WholeFrames(ours)
    writers = [threading.Thread(target=frames.send, args=(bytes([sign]) * 200_000,)) for sign in b"ab"]
    for writer in writers:
        writer.start()
    got = b""
    while len(got) < 400_000:
        got += theirs.recv(8192)
    for writer in writers:
        writer.join(5)
    assert got in (b"a" * 200_000 + b"b" * 200_000, b"b" * 200_000 + b"a" * 200_000)
    ours.close()
    theirs.close()


def test_what_one_process_commits_rings_the_bell_of_another_through_redis(redis_url: str) -> None:
    here, there = Bell(redis_url), Bell(redis_url)
    there.close()  # a second process does not hear this one's commits by itself
    ear, stop = there.listener(), threading.Event()
    listening = threading.Thread(target=there.hear_others, args=(stop,), daemon=True)
    listening.start()
    ringing = threading.Thread(target=here.ring_others, args=(stop,), daemon=True)
    ringing.start()
    until = time.monotonic() + 5
    while not ear.is_set() and time.monotonic() < until:
        committed.send()
        time.sleep(0.05)
    assert ear.is_set()
    stop.set()
    here.close()
    listening.join(5)
    ringing.join(5)


@pytest.mark.parametrize("is_dead", [True, False])
def test_a_dead_or_mute_redis_costs_no_commit(is_dead: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        bell = Bell(f"redis://127.0.0.1:{free_port() if is_dead else mute.getsockname()[1]}/0")
        ear, stop = bell.listener(), threading.Event()
        ringing = threading.Thread(target=bell.ring_others, args=(stop,), daemon=True)
        ringing.start()
        commits = threading.Thread(target=lambda: [committed.send() for _ in range(3)], daemon=True)
        commits.start()
        commits.join(1)
        assert ear.is_set() and not commits.is_alive()
        stop.set()
        bell.close()
