"""Slips on 80 and 58 mm, right to the column."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from printers.decode import CutOff, Line, decode, qr_data, read_text
from printers.layout import layout
from printers.lettering import must_be_drawn
from printers.paper import CODE_PAGES, PAPER_58, PAPER_80, Paper, paper_of
from printers.slip import Cut, Feed, Listing, Number, Pair, Part, Qr, Rule, Slip, Text, as_copy, ticket_slip
from printers.wrapping import lines_of
from tests.printers.samples import FACTS, LONG_OFFICE

BOTH = pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80 mm", "58 mm"])


def on(paper: Paper, *parts: Part) -> list[str]:
    return read_text(layout(Slip(parts), paper))


def lines(data: bytes) -> list[Line]:
    return [operation for operation in decode(data) if isinstance(operation, Line)]


def test_a_rule_goes_from_edge_to_edge() -> None:
    assert on(PAPER_80, Rule()) == ["-" * 48]
    assert on(PAPER_58, Rule()) == ["-" * 32]


def test_a_line_that_just_fits_is_not_broken() -> None:
    assert on(PAPER_58, Text("x" * 32)) == ["x" * 32]
    assert on(PAPER_58, Text("x" * 33)) == ["x" * 32, "x"]
    assert on(PAPER_80, Text("abc " * 12)) == [("abc " * 12).strip()]
    assert on(PAPER_58, Text("x" * 11, size=3)) == ["x" * 10, "x"]


@BOTH
def test_the_number_is_there_once_in_one_piece_and_as_large_as_it_can_be(paper: Paper) -> None:
    data = layout(ticket_slip(FACTS), paper)
    assert data.count(b"A-012") == 1
    assert read_text(data).count("A-012") == 1
    (number,) = [line for line in lines(data) if line.text == "A-012"]
    assert number.size == (8 if paper is PAPER_80 else 6)
    assert (number.align, number.bold) == ("center", True)


@pytest.mark.parametrize(("label", "at_80", "at_58"), [("A-1", 8, 8), ("A-1000", 8, 5), ("AB-1000", 6, 4)])
def test_longer_numbers_are_a_little_smaller(label: str, at_80: int, at_58: int) -> None:
    for paper, size in ((PAPER_80, at_80), (PAPER_58, at_58)):
        assert lines(layout(Slip((Number(label),)), paper)) == [Line(label, size, True, "center")]


@BOTH
def test_the_longest_number_still_stands_in_one_piece(paper: Paper) -> None:
    assert on(paper, Number("N" * 32)) == ["N" * 32]


@BOTH
def test_a_long_office_name_wraps_by_word_and_leaves_the_number_alone(paper: Paper) -> None:
    data = layout(ticket_slip(LONG_OFFICE), paper)
    name = [line.text for line in lines(data) if line.bold][:3]
    assert all(len(line) <= paper.columns for line in read_text(data))
    assert " ".join(name).startswith(LONG_OFFICE.office[:60])
    assert data.count(b"A-012") == 1


def test_centred_lines_are_about_one_length() -> None:
    assert on(PAPER_58, Text("Senin, 23 November 2026 08.15 WIB", align="center")) == [
        "Senin, 23 November",
        "2026 08.15 WIB",
    ]


def test_a_list_is_wrapped_under_itself() -> None:
    assert on(PAPER_58, Listing(("KTP", "Surat pengantar RT/RW yang sudah dicap"))) == [
        "- KTP",
        "- Surat pengantar RT/RW yang",
        "  sudah dicap",
    ]


def test_a_pair_stands_at_both_edges_or_on_two_lines() -> None:
    assert on(PAPER_58, Pair("Dilayani", "128")) == ["Dilayani" + " " * 21 + "128"]
    assert on(PAPER_58, Pair("x" * 30, "128")) == ["x" * 30, " " * 29 + "128"]


@BOTH
def test_a_ticket_ends_with_a_feed_and_a_cut_that_holds_on(paper: Paper) -> None:
    data = layout(ticket_slip(FACTS), paper)
    assert data.endswith(b"\x1bd\x06\x1dV\x01")
    assert decode(data)[-1] == CutOff()


@BOTH
def test_every_part_leaves_the_printer_as_it_found_it(paper: Paper) -> None:
    plain = Line("biasa")
    for part in (Text("x", align="center", bold=True, size=3), Number("A-001"), Qr("x"), Pair("a", "b")):
        assert lines(layout(Slip((part, Text("biasa"))), paper))[-1] == plain


def test_a_copy_is_marked_above_everything() -> None:
    data = layout(as_copy(ticket_slip(FACTS)), PAPER_80)
    assert read_text(data)[0] == "SALINAN"
    assert data.count(b"A-012") == 1


def test_letters_of_many_alphabets_come_out_as_themselves() -> None:
    said = "Sundanéés ñandú Łódź Türkçe ğış Ελλάδα Привет €5"
    assert on(PAPER_80, Text(said)) == [said]


@pytest.mark.parametrize("page", CODE_PAGES)
def test_the_printer_and_we_mean_the_same_by_every_letter_of_a_code_page(page: str) -> None:
    letters = [char for char in bytes(range(0xA0, 0x100)).decode(page, "ignore") if char.isalpha()]
    assert "".join(on(PAPER_80, Text("".join(letters)))) == "".join(letters)


def test_what_no_code_page_can_say_is_a_question_mark_never_garbage() -> None:
    assert on(PAPER_80, Text("中文 a")) == ["?? a"]
    assert on(PAPER_80, Text("日本 한국 ქართ")) == ["?? ?? ????"]
    assert on(PAPER_80, Text("ṭabib “ya” – ꞏ")) == ['tabib "ya" - ?']


def test_no_text_can_command_the_printer() -> None:
    data = layout(Slip((Text("a\x1b@b\x1dV\x00c\x10\x04\x01"), Number("A\x1d!0"))), PAPER_80)
    assert read_text(data) == ["a@b Vc", "A !0"]


def test_nothing_heavy_is_loaded_before_the_first_slip() -> None:
    asked = "import sys, printers.worker, printers.picture; print({'escpos', 'PIL', 'segno'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout == "set()\n"


def test_paper_is_80_or_58() -> None:
    assert (paper_of(80), paper_of(58)) == (PAPER_80, PAPER_58)
    with pytest.raises(ValueError, match="not 76"):
        paper_of(76)


TEXTS = some.text(max_size=120)
SAID = TEXTS.filter(lambda text: not must_be_drawn(text))
PARTS = some.one_of(
    some.builds(Text, TEXTS, some.sampled_from(("left", "center")), some.booleans(), some.integers(1, 8)),
    some.builds(Qr, some.text(min_size=1, max_size=50)),
    some.builds(Pair, TEXTS, TEXTS),
    some.builds(Listing, some.lists(TEXTS, max_size=4).map(tuple)),
    some.builds(Feed, some.integers(1, 255)),
    some.builds(Rule),
    some.builds(Cut),
)
SLIPS = some.builds(
    lambda before, number, after: Slip((*before, number, *after)),
    some.lists(PARTS, max_size=4),
    some.builds(Number, some.text(min_size=1, max_size=32).filter(str.strip)),
    some.lists(PARTS, max_size=4),
)


@settings(max_examples=150)
@given(SLIPS, some.sampled_from((PAPER_80, PAPER_58)))
def test_any_slip_lays_out_within_its_paper_and_reads_back(slip: Slip, paper: Paper) -> None:
    data = layout(Slip.from_json(slip.to_json()), paper)
    assert all(len(line.text) * line.size <= paper.columns for line in lines(data))
    assert qr_data(data) == [part.data for part in slip.parts if isinstance(part, Qr)]


@settings(max_examples=150)
@given(SAID, some.integers(1, 4), some.sampled_from((PAPER_80, PAPER_58)))
def test_any_text_is_read_back_as_it_was_wrapped(text: str, size: int, paper: Paper) -> None:
    assert on(paper, Text(text, size=size)) == lines_of(text, paper.columns // size)


@settings(max_examples=50)
@given(some.from_regex(r"[A-Z]{1,2}-[0-9]{3,5}", fullmatch=True), TEXTS, TEXTS, some.sampled_from((PAPER_80, PAPER_58)))
def test_whatever_the_names_the_number_is_in_one_piece(number: str, office: str, service: str, paper: Paper) -> None:
    facts = replace(FACTS, number=number, office=office.replace("-", ""), service=service.replace("-", ""), qr=None)
    data = layout(ticket_slip(facts), paper)
    assert data.count(number.encode()) == 1
    assert read_text(data).count(number) == 1
