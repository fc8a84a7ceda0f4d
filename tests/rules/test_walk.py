"""Along a chain, whatever was done to some of its rows: each is told, once, and no other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.rules import chain
from app.rules.walk import Fault, Row, Run, Walk, at_most, joined

KEY = b"the installation's"
DEEDS = st.sampled_from(["nothing", "nothing", "text", "link", "columns", "gone"])


def written(count: int) -> list[Row]:
    rows, link = [], chain.BEGINNING
    for seq in range(1, count + 1):
        link = chain.link(KEY, link, f"row {seq}")
        rows.append(Row(seq, f"row {seq}", link, lambda: True))
    return rows


def told(rows: list[Row]) -> list[Run]:
    return list(Walk(KEY, 0, (chain.BEGINNING,)).runs(rows))


def after(deed: str, row: Row) -> list[Row]:
    return {
        "nothing": [row],
        "text": [Row(row.seq, "another", row.link, row.agrees)],
        "link": [Row(row.seq, row.text, "f" * 64, row.agrees)],
        "columns": [Row(row.seq, row.text, row.link, lambda: False)],
        "gone": [],
    }[deed]


FAULTS = {"text": Fault.ALTERED, "link": Fault.ALTERED, "columns": Fault.BESIDE, "gone": Fault.MISSING}


@given(st.lists(DEEDS, max_size=12))
def test_every_deed_between_rows_in_order_is_told_once_and_nothing_else(deeds: list[str]) -> None:
    # Two rows in order before each, so that it can be told apart from the deed before it; and some at the end.
    rows = written(3 * len(deeds) + 2)
    left = [after(deeds[row.seq // 3 - 1], row) if row.seq % 3 == 0 else [row] for row in rows]
    expected = [Run(FAULTS[deed], at * 3, at * 3) for at, deed in enumerate(deeds, 1) if deed != "nothing"]
    assert told([row for some in left for row in some]) == expected


@given(st.lists(DEEDS, max_size=12))
def test_of_deeds_side_by_side_each_is_told_or_stands_after_a_gap(deeds: list[str]) -> None:
    rows = written(len(deeds) + 1)
    left = [each for row, deed in zip(rows, [*deeds, "nothing"], strict=True) for each in after(deed, row)]
    found = told(left)
    for seq, deed in enumerate(deeds, 1):
        beside_a_gap = seq > 1 and deeds[seq - 2] == "gone" and deed in {"text", "link"}
        assert deed == "nothing" or beside_a_gap or any(run.holds(seq) for run in found), (seq, found)


@given(st.lists(st.integers(1, 40), unique=True))
def test_neighbours_with_one_fault_are_one_run(seqs: list[int]) -> None:
    runs = list(joined(Run(Fault.MISSING, seq, seq) for seq in sorted(seqs)))
    assert {seq for run in runs for seq in range(run.first, run.last + 1)} == set(seqs)
    assert all(one.last + 1 < other.first for one, other in pairwise(runs))


def test_of_much_the_first_is_told_and_how_much_more_there_is() -> None:
    assert at_most("abc", 3) == ["a", "b", "c"]
    assert at_most("abcde", 3) == ["a", "b", "c", "and 2 more"]
    assert at_most("", 3) == []
