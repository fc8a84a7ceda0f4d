"""What is kept of the second step, under a key that lies in the data folder: a copied database alone opens nothing."""

from __future__ import annotations

import hmac

from flask import current_app


def keyed(text: str) -> bytes:
    """HMAC-SHA-256 of a text, under that key."""
    return hmac.digest(current_app.config["SECOND_STEP_KEY"], text.encode(), "sha256")
