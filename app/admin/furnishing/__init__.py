"""What an office has, as pages: its counters, its queues, its services and the standard of each."""

from app.admin.furnishing import catalogue, counters, letters, services, standard  # noqa: F401
