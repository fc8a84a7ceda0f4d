"""How often one person may let the server search for printers or try one."""

from __future__ import annotations

from app.access import staff
from app.extensions import limiter

TRIES = "20 per minute"

tries = limiter.shared_limit(TRIES, scope="printers", key_func=lambda: f"staff:{staff().id}")
