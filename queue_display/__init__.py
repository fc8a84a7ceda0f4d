"""The waiting room's board, and its voice."""
