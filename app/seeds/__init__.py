"""Service sets an office can begin with: editable data, never law."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.models import Branch, Letter, Need, Service, ServiceStandard
from app.rules.standard import COMPONENTS, SINCE_EVER

SETS = ("paten-2016", "sekarang")


def read_set(name: str) -> dict[str, Any]:
    """The letters, services and needs of a set: "paten-2016" or "sekarang" (today's)."""
    base: dict[str, Any] = tomllib.loads((Path(__file__).parent / "services.toml").read_text("utf-8"))
    services = [service for service in base["services"] if name in service.get("sets", SETS)]
    return {"letters": base["letters"], "services": services, "needs": base["needs"]}


def plant(session: Session, branch: Branch, name: str) -> None:
    """Give a new office the letters, services and needs of a set, inside the caller's transaction."""
    chosen = read_set(name)
    for position, letter in enumerate(chosen["letters"]):
        session.add(Letter(branch_id=branch.id, position=position, **letter))
    session.flush()
    for position, service in enumerate(chosen["services"]):
        facts = {key: value for key, value in service.items() if key not in ("sets", *COMPONENTS)}
        components = {key: service[key] for key in COMPONENTS if key in service}
        standards = [ServiceStandard(counts_from=SINCE_EVER, components=components)]
        letter = service["code"][0]
        session.add(Service(branch_id=branch.id, position=position, letter=letter, standards=standards, **facts))
    for position, need in enumerate(chosen["needs"]):
        session.add(Need(branch_id=branch.id, position=position, **need))
