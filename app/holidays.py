"""National holidays and collective leave of Indonesia, by a kept library: offered to offices, never taken silently.

The library (PyPI "holidays") names moon-dependent days ahead of the decree as estimates; who sets an office up looks.
"""

from __future__ import annotations

from datetime import date

KNOWN_AHEAD = 1
"""Years after this one that are offered: the joint decree names the next year's days in the autumn before."""


def of_year(year: int) -> dict[date, str]:
    """The days of a year on which offices are closed by law or decree, each by its Indonesian name."""
    # Dear to load, and needed twice a year.
    from holidays import country_holidays

    found = country_holidays("ID", years=year, categories=("public", "government"), language="id")
    return {day: name for day, name in sorted(found.items()) if day.year == year}
