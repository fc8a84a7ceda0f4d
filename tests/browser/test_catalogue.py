"""The city changes a fee in a real browser: one office has it by itself, another decides, and two at once are told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OLD_PC, PHONE, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser

LONG = "Kecamatan Cipondoh Makmur Indah Poris Plawad Utara dan Sekitarnya"


@pytest.fixture
def adi(server: RealServer, open_screen: OpenScreen) -> Page:
    """Adi, administrator of all offices."""
    page = open_screen("/login", OLD_PC, reduced_motion="reduce")
    sign_in(page, server, "admin")
    return page


@pytest.fixture
def nur(server: RealServer, open_screen: OpenScreen) -> Page:
    """Nur, of the city, on a telephone."""
    page = open_screen("/login", PHONE, reduced_motion="reduce")
    sign_in(page, server, "kota")
    return page


@pytest.fixture
def second(adi: Page) -> str:
    """A second office with a long name and the same services, on its own; its code."""
    return makes_an_office(adi, "Layanan kecamatan saat ini")


def makes_an_office(adi: Page, services: str) -> str:
    adi.goto("/admin/new-office")
    while "Ini yang akan dibuat" not in adi.locator("h1").inner_text():
        if adi.get_by_label("Nama").is_visible():
            adi.get_by_label("Nama").fill(LONG)
            adi.get_by_label("Kode").fill("cipondoh")
        if adi.get_by_label(services).is_visible():
            adi.get_by_label(services).check()
            fits(adi)
        adi.get_by_role("button", name="Lanjutkan").click()
    adi.get_by_role("button", name="Buat kantor ini").click()
    expect(adi.locator("h1")).to_have_text("Ruang pelayanan siap")
    return "cipondoh"


def fits(page: Page) -> None:
    """Nothing hangs over the edge, and nobody is shut out."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints(page) == []


def city_writes_fee(nur: Page, fee: str) -> None:
    nur.goto("/admin/catalogue/A-KK/standard")
    nur.locator("#fee_id").fill(fee)
    nur.get_by_role("button", name="Simpan").click()


def fee_in(page: Page, office: str) -> str:
    page.goto(f"/admin/{office}/offer/A-KK/standard")
    return page.locator("#fee_id").input_value()


def test_a_fee_reaches_all_offices_but_the_one_with_its_own_which_decides(nur: Page, adi: Page, second: str) -> None:
    adi.goto(f"/admin/{second}/catalogue")
    expect(adi.locator("main")).to_contain_text("Belum ada layanan kantor ini yang mengikuti katalog kota")
    fits(adi)
    nur.goto("/admin/catalogue/A-KK")
    nur.get_by_role("link", name="Hubungkan 1 kantor").click()
    expect(nur.locator("main")).to_contain_text(LONG)
    fits(nur)
    nur.get_by_role("button", name="Hubungkan yang dicentang").click()
    expect(nur.locator("h1")).to_have_text("Katalog kota")
    fits(nur)

    adi.goto(f"/admin/{second}/offer/A-KK/standard")
    adi.locator("#fee_id").fill("Rp5.000")
    adi.get_by_role("button", name="Simpan").click()
    expect(adi.locator(".note").filter(has_text="Tersimpan")).to_contain_text(
        "Biaya: sejak sekarang milik kantor sendiri"
    )
    expect(adi.get_by_text("Isi katalog kota")).to_have_count(1)
    fits(adi)

    city_writes_fee(nur, "Rp10.000")
    expect(nur.get_by_role("status").first).to_contain_text("kecuali yang memakai teks sendiri")
    fits(nur)
    assert fee_in(adi, "karawaci") == "Rp10.000"
    assert fee_in(adi, second) == "Rp5.000"
    nur.goto("/admin/catalogue/A-KK")
    expect(nur.locator("#main")).to_contain_text("Belum memutuskan: Biaya")
    fits(nur)

    adi.goto(f"/admin/{second}/offer")
    adi.get_by_role("link", name="Ambil atau pertahankan").click()
    for text in ("Katalog kota berubah", "Rp5.000", "Gratis", "Rp10.000"):
        expect(adi.locator("main")).to_contain_text(text)
    fits(adi)
    adi.get_by_role("checkbox", name=re.compile("Biaya")).check()
    adi.get_by_role("button", name="Pertahankan milik kantor").click()
    expect(adi.locator("main")).to_contain_text("Tidak ada yang perlu diputuskan")
    assert fee_in(adi, second) == "Rp5.000"

    adi.goto(f"/admin/{second}/catalogue?lang=en")
    adi.get_by_role("checkbox", name=re.compile("Cost")).check()
    adi.get_by_role("button", name="Take over what is ticked").click()
    expect(adi.get_by_role("status").first).to_contain_text("From the city's catalogue: Cost")
    fits(adi)
    assert fee_in(adi, second) == "Rp10.000"


def test_an_office_begins_with_the_catalogue_and_makes_a_service_its_own(nur: Page, adi: Page) -> None:
    office = makes_an_office(adi, "Katalog kota")
    nur.goto("/admin/catalogue/A-KK")
    expect(nur.locator("main")).to_contain_text("Mengikuti sepenuhnya")
    adi.goto(f"/admin/{office}/catalogue")
    fits(adi)
    row = adi.locator("li", has_text="A-KK").first
    row.locator("summary").focus()
    adi.keyboard.press("Enter")
    fits(adi)
    row.get_by_role("button").press("Enter")
    expect(adi.locator(".note").first).to_contain_text("Mengikuti katalog kota")
    city_writes_fee(nur, "Rp12.000")
    assert fee_in(adi, office) == "Gratis"
    adi.goto(f"/admin/{office}/catalogue")
    adi.locator("summary", has_text="Hubungkan ke katalog").click()
    expect(adi.locator("main")).to_contain_text("menjadi milik sendiri dan tetap: Biaya")
    fits(adi)
    adi.get_by_role("button", name="Ya, hubungkan").click()
    nur.goto("/admin/catalogue/A-KTPR")
    nur.locator("summary", has_text="Tarik dari katalog").click()
    fits(nur)
    nur.get_by_role("button", name="Ya, tarik").click()
    expect(nur.locator(".note.warn")).to_contain_text("sudah ditarik")
    adi.goto(f"/admin/{office}/catalogue")
    expect(adi.locator(".note.warn")).to_contain_text("Kota menarik")
    fits(adi)


def test_two_who_save_the_same_at_once_are_told(
    nur: Page, adi: Page, server: RealServer, open_screen: OpenScreen
) -> None:
    tini = open_screen("/login", OLD_PC, reduced_motion="reduce", expect_errors=True)  # a refusal is an error there
    sign_in(tini, server, "kota")
    tini.goto("/admin/catalogue/A-KK/standard")
    adi_sees = fee_in(adi, "karawaci")
    city_writes_fee(nur, "Rp1.000")
    tini.locator("#fee_id").fill("Rp2.000")
    tini.get_by_role("button", name="Simpan").click()
    expect(tini.get_by_role("alert").filter(has_text="Belum ada yang disimpan")).to_contain_text(
        "kota sudah mengubah hal yang sama"
    )
    expect(tini.locator("#fee_id")).to_have_value("Rp2.000")
    tini.get_by_role("button", name="Simpan").click()
    expect(tini.get_by_role("status").first).to_contain_text("Tersimpan")
    assert adi_sees == "Gratis" and fee_in(adi, "karawaci") == "Rp2.000"


def test_a_service_of_the_catalogue_is_taken_by_keyboard_and_a_retired_one_is_gone(nur: Page, adi: Page) -> None:
    nur.goto("/admin/catalogue/new")
    fits(nur)
    nur.get_by_label("Kode").fill("B-PBB")
    nur.get_by_label("Dalam bahasa Indonesia").fill("Pajak bumi dan bangunan bagi warga yang baru pindah")
    nur.get_by_label("Antrean lazimnya").fill("b")
    nur.get_by_label("Antrean lazimnya").press("Enter")
    expect(nur.locator("h1")).to_have_text("Pajak bumi dan bangunan bagi warga yang baru pindah")
    expect(nur.locator("main")).to_contain_text("Belum ada kantor yang membukanya")
    fits(nur)
    adi.goto("/admin/karawaci/offer/new")
    adi.get_by_role("link", name=re.compile("Pajak bumi")).press("Enter")
    expect(adi.locator("main")).to_contain_text("B-PBB dari katalog kota")
    fits(adi)
    adi.get_by_label("Dalam bahasa Indonesia").press("Enter")
    expect(adi.locator("h1")).to_have_text("Layanan dan standarnya")
    expect(adi.locator("main")).to_contain_text("B-PBB")
    nur.goto("/admin/catalogue/B-PBB")
    expect(nur.locator("#main")).to_contain_text("Mengikuti sepenuhnya")
    nur.locator("summary", has_text="Pensiunkan").click()
    nur.get_by_role("button", name="Ya, pensiunkan").click()
    expect(nur.locator(".note.warn")).to_contain_text("Tidak lagi ditawarkan kepada kantor lain")
    fits(nur)
    adi.goto("/admin/karawaci/catalogue")
    expect(adi.locator("main")).to_contain_text("Kantor ini tetap memilikinya")
    fits(adi)
