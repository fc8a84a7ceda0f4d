"""An office's rules as pages: each setting with a sentence saying what it does to a citizen."""

from app.admin.rules import counters, hours, letters, line, missed, overview, pauses, services, special_days  # noqa: F401
