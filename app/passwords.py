"""Passwords: argon2id, and one-time ones that people can read out."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
# Without look-alikes (0/O, 1/l/I): these are read from a terminal and typed once.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; takes the same time when there is no such person."""
    try:
        return _hasher.verify(password_hash or _nobodys(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash("a password nobody has")


def one_time_password() -> str:
    """Three groups of five readable characters: 74 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(3))
