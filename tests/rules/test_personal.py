"""What a note may not have in it, in the shapes people type it."""

from __future__ import annotations

import pytest

from app.rules.personal import Personal, personal_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NIK 3671012501900003", Personal.NIK),
        ("nik: 3671 0125 0190 0003", Personal.NIK),
        ("KK 36.7101.250190.0003 hilang", Personal.NIK),
        ("hubungi 081234567890", Personal.PHONE),
        ("WA 0812-3456-7890", Personal.PHONE),
        ("+62 812 3456 7890", Personal.PHONE),
        ("telepon (021) 5523100 atau 0215523100", Personal.PHONE),
        ("kirim ke sari@contoh.id", Personal.EMAIL),
    ],
)
def test_what_gives_somebody_away_is_recognised(text: str, kind: Personal) -> None:
    assert personal_in(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Menunggu fotokopi KK",
        "Kembali 25-11-2026 pukul 10.30",
        "Meterai Rp10.000, dua lembar",
        "Surat 470/0123/2026 belum ditandatangani",
        "A-012 dan A-013 satu keluarga",
        "RT 02 RW 010, berkas 3 dari 5",
    ],
)
def test_what_officers_really_write_is_let_through(text: str) -> None:
    assert personal_in(text) is None
