"""Secrets of devices: 256 random bits, kept as SHA-256. Nobody finds them by trying, so that needs no slow hash."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "ACDEFHJKMNPRTUVWXY3479"
"""Those of a code: none that looks like another, read from a screen across a room."""
CODE_LENGTH = 6


def new_token() -> str:
    """A secret that only its device will know."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code for a person to type."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def as_typed(code: str) -> str:
    """A code as it was meant, whatever case, spaces or hyphens it was typed with."""
    return "".join(char for char in code.upper() if char.isalnum())[: CODE_LENGTH + 2]
