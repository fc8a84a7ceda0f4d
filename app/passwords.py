"""Passwords: argon2id, one-time ones that people can read out, and what everybody would try first."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.rules.passwords import Weak, weakness, words_of

# Without look-alikes (0/O, 1/l/I): these are read from a terminal and typed once.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
LEAST_SCORE = 2
"""Of zxcvbn's 0 to 4: a million guesses, which the lock-out makes years of trying at the door."""
OURS = ("giliran", "antrean", "loket", "petugas", "rahasia", "kecamatan")
"""Words that everybody here would think of, and no list of the world's."""
LOOKED_AT = 72
"""So many characters are compared with the lists: longer ones take its time and none is common."""

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


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than are used now, and is to be made anew."""
    return _hasher.check_needs_rehash(password_hash)


def weakness_of(password: str, names: Iterable[str]) -> Weak | None:
    """Why this can be no password: its length, the names in it, or that it is among the first to be tried.

    Args:
        names: of the person and their offices.
    """
    names = list(names)
    found = weakness(password, names)
    if found:
        return found
    from zxcvbn import zxcvbn  # its lists are only read when somebody chooses a password

    known = [
        *words_of(names),
        *(name.casefold() for name in names),
        "giliran",
        "antrean",
        "loket",
        "petugas",
        "rahasia",
    ]
    return Weak.TOO_COMMON if zxcvbn(password[:LOOKED_AT], user_inputs=known)["score"] < LEAST_SCORE else None


@cache
def _nobodys() -> str:
    return _hasher.hash("a password nobody has")


def one_time_password() -> str:
    """Three groups of five readable characters: 74 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(3))
