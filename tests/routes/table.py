"""Who gets what, route by route: found by asking, written as the table that people review."""

from __future__ import annotations

from werkzeug.routing import Rule

from tests.routes.world import Actor, World

HEAD = """# Who may do what: every route and verb, as everybody

Made by `make routes`, which asks the application itself; a test compares. Look at what git shows before you accept it.

- **yes**: let in. A change was sent with next to nothing in it, so that most then say what is missing: let in, too.
- **sign in**: sent to the page for signing in. **401**: no key or token, or none of ours. **403**: not theirs.
  **404**: told that there is no such thing.
- Every address names something of the office *karawaci*. Whoever is *of cibodas* works, stands or was made for another
  office; whoever is *of all* is bound to none. A kiosk, board or agent shows its token; a key is a program's.
- Nobody has come from the demo's own machine, to which the demo alone opens kiosk and board (CONTRACT: Pages).
"""
REFUSED = {401: "401", 403: "403", 404: "404"}


def table(world: World) -> str:
    """The whole table, as Markdown."""
    names = list(world.actors)
    lines = [HEAD, _row(["", *names]), _row(["---"] * (len(names) + 1))]
    for rule, method in world.rules():
        cells = [said(world, actor, rule, method) for actor in world.actors.values()]
        lines.append(_row([f"{method} `{rule}`", *cells]))
    return "\n".join(lines) + "\n"


def said(world: World, actor: Actor, rule: Rule, method: str) -> str:
    """What somebody gets there; the database is as before afterwards."""
    before = world.changes()
    answer = world.send(actor, rule, method)
    if world.changes() != before:
        world.restore()
    assert answer.status_code < 500, f"{method} {rule} broke for {actor.name}: {answer.text[-400:]}"
    if answer.status_code in (301, 302) and answer.headers["Location"].startswith("/login"):
        return "sign in"
    return REFUSED.get(answer.status_code, "yes")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
