"""Slips to print in tests."""

from __future__ import annotations

from dataclasses import replace

from printers.slip import Cut, Feed, Listing, Number, Pair, Qr, Rule, Slip, Text, TicketFacts

FACTS = TicketFacts(
    office="Kecamatan Karawaci",
    office_address="Jl. Imam Bonjol No. 1, Kota Tangerang",
    title="Nomor antrean",
    number="A-012",
    service="Kartu Tanda Penduduk elektronik (KTP-el)",
    issued="Senin, 23 November 2026 08.15 WIB",
    ahead="3 orang di depan Anda",
    bring_title="Mohon siapkan",
    bring=("Fotokopi Kartu Keluarga", "Surat pengantar RT/RW yang sudah ditandatangani dan dicap"),
    qr="http://192.168.1.10:8000/t/Zk3v9QmXyT2aLr8pWnB4cQ",
    qr_hint="Ikuti nomor Anda di ponsel",
    footer="Layanan ini gratis.",
)
LONG_OFFICE = replace(FACTS, office="Unit Pelaksana Teknis Pelayanan Administrasi Kependudukan Kecamatan Karawaci")

EVERY_PART = Slip(
    (
        Text("Laporan harian", align="center", bold=True, size=2),
        Rule(),
        Number("B-1000"),
        Text("satu baris\nbaris kedua"),
        Pair("Dilayani", "128"),
        Listing(("KTP asli", "Kartu Keluarga")),
        Qr("https://contoh.go.id/t/abc"),
        Feed(2),
        Cut(),
    )
)
