"""The time now, and the working day of an office. Tests turn this one clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WHERE_THE_CITY_IS = "Asia/Jakarta"
"""The zone of what belongs to no office."""

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731


def now() -> datetime:
    """The moment now, in UTC, with its zone."""
    return _read()


def set_clock(read: Callable[[], datetime] | None) -> None:
    """Let `now()` answer what `read` says; None gives the machine's clock back."""
    global _read  # noqa: PLW0603 - the one clock
    _read = read or (lambda: datetime.now(UTC))


def office_time(moment: datetime, zone: str) -> datetime:
    """A moment as the office's wall clock shows it; `zone` is an IANA name (Asia/Jakarta = WIB)."""
    return moment.astimezone(ZoneInfo(zone))


def office_day(moment: datetime, zone: str) -> date:
    """The working day of an office at a moment: its own local date, never the server's."""
    return office_time(moment, zone).date()
