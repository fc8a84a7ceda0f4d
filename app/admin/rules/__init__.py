"""An office's rules as pages: each setting with a sentence saying what it does to a citizen."""

from app.admin.rules import (  # noqa: F401
    counters,
    holidays,
    hours,
    idling,
    kiosk,
    letters,
    line,
    look,
    missed,
    needs,
    overview,
    pauses,
    quick_change,
    seasons,
    services,
    special_days,
)
