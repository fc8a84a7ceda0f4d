"""A server without a voice: Budi reads the guide aloud in a real browser, and a blind citizen hears him."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import KIOSK, OLD_PC, PHONE, OpenScreen
from tests.browser.test_kiosk_everyone import press
from tests.browser.test_kiosk_steps import has_title
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer, serving
from tests.sounds import recording

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """An office whose mini PC has neither espeak-ng nor anything else to speak with."""
    tools = tmp_path_factory.mktemp("tools")
    (tools / "python").symlink_to(os.path.realpath("/usr/bin/env"))
    with serving(tmp_path_factory.mktemp("hall"), PATH=str(tools)) as running:
        yield running


class Ears:
    """What the kiosk asks to be said, and how many sounds it gets for it."""

    def __init__(self, kiosk: Page) -> None:
        self.kiosk = kiosk
        self.heard: list[tuple[str, int]] = []
        kiosk.on("response", self._listen)

    def hear(self, *texts: str) -> None:
        """These are asked for before long."""
        for _ in range(200):
            if set(texts) <= {text for text, _sounds in self.heard}:
                return
            self.kiosk.wait_for_timeout(100)
        raise AssertionError((texts, self.heard))

    def _listen(self, answer: Response) -> None:
        if "/speech?" in answer.url:
            self.heard.append((parse_qs(urlsplit(answer.url).query)["text"][0], len(answer.json())))


def reads_aloud_everything(budi: Page, part: str, sound: Path) -> None:
    """Budi chooses a file for each sentence of a part, one after the other, as the studio brings them."""
    budi.goto(f"/admin/karawaci/guide/id/{part}")
    count = budi.locator("[data-keeps]").count()
    budi.get_by_role("button", name="Rekam yang belum ada").click()
    studio = budi.get_by_role("dialog")
    for at in range(count):
        studio.get_by_label("Pilih berkas").set_input_files(sound)
        studio.get_by_role("button", name="Simpan").click()
        expect(budi.locator("#of-this")).to_have_text(str(at + 1))
    expect(studio).to_contain_text("Semuanya sudah direkam")
    budi.keyboard.press("Escape")


def has_read_aloud_long_ago(budi: Page, part: str, sound: Path) -> None:
    """The same without the studio: a hundred sentences in a moment."""
    budi.goto(f"/admin/karawaci/guide/id/{part}")
    token = budi.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    file = {"name": "kalimat.wav", "mimeType": "audio/wav", "buffer": sound.read_bytes()}
    for keeps in budi.locator("[data-keeps]").evaluate_all("all => all.map(each => each.dataset.keeps)"):
        headers = {"X-CSRFToken": token, "HX-Request": "true"}
        assert budi.request.post(keeps, multipart={"file": file}, headers=headers).status == 200


def test_budi_reads_aloud_and_a_citizen_takes_a_number_by_ear(
    server: RealServer, open_screen: OpenScreen, tmp_path: Path
) -> None:
    budi = open_screen("/login", OLD_PC, reduced_motion="reduce")
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/guide")
    expect(budi.get_by_text("Server ini tidak punya suara sendiri")).to_be_visible()
    assert complaints(budi) == []
    sound = tmp_path / "kalimat.wav"
    sound.write_bytes(recording(seconds=0.1))
    reads_aloud_everything(budi, "D", sound)
    has_read_aloud_long_ago(budi, "kiosk", sound)
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    ears = Ears(kiosk)
    press(kiosk, "*", "7")
    with kiosk.expect_response("**/speech/recorded/id/*.wav*"):
        press(kiosk, "0")
    ears.hear("Selamat datang. Anda perlu apa?", "Informasi & pengaduan", "Cari menurut keperluan")
    ears.hear("Panggil petugas", "garis miring")
    press(kiosk, "4")
    has_title(kiosk, "Informasi & pengaduan")
    press(kiosk, "1")
    ears.hear("Gratis", "Ambil nomor", "Enter")
    press(kiosk, "Enter")
    expect(kiosk.locator("#screen .number")).to_have_text("D-001")
    ears.hear("Nomor antrean Anda", "Anda terdepan di antrean ini", "Tekan", "D", "0", "1")
    said = dict(ears.heard)
    of_other_queues = {"Kependudukan", "Surat & legalisasi", "Usaha & bangunan", "Ambil dokumen", "Kasir"}
    silent = {text for text, sounds in said.items() if not sounds}
    assert silent <= of_other_queues, "every sentence of the screens, letter and number has a sound"


def test_the_page_fits_a_telephone_and_shows_who_says_what(server: RealServer, open_screen: OpenScreen) -> None:
    budi = open_screen("/login", PHONE)
    sign_in(budi, server, "supervisor")
    budi.goto("/admin/karawaci/guide/en/B")
    assert budi.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(budi.get_by_text("belum ada suaranya").first).to_be_visible()
    assert budi.get_by_role("button", name="Putar").count() == 0
    assert complaints(budi) == []
