"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # OWASP: CSV injection


def harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _is_formula(cell) else cell


def meant(cell: str) -> str:
    """What stood in a cell before it was made harmless; without the space around it."""
    cell = cell.strip()
    return cell[1:].strip() if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    return cell.startswith(BEGINS_A_FORMULA) or cell.lstrip().startswith(BEGINS_A_FORMULA)
