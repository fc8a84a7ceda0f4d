"""What an office's supervisors decide: the order of its line, its hours, its queues, services and counters.

Each verb takes a whole rule, keeps all of it or nothing, and appends what differs to the history.
"""
