"""The server burns down while a board hangs in the hall, and the office comes back from last night's backup."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.board_of import Office
from tests.browser.conftest import TV, OpenScreen, until
from tests.databases import PostgresServer
from tests.server import RealServer, serving

pytestmark = pytest.mark.browser

_names = itertools.count(1)
LISTENING = """
window.told = [];
document.addEventListener("giliran:board", ({ detail }) => told.push(detail.reset ? "reset" : "board"));
document.addEventListener("giliran:event", ({ detail }) => told.push(detail.event.seq));
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Iterator[list[dict[str, str]]]:
    """The database the office has, and the one it comes back on."""
    if request.param == "sqlite":
        yield [{}, {}]
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    names = [f"{which}_{next(_names)}" for which in ("burnt", "back")]
    yield [{"DATABASE_URL": postgres.create(name)} for name in names]
    for name in names:
        postgres.run(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def server(tmp_path: Path, databases: list[dict[str, str]]) -> Iterator[RealServer]:
    """The office before."""
    with serving(tmp_path / "before", **databases[0]) as running:
        yield running


def test_a_board_begins_anew_though_the_office_has_passed_what_it_saw(
    server: RealServer, databases: list[dict[str, str]], tmp_path: Path, open_screen: OpenScreen
) -> None:
    office, file = Office(server), str(tmp_path / "b.zip")
    office.opens("3")
    office.citizens_come(2)
    told = server.command("backup", file)
    assert told.returncode == 0, told.stderr
    office.citizens_come(3)
    office.calls_and_serves("3")
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    seen = office.ask("GET", "/branches/karawaci/board")["seq"]
    board.evaluate(LISTENING)
    server.stop()

    back = RealServer(tmp_path / "after", more=databases[1])
    told = back.command("restore", file)
    assert told.returncode == 0, told.stderr
    back.start()  # where the board does not find it yet
    office.url = f"{back.url}/api/v1"
    office.citizens_come(6)
    called = office.calls_and_serves("3")
    assert office.ask("GET", "/branches/karawaci/board")["seq"] > seen
    back.stop()
    back.port = server.port
    back.start()
    until(board, "told.length > 0", timeout=20_000)
    assert board.evaluate("told[0]") == "reset"
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    assert board.evaluate("told.filter((one) => one !== 'reset' && one !== 'board')") == []
    expect(board.locator("body")).to_contain_text(called)
    back.stop()
