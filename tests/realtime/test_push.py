"""Everybody in a room hears everything, whole and in order, and nobody waits for the slowest."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from hypothesis import example, given
from hypothesis import strategies as st
from wsproto.frame_protocol import FrameProtocol

from app.extensions import socketio
from app.realtime.push import Broadcaster
from app.realtime.wire import MOST_LATE, WholeFrames, text_frame
from tests.realtime.screens import PollingScreen, Screen, UpgradedScreen, happen, until_hung_up
from tests.server import ROOT, RealServer, serving

FRAME = 10_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """The demo, served by the real server process."""
    with serving(tmp_path_factory.mktemp("pushed")) as running:
        yield running


@pytest.fixture
def wire() -> Iterator[tuple[WholeFrames, socket.socket]]:
    """Our end, with whole frames and little room, and the screen's end."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    theirs.settimeout(10)
    with ours, theirs:
        yield WholeFrames(ours), theirs


@given(st.text())
@example("x" * 125)
@example("x" * 126)
@example("x" * 65_535)
@example("x" * 65_536)
@example("é" * 40_000)
@example("")
def test_a_frame_is_what_the_library_would_have_made_of_the_same_text(text: str) -> None:
    assert text_frame(text) == FrameProtocol(client=False, extensions=[]).send_data(text, fin=True)


@pytest.mark.parametrize("mode", ["gevent", "threads"])
def test_the_libraries_below_are_still_built_as_the_push_needs_them(mode: str) -> None:
    # When this fails after an upgrade, screens still hear everything, by the stock emit and at its price.
    command = [sys.executable, "-m", "tests.realtime.straight", mode]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout)
    assert told["queued"] == 0
    assert told["heard"] == ['42["event",{"seq":1}]', '42["event",{"seq":2}]', '42["pulse",{"seq":2}]']
    if mode == "gevent":  # with threads an answer may be on its way from the queue to the socket
        assert told["behind"] == ['431["answer"]', '42["event",{"seq":3}]']


def test_every_screen_hears_every_event_whole_and_in_order(server: RealServer) -> None:
    screens = [Screen(server) for _ in range(20)] + [UpgradedScreen(server), PollingScreen(server)]
    happened = []
    for size in (0, 10, 200, 40_000):
        happened += happen(server, 5, size)
        time.sleep(0.3)
    for screen in screens:
        heard = screen.hears(len(happened))
        assert [event["seq"] for event in heard] == happened
        assert [len(event["text"]) for event in heard] == [0] * 5 + [10] * 5 + [200] * 5 + [40_000] * 5


def test_a_screen_that_stops_reading_delays_nobody_and_comes_back(server: RealServer) -> None:
    stuck = Screen(server, little_room=True)
    others = [Screen(server) for _ in range(5)]
    happened: list[int] = []
    began = time.monotonic()
    while len(happened) < 100:
        happened += (new := happen(server, 20, 40_000))
        for screen in others:
            assert [event["seq"] for event in screen.hears(20)] == new
    # The relay looks once a second here; had it waited for the stuck one, it would still.
    assert time.monotonic() - began < 30

    left = until_hung_up(stuck.wire.sock)
    assert len(left) < 100 * 80_000
    back = Screen(server, since=stuck.answer["seq"])
    assert [event["seq"] for event in back.answer["events"]] == happened


def test_a_slow_screen_gets_everything_later_and_its_writer_does_not_wait(
    wire: tuple[WholeFrames, socket.socket],
) -> None:
    ours, theirs = wire
    frames = [bytes([number]) * FRAME for number in range(25)]
    for frame in frames:
        assert ours.send(frame) == FRAME  # nobody reads: one that waited would wait for ever
    expected = b"".join(frames)
    assert received(theirs, len(expected)) == expected
    ours.send(b"and it goes on")
    assert received(theirs, 14) == b"and it goes on"


def test_what_comes_later_does_not_overtake_what_waits(wire: tuple[WholeFrames, socket.socket]) -> None:
    ours, theirs = wire
    frames = [f"{number:08}".encode() * 100 for number in range(5000)]
    with ThreadPoolExecutor() as beside:
        reading = beside.submit(received, theirs, len(frames) * 800)
        for frame in frames:
            while len(ours._late) > MOST_LATE / 2:
                time.sleep(0.001)
            ours.send(frame)
        assert reading.result(30) == b"".join(frames)


def test_a_screen_too_far_behind_is_hung_up_on(wire: tuple[WholeFrames, socket.socket]) -> None:
    ours, theirs = wire
    sent = 0
    with pytest.raises(BrokenPipeError):
        while sent < 10 * MOST_LATE:
            sent += ours.send(b"x" * FRAME)
    assert MOST_LATE < sent < 3 * MOST_LATE
    assert len(until_hung_up(theirs)) < sent
    with pytest.raises(BrokenPipeError):
        ours.send(b"anything more")


def test_one_long_message_is_no_reason_to_hang_up(wire: tuple[WholeFrames, socket.socket]) -> None:
    ours, theirs = wire
    ours.send(b"x" * 4 * MOST_LATE)
    assert len(received(theirs, 4 * MOST_LATE)) == 4 * MOST_LATE


def test_a_screen_without_a_websocket_is_told_as_ever(app: Flask) -> None:
    screen = SocketIOTestClient(app, socketio)
    sid = next(sid for sid, client in socketio.server.manager.get_participants("/", None) if client == screen.eio_sid)
    socketio.server.enter_room(sid, "hall")
    Broadcaster(socketio).tell("hall", "event", ['{"seq":1,"name":"Cipto é"}', '{"seq":2}'])
    Broadcaster(socketio).tell("another hall", "event", ['{"seq":3}'])
    assert [message["args"] for message in screen.get_received()] == [[{"seq": 1, "name": "Cipto é"}], [{"seq": 2}]]


def received(wire: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        got += wire.recv(count - len(got))
    return got
