"""Which Giliran this is."""

VERSION = "0.1.0"
"""As pyproject.toml says it; see CHANGELOG.md."""
