"""What an office's slips say, and its logo on them."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256

from flask import current_app

from app.changes import differences, must_be_usable, told
from app.models import Branch, SlipLogo
from app.queueing.locking import acting_in
from app.rules import slip as rules
from printers.parts import Logo


def set_template(branch_id: int, language: str, text: str, staff_id: int | None = None) -> int:
    """Let the slips of a language say this, from the next one that is laid out.

    Args:
        text: a template (printers.template); the standard one, or none, goes back to the standard slip.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: no slip can be made of this.
    """
    has_address = bool(current_app.config["PUBLIC_URL"])
    text = rules.tidy(text)
    if text in ("", rules.standard(has_address=has_address)):
        text = ""
    else:
        must_be_usable(rules.faults(text, has_address=has_address))
    with acting_in(branch_id, staff_id) as act:
        known = act.office.branch.slip_templates
        changes = differences({"slip_template": known.get(language, "")}, {"slip_template": text}, of=language)
        if changes:
            branch = act.session.get_one(Branch, act.office.id)
            branch.slip_templates = {key: said for key, said in (known | {language: text}).items() if said}
        return told(act.history, changes)


def set_logo(branch_id: int, logo: Logo | None, coloured: str = "", staff_id: int | None = None) -> int:
    """Print this logo where the template has it, and show it on the office's screens; None has none.

    Args:
        coloured: the same picture for screens, a PNG in base64.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id, staff_id) as act:
        changes = differences({"slip_logo": _seal(act.office.logo)}, {"slip_logo": _seal(logo)})
        if changes:
            row = act.session.get(SlipLogo, act.office.id)
            if row is not None:
                act.session.delete(row)
                act.session.flush()
            if logo is not None:
                act.session.add(SlipLogo(branch_id=act.office.id, coloured=coloured, **asdict(logo)))
            act.session.get_one(Branch, act.office.id).logo_seal = _seal(logo)
        return told(act.history, changes)


def _seal(logo: SlipLogo | Logo | None) -> str:
    # The history tells one picture from another, and need not hold it.
    return sha256(logo.wide.encode()).hexdigest()[:12] if logo else ""
