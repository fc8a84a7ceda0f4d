"""What passkeys are bound to here: the server's own address, never what a browser says of itself."""

from __future__ import annotations

from flask import current_app, request

from app.rules.passkey import Site, site_of


def this_site() -> Site | None:
    """The office's public address; where there is none that passkeys can be bound to, the one that was asked for.

    A name that somebody makes up in a request serves nobody: a browser signs for the name it shows alone, and each
    passkey is kept with the one it was made for.
    """
    return site_of(current_app.config["PUBLIC_URL"] or "") or site_of(request.host_url)
