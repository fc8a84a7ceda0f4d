"""The rows of the benchmark table, and the arithmetic they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement: what, its figure, the ceiling of the same run, and the ratio of the two."""

    what: str
    figure: str
    ceiling: str = ""
    ratio: float | None = None


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def p50_p99(seconds: Sequence[float]) -> str:
    """Median and 99th percentile in milliseconds, as one reads them."""
    return f"p50 {percentile(seconds, 50) * 1000:.1f} ms, p99 {percentile(seconds, 99) * 1000:.1f} ms"


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows as a Markdown table, so that it can be pasted into a note."""
    print("| what | figure | ceiling of the same run | ratio |\n|---|---|---|---|")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        print(f"| {row.what} | {row.figure} | {row.ceiling} | {ratio} |")
