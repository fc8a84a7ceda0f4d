"""The OpenAPI document, written when somebody first asks for it: an office's server starts without."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

from flask import Response
from flask_smorest import Api, Blueprint


class LateDocument(Api):  # type: ignore[misc]
    """The library's API whose document is put together at its first reading: half of what making an app cost."""

    def __init__(self, *args: Any, **more: Any) -> None:
        self.chapters: list[Callable[[], None]] = []
        self._writing = Lock()
        super().__init__(*args, **more)

    def _openapi_json(self) -> Response:
        with self._writing:
            while self.chapters:
                self.chapters.pop(0)()
        answer: Response = super()._openapi_json()
        return answer


class LateChapter(Blueprint):  # type: ignore[misc]
    """A blueprint that describes itself only when its document is read."""

    def register_views_in_doc(self, api: LateDocument, *args: Any, **more: Any) -> None:
        api.chapters.append(partial(super().register_views_in_doc, api, *args, **more))
