"""Work that takes a processor's while, done where no screen waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app

T = TypeVar("T")


def aside(work: Callable[[], T]) -> T:
    """Do something in a thread of its own, where printers' slips are laid out too; only whoever asked waits for it."""
    done: T = place_aside()(work)
    return done


def place_aside() -> Callable[[Callable[[], Any]], Any]:
    """That place itself, for work that goes on after the request is answered."""
    beside = current_app.extensions.get("beside")
    return beside.aside if beside else lambda work: work()
