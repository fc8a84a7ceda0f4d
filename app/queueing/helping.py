"""What a citizen gets at the kiosk besides a number: a list of what is still missing, and somebody who comes."""

from __future__ import annotations

from app.printing import spool
from app.queueing.locking import acting_in


def hand_todo(branch_id: int, service_code: str, missing: tuple[str, ...], *, language: str = "id") -> None:
    """Put the list of what a citizen still has to bring into the spool; nothing happens where there is no printer.

    Args:
        missing: the papers, as the citizen read them.
        language: in which the list speaks to this citizen.

    Raises:
        NoSuchBranch, NoSuchService: not here.
    """
    with acting_in(branch_id) as act:
        service = act.service(service_code)
        spool.put_todo(act.history, {"service": service.code, "missing": missing, "language": language})
