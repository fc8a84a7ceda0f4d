"""What a slip says, before any printer knows of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from printers.slip import Number, Qr, Slip, Text, as_copy, ticket_slip
from tests.printers.samples import EVERY_PART, FACTS


def test_a_slip_comes_back_from_json_as_it_went() -> None:
    for slip in (EVERY_PART, ticket_slip(FACTS), as_copy(ticket_slip(FACTS)), Slip(())):
        assert Slip.from_json(slip.to_json()) == slip


def test_json_is_compact_and_stable() -> None:
    slip = Slip((Text("Hai", bold=True), Number("A-001")))
    assert slip.to_json() == '[["text",{"text":"Hai","bold":true}],["number",{"text":"A-001"}]]'


@pytest.mark.parametrize(
    ("json", "complaint"),
    [
        ('[["image",{"data":"…"}]]', "unknown part 'image'"),
        ('[["text",{"words":"x"}]]', "cannot say 'words'"),
        ('[["text",{"text":5}]]', "cannot say 'text'"),
        ('[["listing",{"items":[1]}]]', "cannot say 'items'"),
        ('[["text",{}]]', "lacks something"),
        ('[["text",{"text":"x","size":9}]]', "magnified 1 to 8"),
        ('[["number",{"text":"A"}],["number",{"text":"A"}]]', "one number, once"),
        ('{"a":1}', "list of parts"),
        ("[5]", "no part of a slip"),
        ("nonsense", "Expecting value"),
    ],
)
def test_what_is_no_slip_is_refused_with_a_reason(json: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Slip.from_json(json)


def test_a_ticket_without_an_address_for_phones_has_neither_code_nor_hint() -> None:
    slip = ticket_slip(replace(FACTS, qr=None))
    assert not any(isinstance(part, Qr) for part in slip.parts)
    assert FACTS.qr_hint not in slip.to_json()


def test_what_the_office_left_empty_takes_no_line() -> None:
    bare = ticket_slip(replace(FACTS, office_address="", footer=" ", bring=(), qr=None))
    assert all(part.text.strip() for part in bare.parts if isinstance(part, Text))
    assert FACTS.bring_title not in bare.to_json()


def test_a_copy_says_so_on_top_and_only_once() -> None:
    copy = as_copy(as_copy(ticket_slip(FACTS)))
    assert isinstance(copy.parts[0], Text)
    assert copy.parts[0].text == "SALINAN"
    assert copy.to_json().count("SALINAN") == 1
    assert copy.parts[1:] == ticket_slip(FACTS).parts


def test_a_code_too_long_for_the_paper_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="1 to 200 bytes"):
        Qr("x" * 201)
