"""A board shows pictures and videos where it has room, and gives way to whoever is called."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.board_of import Office, numbers_spoken, quicken
from tests.browser.conftest import OLD_PC, PHONE, TV, OpenScreen, until
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser

VIDEO = """
async () => {
  // The browser films a canvas and a tone: a real WebM, without a file in the repository.
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  const sound = new AudioContext(), tone = sound.createOscillator(), out = sound.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const drawing = setInterval(() => pen.fillRect(Math.random() * 300, 0, 9, 150), 40);
  const film = new MediaRecorder(new MediaStream([...canvas.captureStream(25).getTracks(), ...out.stream.getTracks()]),
    { mimeType: "video/webm" });
  const parts = [];
  film.ondataavailable = ({ data }) => parts.push(data);
  film.start();
  await new Promise((done) => setTimeout(done, 3000));
  const ended = new Promise((done) => (film.onstop = done));
  film.stop();
  await ended;
  clearInterval(drawing);
  return Array.from(new Uint8Array(await new Blob(parts).arrayBuffer()));
}
"""


def picture(folder: Path) -> Path:
    out = BytesIO()
    Image.new("RGB", (320, 180), "#0f766e").save(out, "PNG")
    file = folder / "tarif.png"
    file.write_bytes(out.getvalue())
    return file


def shows(budi: Page, file: Path) -> None:
    budi.get_by_label("Gambar atau video").set_input_files(file)
    budi.get_by_role("button", name="Tambah").click()
    expect(budi.get_by_role("heading", name=file.stem)).to_be_visible()


def shows_a_video(budi: Page, folder: Path) -> None:
    film = folder / "profil.webm"
    film.write_bytes(bytes(budi.evaluate(VIDEO)))
    shows(budi, film)


def test_a_video_steps_back_for_a_call_and_a_picture_gives_way_to_many(
    server: RealServer, open_screen: OpenScreen, tmp_path: Path
) -> None:
    office = Office(server)
    office.opens(*"12345678")
    board = open_screen("/display/karawaci", TV, reduced_motion="reduce")
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    quicken(board, 400)
    budi = open_screen("/login", OLD_PC, reduced_motion="reduce")
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/boards/hall/media")
    shows_a_video(budi, tmp_path)
    assert complaints(budi) == []
    # It is there without the board being loaded anew, large, since nobody is called.
    video = board.locator("#media video")
    expect(video).to_be_visible()
    assert (video.bounding_box() or {})["width"] > TV["width"] / 2
    until(board, "document.querySelector('#media video').volume === 0.5")
    assert not video.evaluate("video => video.muted || video.paused")
    before = board.locator("#now").bounding_box()
    office.citizens_come(8)
    office.calls_next("3")
    until(board, "Math.abs(document.querySelector('#media video').volume - 0.075) < 0.01")
    expect(board.locator("#caption")).not_to_be_empty()
    now, small = board.locator("#now").bounding_box(), video.bounding_box()
    assert now and small and before and now["height"] > before["height"] and small["y"] > now["y"]
    assert small["x"] > now["x"] + now["width"] - 1, "the call gives up nothing"
    numbers_spoken(board, 1)
    until(board, "document.querySelector('#media video').volume === 0.5")
    assert complaints(board) == []
    for counter in "4567":
        office.calls_next(counter)
    expect(board.locator("#coming")).to_be_visible()
    expect(board.locator("#media")).to_be_hidden()
    quicken(board, 10)
    numbers_spoken(board, 5)
    expect(board.locator("#media")).to_be_visible()
    assert board.locator("#last li").count() == 3
    shows(budi, picture(tmp_path))
    budi.get_by_role("button", name="Dahulukan tarif").click()
    expect(board.locator("#media img")).to_be_visible()
    budi.set_viewport_size(PHONE)
    assert budi.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_cannot_be_loaded_is_passed_over(server: RealServer, open_screen: OpenScreen, tmp_path: Path) -> None:
    budi = open_screen("/login", OLD_PC)
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/boards/hall/media")
    shows_a_video(budi, tmp_path)
    shows(budi, picture(tmp_path))
    (tmp_path / "rusak.webm").write_bytes(b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + bytes(500))
    shows(budi, tmp_path / "rusak.webm")
    board = open_screen("/display/karawaci?preview=1", TV, expect_errors=True)
    board.route("**/media/*.jpg", lambda route: route.abort())
    board.reload()
    expect(board.locator("#media video")).to_be_visible()
    assert board.locator("#media video").evaluate("video => video.volume") == 0, "a preview is silent"
    assert "rusak" not in str(board.locator("#media video").get_attribute("src"))


def test_a_video_is_silent_in_the_quiet_hours(server: RealServer, open_screen: OpenScreen, tmp_path: Path) -> None:
    budi = open_screen("/login", OLD_PC)
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/boards/hall/media")
    shows_a_video(budi, tmp_path)
    budi.goto("/admin/karawaci/boards/hall")
    budi.get_by_label("Jam tenang").fill("00:00–23:59")
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    expect(board.locator("#media video")).to_be_visible(timeout=40_000)
    budi.get_by_role("button", name="Simpan").click()
    until(board, "document.querySelector('#media video').volume === 0", timeout=20_000)


def film(folder: Path, name: str, seconds: int, *pictures: str) -> Path:
    """An MP4 with a tone in AAC, whose index stands at its end; `pictures` is how ffmpeg shall write what is seen."""
    file = folder / name
    seen = ["-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=25:duration={seconds}"]
    heard = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
    kept = ["-c:v", *pictures, "-c:a", "aac", "-shortest", str(file)]
    subprocess.run(["ffmpeg", "-v", "error", *seen, *heard, *kept], check=True, timeout=60)
    return file


def test_a_film_from_a_telephone_is_played_again_and_again(
    server: RealServer, open_screen: OpenScreen, tmp_path: Path
) -> None:
    budi = open_screen("/login", OLD_PC)
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/boards/hall/media")
    shows(budi, film(tmp_path, "telepon.mp4", 4, "libx264", "-pix_fmt", "yuv420p"))
    board = open_screen("/display/karawaci", TV)
    video = board.locator("#media video")
    expect(video).to_be_visible()
    until(board, "document.querySelector('#media video').currentTime > 3")
    assert video.evaluate("video => [video.videoWidth, video.videoHeight]") == [640, 360]
    until(board, "document.querySelector('#media video').currentTime < 2")
