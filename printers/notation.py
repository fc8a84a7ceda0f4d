"""The parts of a slip as JSON, strictly."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from printers.parts import Cut, Feed, Listing, Logo, Number, Pair, Part, Qr, Rule, Text

KINDS: dict[str, type[Part]] = {
    kind.__name__.lower(): kind for kind in (Text, Number, Rule, Qr, Logo, Pair, Listing, Feed, Cut)
}
JSON_TYPES: dict[str, type] = {"str": str, "Align": str, "bool": bool, "int": int, "tuple[str, ...]": list}


def spelled(part: Part) -> list[Any]:
    """A part as a pair for JSON: its kind, and what it says beyond the usual."""
    # What is as usual is left out: shorter, and a part may grow a field without changing old slips.
    usual = {field.name: field.default for field in fields(part)}
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    said = {name: value for name, value in values.items() if usual[name] is MISSING or usual[name] != value}
    return [type(part).__name__.lower(), said]


def part_of(row: object) -> Part:
    """The part that `spelled` made a pair of.

    Raises:
        ValueError: it is no part, one that nobody knows here, or one that says too little or too much.
    """
    if not (isinstance(row, list) and len(row) == 2 and isinstance(row[0], str) and isinstance(row[1], dict)):
        raise ValueError(f"this is no part of a slip: {row!r:.60}")
    kind = KINDS.get(row[0])
    if kind is None:
        raise ValueError(f"unknown part {row[0]!r:.40} in a slip; known are {', '.join(KINDS)}")
    return _made(kind, row[1])


def _made(kind: type[Part], said: dict[str, Any]) -> Part:
    types = {field.name: JSON_TYPES[str(field.type)] for field in fields(kind)}
    for name, value in said.items():
        if name not in types or type(value) is not types[name] or not _all_words(value):
            raise ValueError(f"a {kind.__name__.lower()} cannot say {name!r:.40}: {value!r:.40}")
    values: dict[str, Any] = {name: tuple(value) if type(value) is list else value for name, value in said.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"a {kind.__name__.lower()} lacks something: {error}") from None


def _all_words(value: object) -> bool:
    return not isinstance(value, list) or all(isinstance(each, str) for each in value)
