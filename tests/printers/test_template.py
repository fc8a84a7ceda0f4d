"""An office writes what its slips say: understood or refused by the line, and the number stands whatever it wrote."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from app.printing.logo import logo_of
from printers import typefaces
from printers.decode import Line, QrCode, Raster, decode, read_text
from printers.facts import TicketFacts
from printers.layout import layout
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.parts import Cut, Logo, Number, Text
from printers.roll import millimetres
from printers.slip import ticket_slip
from printers.template import ALONE, STANDARD, WORDS, BadTemplate, Mistake, understood
from tests.printers.samples import FACTS, LONG_OFFICE
from tests.printing.test_golden import SCRIPTS, crest

LOGO = logo_of(crest())


def mistakes(template: str) -> list[tuple[Mistake, int | None, str]]:
    with pytest.raises(BadTemplate) as refused:
        understood(template)
    return [(each.mistake, each.line, each.name) for each in refused.value.wrong]


def said(template: str, facts: TicketFacts = FACTS) -> list[str]:
    return [line.strip() for line in read_text(layout(ticket_slip(facts, template), PAPER_80))]


def test_marks_say_how_a_line_looks() -> None:
    parts = ticket_slip(FACTS, "^*# {office}\n{number}\n\\* bukan tebal\n## Besar").parts
    assert parts == (
        Text("Kecamatan Karawaci", "center", True, 2),
        Number("A-012"),
        Text("* bukan tebal"),
        Text("Besar", size=3),
        Cut(),
    )


def test_facts_stand_among_an_offices_own_words_and_are_not_read_as_template() -> None:
    facts = replace(FACTS, service="{number} {qr}")
    assert said("Untuk {service}, {ahead}\n{number}", facts) == [
        "Untuk {number} {qr}, 3 orang di depan Anda",
        "A-012",
    ]


def test_what_says_nothing_takes_no_line() -> None:
    bare = replace(FACTS, office_address="", bring=(), qr=None, footer="")
    assert said("{address}\n\n{number}\n{line}\n{requirements}\n{line}\n{qr}\n\n{logo}\n{footer}", bare) == [
        "A-012",
        "-" * 48,
    ]


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("{number}\n{nomor}", [(Mistake.UNKNOWN, 2, "nomor")]),
        ("{number}\n{}", [(Mistake.UNKNOWN, 2, "")]),
        ("{number}\n\n{office", [(Mistake.NOT_CLOSED, 3, "")]),
        ("Nomor {number}", [(Mistake.NOT_ALONE, 1, "number")]),
        ("{number}\n{office} {qr}", [(Mistake.NOT_ALONE, 2, "qr")]),
        ("{number}\n{office}\n# {number}", [(Mistake.TWICE, 3, "number")]),
        ("{qr}\n{number}\n{qr}", [(Mistake.TWICE, 3, "qr")]),
        ("{office}", [(Mistake.NO_NUMBER, None, "")]),
        ("", [(Mistake.NO_NUMBER, None, "")]),
        ("{number}\n" + "x" * 121, [(Mistake.LINE_TOO_LONG, 2, "")]),
        ("{number}" + "\nx" * 40, [(Mistake.TOO_MANY_LINES, 41, "")]),
        (
            "{nomor}\n{office",
            [(Mistake.UNKNOWN, 1, "nomor"), (Mistake.NOT_CLOSED, 2, ""), (Mistake.NO_NUMBER, None, "")],
        ),
    ],
)
def test_every_mistake_is_named_with_its_line(template: str, wrong: list[tuple[Mistake, int | None, str]]) -> None:
    assert mistakes(template) == wrong


def test_a_logo_stands_on_top_in_the_middle_and_takes_paper() -> None:
    with_logo = layout(ticket_slip(replace(FACTS, logo=LOGO)), PAPER_80)
    logo = decode(with_logo)[0]
    assert isinstance(logo, Raster) and 150 < logo.height < 220
    assert millimetres(with_logo) - millimetres(layout(ticket_slip(FACTS), PAPER_80)) == round(logo.height / 8)


def test_a_number_that_stands_elsewhere_too_is_there_once_all_the_same() -> None:
    data = layout(ticket_slip(replace(FACTS, footer="Simpan A-012, bukan A–012")), PAPER_80)
    assert data.count(b"A-012") == 1
    assert "Simpan A 012, bukan A 012" in [line.strip() for line in read_text(data)]


def test_dots_that_spell_the_number_change_by_one() -> None:
    file = BytesIO()
    spelling = bytes(byte ^ 0xFF for byte in b"A-012")
    Image.frombytes("1", (40, 1), spelling).save(file, "PNG")
    tiny = b64encode(file.getvalue()).decode()
    data = layout(ticket_slip(replace(FACTS, logo=Logo(tiny, tiny))), replace(PAPER_80, dots=40))
    assert data.count(b"A-012") == 1
    assert b"@-012" in data


def test_where_the_typefaces_are_missing_question_marks_stand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typefaces, "FOLDER", tmp_path)
    typefaces._can_draw.cache_clear()
    assert said(f"{SCRIPTS['arabic'][:4]}\n{{number}}") == ["????", "A-012"]
    typefaces._can_draw.cache_clear()


WORDS_OF_ANY_SCRIPT = some.one_of(
    some.text(max_size=60),
    some.sampled_from([LONG_OFFICE.office, "A-012", "A–012 Ａ-012", *SCRIPTS.values()]),
)
TEXTS = [each.name for each in fields(TicketFacts) if each.name not in ("number", "bring", "qr", "logo")]
ANY_FACTS = some.builds(
    TicketFacts,
    **dict.fromkeys(
        (
            "office",
            "office_address",
            "title",
            "service",
            "issued",
            "ahead",
            "bring_title",
            "qr_hint",
            "footer",
            "estimate",
        ),
        WORDS_OF_ANY_SCRIPT,
    ),
    number=some.from_regex(r"[A-Z]{1,2}-[0-9]{3,5}", fullmatch=True) | some.just("A-012"),
    bring=some.lists(WORDS_OF_ANY_SCRIPT, max_size=3).map(tuple),
    qr=some.sampled_from((None, FACTS.qr)),
    logo=some.sampled_from((None, LOGO)),
)
MARKS = some.sampled_from(("", "^ ", "^*", "## ", "^*### ", "\\"))
LINES = some.one_of(
    some.builds("{}{}".format, MARKS, some.lists(some.sampled_from([f"{{{each}}}" for each in WORDS])).map(" ".join)),
    some.builds("{}{}".format, MARKS, WORDS_OF_ANY_SCRIPT),
    some.sampled_from([f"{{{each}}}" for each in ALONE if each != "number"]),
    some.sampled_from(["", "{", "{nobody}"]),
)
TEMPLATES = some.builds(
    lambda before, after: "\n".join([*before, "{number}", *after]),
    some.lists(LINES, max_size=6),
    some.lists(LINES, max_size=6),
)


@settings(max_examples=200)
@given(TEMPLATES, ANY_FACTS, some.sampled_from((PAPER_80, PAPER_58)))
def test_whatever_passes_the_check_the_number_stands_once_in_one_piece_and_all_fits(
    template: str, facts: TicketFacts, paper: Paper
) -> None:
    try:
        understood(template)
    except BadTemplate:
        return
    data = layout(ticket_slip(facts, template), paper)
    assert data.count(facts.number.encode()) == 1
    assert sum(facts.number in line for line in read_text(data)) == 1
    for each in decode(data):
        match each:
            case Line(text, size):
                assert len(text) * size <= paper.columns
            case Raster(width):
                assert width <= paper.dots
            case QrCode(_, module):
                assert module * 57 <= paper.dots


def test_the_standard_template_is_one() -> None:
    assert understood(STANDARD)
