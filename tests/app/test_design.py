"""One design language: colours and type have names, said in one place, and every component is on its living page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, meta

from app.models import Role
from tests.browser_of import Browser
from tests.people import Hall

CSS = Path(__file__).resolve().parents[2] / "app" / "static" / "css"
COMPONENTS = CSS.parents[1] / "templates" / "components"
LIVING = "".join(file.read_text() for file in (CSS.parents[1] / "templates" / "admin").glob("*components.html"))
TOKENS = (CSS / "tokens.css").read_text()
SHEETS = [file for file in sorted(CSS.glob("*.css")) if file.name not in ("tokens.css", "too_old.css")]
"""What a browser shows that knows no variables (too_old.css) cannot be named in them."""
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|: *(?:white|black)\b", re.IGNORECASE)
TYPE = re.compile(r"font-(?:size|weight): *[0-9]+(?:px)?;")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.name)
def test_colours_and_sizes_of_type_are_named_in_the_tokens_alone(sheet: Path) -> None:
    lines = enumerate(sheet.read_text().splitlines(), 1)
    literal = [f"{number}: {line.strip()}" for number, line in lines if COLOUR.search(line) or TYPE.search(line)]
    assert literal == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.name)
def test_every_token_that_is_used_exists(sheet: Path) -> None:
    own = set(re.findall(r"(--[a-z0-9-]+)\s*:", TOKENS + sheet.read_text()))
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", sheet.read_text()))
    assert used <= own


def test_dark_is_the_same_by_choice_and_by_the_system() -> None:
    chosen = re.search(r"\n\.dark \{(.*?)\}", TOKENS, re.DOTALL)
    by_system = re.search(r"\.by-system \{(.*?)\}", TOKENS, re.DOTALL)
    assert chosen and by_system
    assert chosen[1].split() == by_system[1].split()


def test_every_token_has_a_use() -> None:
    folder = CSS.parents[2]
    sheets = [*CSS.glob("*.css"), *folder.glob("kiosk/static/*.css"), *folder.glob("queue_display/static/*.css")]
    words = " ".join(file.read_text() for file in sheets)
    assert [name for name in re.findall(r"\n +(--[a-z0-9-]+):", TOKENS) if f"var({name}" not in words] == []


def test_the_living_page_shows_every_component_on_both_grounds(app: Flask, hall: Hall) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi")
    shown = re.findall(r'data-component="([a-z_]+\.html)"', budi.get("/admin/components"))
    assert sorted(shown) == sorted([file.name for file in COMPONENTS.iterdir()] * 2)


@pytest.mark.parametrize("file", sorted(COMPONENTS.iterdir()), ids=lambda file: file.name)
def test_every_macro_is_used_on_the_living_page(file: Path) -> None:
    text = file.read_text()
    macros = set(re.findall(r"\{%-? macro (\w+)", text))
    inside = {name for name in macros if len(re.findall(rf"\b{name}\(", text)) > 1}
    assert [name for name in macros - inside if not re.search(rf"\b{name}\(", LIVING)] == []


def test_only_who_sets_up_sees_the_living_page(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get("/admin/components", 403)


ROOT = CSS.parents[2]
ALONE = sorted(
    {
        name
        for file in (ROOT / "app").rglob("*.py")
        for name in re.findall(r'render_template\(\s*"([a-z_/]*/_[a-z_]+\.html)"', file.read_text())
    }
)
"""Parts that are also answers by themselves: no page around them has imported anything."""


@pytest.mark.parametrize("name", ALONE)
def test_a_part_that_is_served_alone_brings_its_own_components(name: str) -> None:
    macros = {found for file in COMPONENTS.iterdir() for found in re.findall(r"\{%-? macro (\w+)", file.read_text())}
    text = (COMPONENTS.parent / name).read_text()
    included = [(COMPONENTS.parent / part).read_text() for part in re.findall(r'include "([^"]+)"', text)]
    imported = set(re.findall(r"\w+", " ".join(re.findall(r"import ([\w, ]+)", text))))
    read = {name for part in (text, *included) for name in meta.find_undeclared_variables(PARSER.parse(part))}
    called = {name for name in read & macros if re.search(rf"\b{name}\(", "".join((text, *included)))}
    assert called - imported == set()


PARSER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
