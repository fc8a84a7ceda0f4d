"""A style sheet taken apart as it is written. Browsers drop what they do not know, so none of them can be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BETWEEN_SELECTORS = re.compile(r",(?![^(]*\))")
VARIABLE = re.compile(r"var\((--[\w-]+)(?:, *([^()]*))?\)")


@dataclass(frozen=True)
class Rule:
    """Selectors with what is declared for them; `within` are the conditions around, "@media (…)"."""

    selectors: tuple[str, ...]
    declared: tuple[tuple[str, str], ...]
    within: tuple[str, ...]


def rules_of(sheet: str) -> list[Rule]:
    """Every rule in its order. Steps of a motion have no selectors; fonts are left out."""
    return list(_rules(COMMENT.sub("", sheet), ()))


def variables_of(rules: list[Rule]) -> dict[str, str]:
    """What each variable is, the last time that it is said."""
    return {name: value for rule in rules for name, value in rule.declared if name.startswith("--")}


def put_in(value: str, variables: dict[str, str]) -> str:
    """A value with its variables put in: a browser believes any value with one in it, until it is used."""
    while found := VARIABLE.search(value):
        value = value.replace(found[0], variables.get(found[1], found[2] or "1px"))
    return value


def _rules(text: str, within: tuple[str, ...]) -> Iterator[Rule]:
    for head, body in _blocks(text):
        if head.startswith(("@media", "@supports")):
            yield from _rules(body, (*within, head))
        elif head.startswith("@keyframes"):
            yield from (Rule((), _declared(step), within) for _, step in _blocks(body))
        elif not head.startswith("@font-face"):
            # Anything else with an @ is asked about as if it were a selector: old browsers know neither.
            selectors = tuple(each.strip() for each in BETWEEN_SELECTORS.split(head))
            yield Rule(selectors, _declared(body), within)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    depth = begin = 0
    head = ""
    for at, letter in enumerate(text):
        if letter == "{":
            if not depth:
                head, begin = text[begin:at].strip(), at + 1
            depth += 1
        elif letter == "}":
            depth -= 1
            if not depth:
                yield head, text[begin:at]
                begin = at + 1


def _declared(body: str) -> tuple[tuple[str, str], ...]:
    pairs = (each.split(":", 1) for each in body.split(";") if ":" in each)
    return tuple((name.strip(), value.replace("!important", "").strip()) for name, value in pairs)
