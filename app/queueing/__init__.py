"""The verbs of the queue: each one a transaction, and the only way its state changes."""
