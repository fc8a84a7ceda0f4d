"""A printer plugged into a computer far from the server: the agent there prints, and survives what happens."""

from __future__ import annotations

import random
import re
import signal
import sqlite3
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from printers.decode import read_text
from tests.crowd import SOAK
from tests.printers import simulator
from tests.printers.agent_process import AgentProcess
from tests.printers.simulator import PrinterSimulator, printer
from tests.server import RealServer, serving

SLIPS = 200 if SOAK else 12
NUMBER = re.compile(rb"[A-D]-\d{3,4}")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Office:
    """An office on a real server, as its administrator and its kiosk use it."""

    def __init__(self, server: RealServer) -> None:
        self.server = server
        self.admin, self.kiosk = requests.Session(), requests.Session()
        page = self.admin.get(f"{server.url}/login").text
        form = {"name": "admin", "password": server.passwords["admin"], "csrf_token": _token(page)}
        assert self.admin.post(f"{server.url}/login", form).ok

    @property
    def devices_page(self) -> str:
        return self.admin.get(f"{self.server.url}/admin/karawaci/devices").text

    def post(self, path: str, **form: str) -> str:
        form["csrf_token"] = _token(self.devices_page)
        answer = self.admin.post(f"{self.server.url}/admin/karawaci/devices{path}", form)
        assert answer.ok, answer.text[-500:]
        return answer.text

    def approves(self, code: str, name: str) -> None:
        assert name in self.post("", code=code, name=name)

    def prints_on(self, url: str) -> None:
        """Use a printer that an agent offers, once it does."""
        form = re.compile(rf'devices/(\d+)/printers"(?:(?!</form>).)*value="{re.escape(url)}"', re.DOTALL)
        found = eventually(lambda: form.search(self.devices_page))
        self.post(f"/{found[1]}/printers", url=url, width="80")

    def takes(self) -> str:
        """Somebody takes a number at the kiosk; the number."""
        page = self.kiosk.get(f"{self.server.url}/kiosk/karawaci/services/A-KTPR").text
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert key
        form = {"service": "A-KTPR", "key": key[1], "priority": "none", "csrf_token": _token(page)}
        answer = self.kiosk.post(f"{self.server.url}/kiosk/karawaci/tickets", form)
        assert answer.status_code == 201
        found = re.search(r"A-\d{3}", answer.text)
        assert found
        return found[0]

    def rows(self, question: str) -> list[Any]:
        with sqlite3.connect(f"file:{self.server.folder / 'giliran.sqlite3'}?mode=ro", uri=True) as look:
            return look.execute(question).fetchall()

    def open_slips(self) -> int:
        return int(self.rows("SELECT count(*) FROM print_job WHERE state IN ('queued', 'printing')")[0][0])

    def trouble_of(self, url: str) -> str:
        return str(self.rows(f"SELECT trouble FROM printer WHERE url = '{url}' AND is_active")[0][0])


def _token(page: str) -> str:
    found = TOKEN.search(page)
    assert found
    return found[1]


def eventually(what: Callable[[], Any], patience: float = 20) -> Any:
    """Wait until something is so, and hand it on."""
    until = time.monotonic() + patience
    while not (found := what()):
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.05)
    return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with serving(tmp_path / "server", GILIRAN_SCREEN_RATE="6000 per minute") as server:
        yield Office(server)


@pytest.fixture
def paper() -> Iterator[PrinterSimulator]:
    with printer() as switched_on:
        yield switched_on


@contextmanager
def agent_of(office: Office, folder: Path, *papers: PrinterSimulator) -> Iterator[AgentProcess]:
    """A paired agent that prints on these printers, and the office on them alone."""
    agent = AgentProcess(office.server.url, folder, tuple(each.url for each in papers))
    agent.start()
    try:
        office.approves(agent.code(), folder.name)
        for each in papers:
            office.prints_on(each.url)
        for each in papers:
            agent.says(f"Printing on {each.url}")
        yield agent
    finally:
        agent.stop(signal.SIGKILL)


def without_the_virtual_printer(office: Office) -> None:
    with sqlite3.connect(office.server.folder / "giliran.sqlite3") as change:
        change.execute("UPDATE printer SET is_active = 0 WHERE url = 'virtual:'")
        change.execute("UPDATE branch SET setup_version = 'by-the-test'")


def test_an_agent_pairs_and_prints_and_is_the_same_after_a_restart_of_either_end(
    office: Office, paper: PrinterSimulator, tmp_path: Path
) -> None:
    with agent_of(office, tmp_path / "pc-kios", paper) as agent:
        without_the_virtual_printer(office)
        number = office.takes()
        assert number.encode() in paper.slip(0)
        token = tmp_path / "pc-kios" / "token"
        assert stat.S_IMODE(token.stat().st_mode) == 0o600
        assert token.read_text() not in agent.log()
        office.server.stop()
        agent.says("trying again")
        office.server.start()
        agent.says("In contact")
        office.takes()
        assert b"A-002" in paper.slip(1)
        agent.stop()
        waiting = office.takes()
        agent.start()
        assert waiting.encode() in paper.slip(2)
        assert "SALINAN" not in "".join(read_text(slip)[0] for slip in paper.whole_slips)
        paper.answers = simulator.PAPER_OUT
        office.takes()
        eventually(lambda: office.trouble_of(paper.url) == "paper_out")
        assert agent.log().count("Its code:") == 1 and "Traceback" not in agent.log()


def test_an_agent_sent_away_says_so_and_asks_for_a_new_code(
    office: Office, paper: PrinterSimulator, tmp_path: Path
) -> None:
    with agent_of(office, tmp_path / "pc-kios", paper) as agent:
        (device,) = office.rows("SELECT id FROM device")[0]
        office.post(f"/{device}/revoke")
        assert "sent away" in agent.says("Its code:", times=2)
        assert office.trouble_of(paper.url) == "agent_silent"
        assert not (tmp_path / "pc-kios" / "token").exists()


def test_two_agents_back_each_other_up(office: Office, paper: PrinterSimulator, tmp_path: Path) -> None:
    with (
        printer() as other,
        agent_of(office, tmp_path / "kiri", paper) as left,
        agent_of(office, tmp_path / "kanan", other),
    ):
        without_the_virtual_printer(office)
        first = office.takes()
        assert first.encode() in paper.slip(0)
        eventually(lambda: office.open_slips() == 0)
        left.stop(signal.SIGKILL)
        second = office.takes()
        eventually(lambda: len(other.whole_slips) == 1)
        assert second.encode() in other.slip(0)
        assert office.trouble_of(paper.url) == "agent_silent"
        left.start()
        eventually(lambda: office.trouble_of(paper.url) == "")
        third = office.takes()
        assert third.encode() in paper.slip(1)
    assert not any("SALINAN" in read_text(slip)[0] for slip in (*paper.whole_slips, *other.whole_slips))


def test_an_agent_killed_at_random_prints_nothing_twice_unmarked(
    office: Office, paper: PrinterSimulator, tmp_path: Path
) -> None:
    mood = random.Random(20261125)
    with agent_of(office, tmp_path / "pc-kios", paper) as agent:
        without_the_virtual_printer(office)
        paper.delay = 0.02
        numbers = [office.takes() for _ in range(SLIPS)]
        until = time.monotonic() + 15 * SLIPS
        while office.open_slips():
            assert time.monotonic() < until, agent.log()
            time.sleep(mood.uniform(0.1, 1.5))
            agent.stop(signal.SIGKILL)
            if mood.random() < 0.3:
                office.server.stop(signal.SIGKILL)
                office.server.start()
            agent.start()
    states = Counter(state for (state,) in office.rows("SELECT state FROM print_job"))
    assert set(states) <= {"printed", "unconfirmed", "expired"}
    unmarked = Counter(number(slip) for slip in paper.slips if b"SALINAN" not in slip and NUMBER.search(slip))
    assert unmarked.most_common(1)[0][1] == 1, unmarked
    came_out = {number(slip) for slip in paper.whole_slips}
    assert len(set(numbers) - came_out) == states["expired"]


def number(slip: bytes) -> str:
    """The number on a slip."""
    found = NUMBER.search(slip)
    assert found
    return found[0].decode()
