"""The decoder: strict about every byte, so that it can judge what we send."""

from __future__ import annotations

import pytest

from printers.decode import CutOff, Fed, Line, QrCode, Raster, UnknownCommand, decode, qr_data, read_text
from printers.layout import layout
from printers.paper import PAPER_58
from tests.printers.samples import EVERY_PART


def test_every_part_is_read_back() -> None:
    printed = decode(layout(EVERY_PART, PAPER_58))
    assert printed == [
        Line("Laporan harian", 2, True, "center"),
        Line("-" * 32),
        Line("B-1000", 5, True, "center"),
        Line("satu baris"),
        Line("baris kedua"),
        Line("Dilayani" + " " * 21 + "128"),
        Line("- KTP asli"),
        Line("- Kartu Keluarga"),
        Fed(1),
        QrCode("https://contoh.go.id/t/abc", 5, "center"),
        Fed(1),
        Fed(2),
        Fed(6),
        CutOff(),
    ]


def test_a_picture_is_read_back_row_by_row() -> None:
    assert decode(b"\x1dv0\x00\x02\x00\x01\x00\n\x1b") == [Raster(16, b"\n\x1b")]


def test_text_and_codes_are_read_alone() -> None:
    data = layout(EVERY_PART, PAPER_58)
    assert read_text(data)[3:5] == ["satu baris", "baris kedua"]
    assert qr_data(data) == ["https://contoh.go.id/t/abc"]


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"\x1b@\x07", 2),
        (b"\x1bZ\x00", 0),
        (b"ok\n\x1dV\x00", 3),
        (b"\x1b", 0),
        (b"\x1ba", 0),
        (b"\x1ba\x02", 0),
        (b"\x1bE\x02", 0),
        (b"\x1bt\x01", 0),
        (b"\x1d!\x10", 0),
        (b"\x10\x04\x01", 0),
        (b"a\tb\n", 1),
        (b"\x1bt\x10\x81\n", 3),
        (b"half a line", 11),
        (b"half\x1ba\x01", 4),
        (b"half\x1b@", 4),
        (b"\x1d(k\x03\x001C", 0),
        (b"\x1d(k\x03\x001C\x11", 0),
        (b"\x1d(k\x03\x002C\x05", 0),
        (b"\x1d(k\x03\x001E2", 0),
        (b"\x1d(k\x03\x001Q0", 0),
        (b"\x1d(k\x04\x001P0\xff", 0),
        (b"\x1dv0\x00", 0),
        (b"\x1dv0\x01\x01\x00\x01\x00\xff", 0),
        (b"\x1dv0\x00\x02\x00\x02\x00abc", 0),
        (b"\x1dv0\x00\x00\x00\x02\x00", 0),
        (b"half\x1dv0\x00\x01\x00\x01\x00\xff", 4),
    ],
)
def test_what_we_never_send_is_an_error_that_says_where(data: bytes, offset: int) -> None:
    with pytest.raises(UnknownCommand) as caught:
        decode(data)
    assert (caught.value.offset, caught.value.data) == (offset, data)


def test_a_slip_that_was_cut_short_is_noticed() -> None:
    data = layout(EVERY_PART, PAPER_58)
    whole = decode(data)
    for end in range(len(data)):
        try:
            assert decode(data[:end]) == whole[: len(decode(data[:end]))]
        except UnknownCommand as error:
            assert error.offset <= end
