"""Addresses of pages that are learnt when they are needed: an office's server starts sooner."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that learns to build its address when somebody first links to it.

    Werkzeug compiles two functions for each of our 170 rules at start: two thirds of what making the app cost.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder

        @cache
        def builder() -> Callable[..., tuple[str, str]]:
            return compile_now(append_unknown)

        def build(rule: LateRule, **values: Any) -> tuple[str, str]:
            return builder()(rule, **values)

        return build
