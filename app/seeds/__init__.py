"""Service sets an office can begin with: editable data, never law."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.models import Branch, Letter, Need, Service, ServiceStandard
from app.rules.standard import COMPONENTS, SINCE_EVER, Components

SETS = ("paten-2016", "sekarang")


def read_set(name: str) -> dict[str, Any]:
    """The letters, services and needs of a set: "paten-2016" or "sekarang" (today's)."""
    base: dict[str, Any] = tomllib.loads((Path(__file__).parent / "services.toml").read_text("utf-8"))
    services = [service for service in base["services"] if name in service.get("sets", SETS)]
    return {"letters": base["letters"], "services": services, "needs": base["needs"]}


def every_service() -> list[dict[str, Any]]:
    """The services of all sets, each once as it is called today, for an office to choose from."""
    sets = [{each["code"]: each for each in read_set(name)["services"]} for name in SETS]
    return list((sets[0] | sets[1]).values())


def components_of(service: dict[str, Any]) -> Components:
    """What a ready service says of its standard."""
    return {name: service[name] for name in COMPONENTS if name in service}


def plant(session: Session, branch: Branch, name: str) -> None:
    """Give a new office the letters, services and needs of a set, inside the caller's transaction."""
    plant_these(session, branch, read_set(name))


def plant_these(session: Session, branch: Branch, chosen: dict[str, Any]) -> None:
    """`plant`, of a set that is no ready one but looks like it; its services say their letters themselves."""
    for position, letter in enumerate(chosen["letters"]):
        session.add(Letter(branch_id=branch.id, position=position, **letter))
    session.flush()
    for position, service in enumerate(chosen["services"]):
        facts = {"letter": service["code"][0]} | service
        facts = {key: value for key, value in facts.items() if key not in ("sets", *COMPONENTS)}
        standards = [ServiceStandard(counts_from=SINCE_EVER, components=components_of(service))]
        session.add(Service(branch_id=branch.id, position=position, standards=standards, **facts))
    for position, need in enumerate(chosen["needs"]):
        session.add(Need(branch_id=branch.id, position=position, **need))
