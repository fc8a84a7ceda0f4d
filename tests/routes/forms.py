"""The forms of every page, as browsers see them: which fields a change is sent with, and what stood in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from tests.routes.world import World

LEARN_AS = ("admin of karawaci", "officer of karawaci", "kiosk of karawaci")
FILE = object()
"""What stands in a field that takes a file."""


@dataclass
class Forms:
    """Fields by the name of the view that a form is sent to, each with the values that were seen in it."""

    of_views: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def add(self, view: str, fields: list[tuple[str, Any]]) -> None:
        known = self.of_views.setdefault(view, {})
        for name, value in fields:
            if value not in known.setdefault(name, []):
                known[name].append(value)

    @property
    def names(self) -> list[str]:
        """Every name of a field anywhere."""
        return sorted({name for fields in self.of_views.values() for name in fields})


def learn(world: World) -> Forms:
    """Open every page as those who see most, and read its forms."""
    forms, adapter = Forms(), world.app.url_map.bind("antrean.example")
    for rule, method in world.rules():
        for name in LEARN_AS if method == "GET" else ():
            answer = world.actors[name].ask("GET", world.path(rule))
            if answer.mimetype != "text/html":
                continue
            for action, fields in _Reader.read(answer.text):
                try:
                    view, _arguments = adapter.match(urlsplit(action or world.path(rule)).path, method="POST")
                except HTTPException:
                    continue
                forms.add(str(view), fields)
    return forms


class _Reader(HTMLParser):
    """Reads the forms of a page, and what htmx sends without one."""

    @classmethod
    def read(cls, page: str) -> list[tuple[str, list[tuple[str, Any]]]]:
        reader = cls()
        reader.feed(page)
        return reader.found

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, Any]]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = dict(attrs)
        if tag == "form" and got.get("method") == "post":
            self.found.append((got.get("action") or "", []))
        if got.get("hx-post"):
            self.found.append((str(got["hx-post"]), []))
        if not self.found:
            return
        name, fields = got.get("name") or "", self.found[-1][1]
        if tag in ("input", "button", "textarea") and name and name != "csrf_token":
            fields.append((name, FILE if got.get("type") == "file" else got.get("value") or ""))
        if tag == "select":
            self._select = name
        if tag == "option" and self._select:
            fields.append((self._select, got.get("value") or ""))
