"""Work that takes a processor's while, done where no screen waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app

T = TypeVar("T")


def aside(work: Callable[[], T]) -> T:
    """Do something in a thread of its own, where printers' slips are laid out too; only whoever asked waits for it."""
    beside = current_app.extensions.get("beside")
    return beside.aside(work) if beside else work()
