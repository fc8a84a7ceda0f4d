"""Set-up pages."""
