"""What a print agent asks of the server: to be paired, then its printers, their slips, and to tell how it went.

No part of API v1: both ends of it are ours (printers/agent), and come in the same release.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from app.devices import agents, contact, pairing
from app.devices.agents import Agent
from app.devices.errors import DeviceUnknown
from app.extensions import limiter, rate
from app.models import DeviceKind
from app.printing.spool import PrinterSpool
from app.queueing import reading
from printers.drivers import PrinterError, Status, Trouble
from printers.worker import Job

HELD_FOR = 4.0
"""So many seconds a question for work is kept open; as often an agent is heard of, at least."""

pages = Blueprint("agent", __name__, url_prefix="/api/agent")
limiter.limit(rate("ADDRESS"))(pages)

OPEN_TO_ALL = ("agent.ask_for_a_code", "agent.fetch_token")


@pages.before_request
def know_agent() -> None:
    """Let only paired agents in; pairing itself is for those that are not."""
    if request.endpoint in OPEN_TO_ALL:
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise DeviceUnknown
    g.agent = agents.known(token.strip())
    contact.note(g.agent.id, request.remote_addr or "", contact.AGENTS_NOTED_EVERY)


@pages.post("/pairing")
def ask_for_a_code() -> ResponseReturnValue:
    """A code to show, and the secret by which the token is fetched."""
    version = _text(_asked(), "version")
    secret, asking = pairing.ask(DeviceKind.AGENT, None, request.remote_addr or "", version)
    return {"code": asking.code, "secret": secret, "seconds": int(pairing.CODE_LIVES.total_seconds())}, 201


@pages.post("/pairing/token")
def fetch_token() -> ResponseReturnValue:
    """The token, once somebody has approved the code; 204 before."""
    secret = _text(_asked(), "secret")
    if pairing.waiting(secret):
        return "", 204
    paired = pairing.fetch(secret)
    return {"token": paired.token, "name": paired.name, "office": reading.office_of(paired.branch_id).branch.name}


@pages.post("/begin")
def begin() -> ResponseReturnValue:
    """The agent has just started: it holds no slip."""
    agents.begins(_app(), _agent(), _text(_asked(), "version"))
    return {"name": _agent().name, "office": reading.office_of(_agent().branch_id).branch.name}


@pages.post("/work")
def work() -> ResponseReturnValue:
    """The agent's printers, and for which of them a slip is due; answered when there is one, or after a while."""
    asked, agent = _asked(), _agent()
    seen = asked.get("printers")
    if not isinstance(seen, dict) or not all(isinstance(text, str) and len(text) <= 240 for text in seen.values()):
        abort(400)
    agents.note_printers(agent, seen)
    due = agents.due(agent, HELD_FOR)
    return jsonify(printers=[asdict(each) for each in agents.printers_of(agent)], due=due)


@pages.post("/printers/<int(max=2147483647):printer_id>/claim")
def claim(printer_id: int) -> ResponseReturnValue:
    """The next slip of a printer; 204 when none is due. `lost`: the answer to the last claim never came."""
    spool = _spool(printer_id)
    if _asked().get("lost"):
        spool.put_back(maybe_printed=False)
    job = spool.claim()
    return jsonify(asdict(job)) if job else Response(status=204)


@pages.post("/printers/<int(max=2147483647):printer_id>/printed")
def printed(printer_id: int) -> ResponseReturnValue:
    """A slip came out, as far as its printer can tell."""
    asked = _asked()
    _spool(printer_id).mark_printed(_job(asked), _status(asked), _number(asked, "millimetres"))
    return Response(status=204)


@pages.post("/printers/<int(max=2147483647):printer_id>/failed")
def failed(printer_id: int) -> ResponseReturnValue:
    """A slip did not come out, or nobody knows."""
    asked, trouble = _asked(), _trouble(_asked())
    error = PrinterError(
        _text(asked, "reason"),
        trouble or Trouble.SET_UP,
        needs_a_person=bool(asked.get("needs_a_person")),
        maybe_printed=bool(asked.get("maybe_printed", True)),
    )
    _spool(printer_id).mark_failed(_job(asked), error)
    return Response(status=204)


@pages.post("/printers/<int(max=2147483647):printer_id>/status")
def status(printer_id: int) -> ResponseReturnValue:
    """What a printer said, or that it could not be asked."""
    asked = _asked()
    _spool(printer_id).mark_status(_status(asked), _trouble(asked))
    return Response(status=204)


def _app() -> Any:
    return current_app._get_current_object()  # type: ignore[attr-defined]


def _agent() -> Agent:
    agent: Agent = g.agent
    return agent


def _spool(printer_id: int) -> PrinterSpool:
    return agents.spool_of(_app(), _agent(), printer_id)


def _asked() -> dict[str, Any]:
    asked = request.get_json()
    if not isinstance(asked, dict):
        abort(400)
    return asked


def _text(asked: dict[str, Any], name: str) -> str:
    said = asked.get(name)
    if not isinstance(said, str) or len(said) > 240:
        abort(400)
    return said


def _number(asked: dict[str, Any], name: str) -> int:
    said = asked.get(name)
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said < 2**31:
        abort(400)
    return said


def _job(asked: dict[str, Any]) -> Job:
    # Only what tells which slip it is, and whose claim.
    return Job(_number(asked, "job"), "", "", 0, copy=False, claim=_number(asked, "claim"))


def _status(asked: dict[str, Any]) -> Status:
    said = asked.get("status")
    known = {"online": (True, False, None), "cover_open": (True, False, None)}
    known |= {"paper": ("ok", "near_end", "out", "unknown")}  # type: ignore[dict-item]
    if not isinstance(said, dict) or not said.keys() >= known.keys():
        abort(400)
    if any(said[name] not in allowed for name, allowed in known.items()):
        abort(400)
    return Status(said["online"], said["paper"], said["cover_open"])


def _trouble(asked: dict[str, Any]) -> Trouble | None:
    said = asked.get("trouble")
    if said is None:
        return None
    try:
        return Trouble(said)
    except ValueError:
        abort(400)
