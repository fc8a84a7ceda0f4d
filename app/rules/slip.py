"""What an office's slips say: a template for each language, understood before it is kept."""

from __future__ import annotations

import unicodedata

from app.rules.faults import Fault, Faults, Wrong
from printers.template import LONGEST_LINE, MOST_LINES, STANDARD, BadTemplate, Mistake, understood
from printers.template import Wrong as Misread

MOST = {Mistake.LINE_TOO_LONG: LONGEST_LINE, Mistake.TOO_MANY_LINES: MOST_LINES}


def standard(*, has_address: bool) -> str:
    """The standard slip, as an office begins with it.

    Args:
        has_address: whether this installation has an address that a QR code can lead to.
    """
    return STANDARD if has_address else STANDARD.replace("{qr}\n\n", "")


def tidy(text: str) -> str:
    """A template as it is kept: no spaces at the ends of lines, no empty lines at its own end."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(filter(_is_text, row)).rstrip() for row in rows).rstrip()


def faults(text: str, *, has_address: bool) -> Faults:
    """What is wrong with a template, each named after its place among the mistakes."""
    found = []
    try:
        understood(text)
    except BadTemplate as bad:
        found = [_fault(each) for each in bad.wrong]
    rows = text.split("\n")
    if not has_address and "{qr}" in text:
        line = next(at for at, row in enumerate(rows, 1) if "{qr}" in row)
        found.append(Fault(Wrong.SLIP_NO_ADDRESS, {"line": str(line)}))
    return {f"slip_{at}": fault for at, fault in enumerate(found)}


def _fault(each: Misread) -> Fault:
    facts = {"line": str(each.line), "name": each.name[:40], "most": str(MOST.get(each.mistake, ""))}
    return Fault(Wrong(f"slip_{each.mistake}"), facts)


def _is_text(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs")
