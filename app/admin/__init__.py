"""Set-up of an office."""
