"""The chain that makes a history tell when it was changed.

Each link is HMAC-SHA-256 (RFC 2104) over the link before and the row's stored text, so that altering, removing or
inserting a row breaks every link after it; who cannot read the key cannot mend them. Free-text reasons are not in
the text but a digest of them with salt, so that a reason can be erased and the chain still holds.
"""

from __future__ import annotations

import hashlib
import hmac

BEGINNING = "0" * 64
"""What the first row of an office is linked to."""


def link(key: bytes, before: str, text: str) -> str:
    """The link of a row: 64 hexadecimal digits.

    Args:
        key: the installation's chain key.
        before: the link of the row before, or BEGINNING, or a checkpoint's.
        text: the row's canonical text, exactly as stored.
    """
    return hmac.digest(key, f"{before}\n{text}".encode(), "sha256").hex()


def digest_of_reason(salt: str, text: str) -> str:
    """What the history keeps of a free-text reason: its salted digest."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two links are equal, taking the same time either way."""
    return hmac.compare_digest(one.encode(), other.encode())
