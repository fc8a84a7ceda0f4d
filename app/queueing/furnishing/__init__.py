"""What an office has: its counters, its queues and its services. Nothing that history refers to is ever deleted."""
