"""What a board shows when it has room, as somebody sets it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import time as at
from pathlib import Path

import pytest

from app import kept
from app.errors import NoSuchBoard, NoSuchMedium, SettingsUnusable
from app.queueing import reading
from app.queueing.ruling import history
from app.queueing.ruling.boards import add_board, remove_board, set_board
from app.queueing.ruling.media import add_medium, move_medium, remove_medium, set_medium
from app.rules.board import MAIN, STANDARD, BoardRules, read, stored
from app.rules.faults import Unusable, Wrong
from app.rules.medium import MOST, Kind, Medium, video_ending
from tests.people import Hall


def gives(hall: Hall, name: str) -> Medium:
    """Somebody gives a file of this name and content."""
    seal = kept.keep(hall.branch_id, "media", io.BytesIO(name.encode()), "jpg")
    return Medium(seal, "jpg", name, Kind.PICTURE, 12)


def file_of(hall: Hall, medium: Medium) -> Path:
    return kept.where(hall.branch_id, "media", medium.seal, medium.ending)


def shown(code: str = MAIN) -> list[str]:
    return [each.name for each in reading.office("karawaci").boards[code].media]


def test_budi_orders_what_the_board_shows_and_the_history_names_no_file(hall: Hall) -> None:
    fees, flag = gives(hall, "tarif"), gives(hall, "ibu Sari")
    add_medium(hall.branch_id, MAIN, fees)
    seq = add_medium(hall.branch_id, MAIN, flag)
    assert shown() == ["tarif", "ibu Sari"]
    told = history.change(hall.branch_id, seq)
    assert told and [(c.what, c.of) for c in told.changes] == [("board_media", MAIN)]
    assert "Sari" not in str(told.changes)
    move_medium(hall.branch_id, MAIN, flag.seal, -1)
    assert shown() == ["ibu Sari", "tarif"]
    assert move_medium(hall.branch_id, MAIN, flag.seal, -1) == 0


def test_a_medium_is_shown_at_other_hours_and_a_saved_board_keeps_its_media(hall: Hall) -> None:
    fees = gives(hall, "tarif")
    add_medium(hall.branch_id, MAIN, fees)
    rare = replace(fees, seconds=30, days=(0, 4), hours=((at(8), at(10)),), is_on=False)
    set_medium(hall.branch_id, MAIN, rare)
    assert set_medium(hall.branch_id, MAIN, rare) == 0
    set_board(hall.branch_id, MAIN, replace(STANDARD, name="Papan utama", style="number"))
    assert reading.office("karawaci").boards[MAIN].media == (rare,)


def test_a_file_that_two_boards_show_stays_until_neither_does(hall: Hall) -> None:
    fees = gives(hall, "tarif")
    add_board(hall.branch_id, "atas", BoardRules(name="Lantai atas"))
    for board in (MAIN, "atas"):
        add_medium(hall.branch_id, board, fees)
    remove_medium(hall.branch_id, MAIN, fees.seal)
    assert file_of(hall, fees).exists() and shown() == []
    remove_board(hall.branch_id, "atas")
    assert not file_of(hall, fees).exists()


def test_what_cannot_be_shown_is_refused(hall: Hall) -> None:
    fees = gives(hall, "tarif")
    add_medium(hall.branch_id, MAIN, fees)
    for refused, field in (
        (lambda: add_medium(hall.branch_id, MAIN, fees), "file"),
        (lambda: set_medium(hall.branch_id, MAIN, replace(fees, seconds=2)), "seconds"),
        (lambda: set_medium(hall.branch_id, MAIN, replace(fees, days=(7,))), "days"),
    ):
        with pytest.raises(SettingsUnusable) as told:
            refused()
        assert field in told.value.faults
    with pytest.raises(NoSuchMedium):
        remove_medium(hall.branch_id, MAIN, "0" * 16)
    with pytest.raises(NoSuchBoard):
        add_medium(hall.branch_id, "loket-9", fees)
    assert shown() == ["tarif"]


def test_a_board_shows_so_many_and_no_more(hall: Hall) -> None:
    some = tuple(Medium(f"{at:016x}", "jpg", str(at), Kind.PICTURE, 12) for at in range(MOST - 1))
    add_board(hall.branch_id, "penuh", BoardRules(name="Penuh", media=some))
    add_medium(hall.branch_id, "penuh", gives(hall, "terakhir"))
    with pytest.raises(SettingsUnusable) as told:
        add_medium(hall.branch_id, "penuh", gives(hall, "terlalu banyak"))
    assert told.value.faults["file"].wrong is Wrong.TOO_MANY_MEDIA


def test_media_are_read_as_they_were_kept() -> None:
    board = BoardRules(name="x", media=(Medium("0" * 16, "mp4", "a", Kind.VIDEO, 60, False, (1,), ((at(8), at(9)),)),))
    assert read(stored(board)) == board


@pytest.mark.parametrize(
    ("head", "ending"),
    [
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "mp4"),
        (b"\0\0\0\x20ftypisom", "mp4"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm", "webm"),
    ],
)
def test_a_video_is_known_by_its_first_bytes(head: bytes, ending: str) -> None:
    assert video_ending(head) == ending


@pytest.mark.parametrize("head", [b"", b"<html>", b"\0\0\0\x14ftypqt  ", b"\x1aE\xdf\xa3matroska", b"RIFF\0\0\0\0AVI "])
def test_what_not_every_board_can_play_is_no_video(head: bytes) -> None:
    with pytest.raises(Unusable):
        video_ending(head)
