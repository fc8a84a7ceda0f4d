"""Budi records the office's voice in a real browser, and the board says it; calls in several languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board_of import Office, numbers_spoken, quicken
from tests.browser.conftest import OLD_PC, PHONE, TV, OpenScreen, until
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer, serving
from tests.sounds import recording

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One hall for all of this file: no test here minds what another has recorded."""
    with serving(tmp_path_factory.mktemp("hall")) as running:
        yield running


@pytest.fixture(scope="module")
def office(server: RealServer) -> Office:
    office = Office(server)
    office.opens("3", "5")
    return office


def at_the_voice(open_screen: OpenScreen, server: RealServer, page: str = "voice", script: str = "") -> Page:
    budi = open_screen("/login", OLD_PC, reduced_motion="reduce")
    budi.add_init_script(script)
    sign_in(budi, server, "admin")
    budi.goto(f"/admin/karawaci/{page}")
    return budi


def own_clips(board: Page, language: str = "id") -> dict[str, str]:
    """What the board says in place of the shipped clips."""
    found = json.loads(board.locator("#voices").get_attribute("data-voices") or "{}")
    return dict(found[language]["own"])


def test_budi_records_a_clip_and_the_board_says_it_without_being_loaded_anew(
    server: RealServer, open_screen: OpenScreen
) -> None:
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    budi = at_the_voice(open_screen, server)
    assert complaints(budi) == []
    with board.expect_response("**/voice/id/chime.wav*") as heard:
        budi.get_by_role("button", name="Rekam yang belum ada").click()
        studio = budi.get_by_role("dialog")
        expect(studio).to_contain_text("bunyi lonceng")
        assert complaints(budi) == []
        studio.get_by_role("button", name="Rekam").click()
        until(budi, "Number(document.querySelector('.level').getAttribute('aria-valuenow')) > 5")
        studio.get_by_role("button", name="Berhenti").click()
        expect(studio.get_by_role("button", name="Dengarkan")).to_be_visible()
        studio.get_by_role("button", name="Simpan").click()
        expect(studio).to_contain_text("nomor antrean")
    assert heard.value.status == 200 and heard.value.body()[:4] == b"RIFF"
    assert len(heard.value.body()) < 2 * 24_000, "a beep of the false microphone, without the silence around it"
    budi.keyboard.press("Escape")
    expect(budi.get_by_text("1 dari 69 direkam")).to_be_visible()
    expect(budi.locator("#clip-chime")).to_contain_text("direkam sendiri")
    assert list(own_clips(board)) == ["chime"]
    budi.locator("#clip-chime summary").click()
    budi.get_by_role("button", name="Ya, hapus").click()
    expect(budi.get_by_text("0 dari 69 direkam")).to_be_visible()


def test_where_nobody_may_record_a_file_is_chosen(server: RealServer, open_screen: OpenScreen, tmp_path: Path) -> None:
    plain = "Object.defineProperty(window, 'isSecureContext', { value: false })"
    budi = at_the_voice(open_screen, server, "voice/en", plain)
    expect(budi.get_by_text("Mikrofon hanya diizinkan di alamat yang diawali https")).to_be_visible()
    budi.get_by_role("button", name="Rekam: seven", exact=True).click()
    studio = budi.get_by_role("dialog")
    expect(studio.get_by_role("button", name="Rekam")).to_be_hidden()
    (tmp_path / "seven.wav").write_bytes(recording(seconds=1.2, rate=44_100, channels=2, loudness=0.05))
    studio.get_by_label("Pilih berkas").set_input_files(tmp_path / "seven.wav")
    studio.get_by_role("button", name="Simpan").click()
    expect(budi.locator("#clip-seven")).to_contain_text("direkam sendiri")
    (tmp_path / "text.wav").write_text("seven")
    studio.get_by_label("Pilih berkas").set_input_files(tmp_path / "text.wav")
    expect(studio).to_contain_text("bukan suara yang dapat dibaca")
    (tmp_path / "still.wav").write_bytes(recording(loudness=0))
    studio.get_by_label("Pilih berkas").set_input_files(tmp_path / "still.wav")
    expect(studio).to_contain_text("Tidak terdengar apa-apa")
    studio.get_by_role("button", name="Tutup").click()
    budi.set_viewport_size(PHONE)
    assert budi.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_call_is_captioned_in_each_language_while_it_is_spoken(
    server: RealServer, office: Office, open_screen: OpenScreen
) -> None:
    budi = at_the_voice(open_screen, server, "boards/hall")
    assert complaints(budi) == []
    budi.get_by_label("Pertama dalam").select_option("en")
    budi.get_by_label("lalu dalam").first.select_option("id")
    budi.get_by_role("button", name="Simpan").click()
    expect(budi.locator(".note").first).to_contain_text("Bahasa secara bergiliran")
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    quicken(board, 100)
    office.citizens_come(1)
    office.calls_next("3")
    caption = board.locator("#caption")
    expect(caption).to_have_text("Number A zero zero one, please go to counter three")
    expect(caption).to_have_attribute("lang", "en")
    expect(caption).to_have_text("Nomor antrean, A, nol nol satu, silakan menuju loket tiga")
    expect(caption).to_have_attribute("lang", "id")
    numbers_spoken(board, 1)
    played = board.evaluate("window.played")
    assert [each.split()[0] for each in played] == ["chime", "nomor-antrean", "number", "nomor-antrean"]


def test_a_board_loaded_anew_in_the_middle_of_many_calls_those_it_had_not_called(
    office: Office, open_screen: OpenScreen
) -> None:
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    office.opens(*"12345678")
    quicken(board, 20)
    office.citizens_come(5)
    first = office.calls_next("1")["number"]
    assert numbers_spoken(board, 1) == [first]
    quicken(board, 2000)
    called = [office.calls_next(counter)["number"] for counter in "2467"]
    expect(board.locator("#coming")).to_contain_text(called[-1])
    board.reload()
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    quicken(board, 20)
    assert numbers_spoken(board, 4) == called
    board.reload()
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    board.wait_for_timeout(500)
    assert not board.evaluate("window.giliranAnnouncer.isBusy()"), "nobody is called a second time"
