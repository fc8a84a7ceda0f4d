"""The closing slip of a day, put into the spool by whoever holds the office's lock."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.printing import spool
from app.printing.recap_slip import HEAD_DIGITS
from app.queueing.acting import Acting
from app.queueing.figures import DayFigures, figures_of


def put_recap(act: Acting, day: date) -> None:
    """Count a day and put its closing slip into the spool; a day without a single number needs no paper."""
    if not act.office.printers:
        return
    act.session.flush()
    figures = figures_of(act.session, act.office, day, act.at)
    if figures.tally.issued:
        spool.put_recap(act.history, _facts(act, figures))


def _facts(act: Acting, figures: DayFigures) -> dict[str, Any]:
    # The head of the history locks what was counted: no row can be cut off behind this slip's back.
    tally = figures.tally
    return {
        "day": figures.day.isoformat(),
        "at": act.at.isoformat(),
        "seq": act.history.last_seq,
        "head": act.history.chain_head[:HEAD_DIGITS],
        "issued": tally.issued,
        "served": tally.served,
        "no_show": tally.no_show,
        "cancelled": tally.cancelled,
        "expired": tally.expired,
        "still_open": tally.still_open,
        "services": [
            {
                "letter": each.service.letter,
                "name": each.service.name,
                "issued": each.tally.issued,
                "served": each.tally.served,
                "no_show": each.tally.no_show,
            }
            for each in figures.services
        ],
        "counters": [{"number": each.counter.number, "served": each.served} for each in figures.counters],
    }
