"""The people who work here: their accounts, roles and ways in."""
