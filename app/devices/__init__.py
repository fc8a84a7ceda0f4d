"""Kiosks, boards and print agents: how they join an office, how they are known, and how it is noticed they are gone."""
