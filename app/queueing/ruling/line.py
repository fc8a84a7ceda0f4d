"""The order of the line, and whether officers may call out of it."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select

from app.changes import differences, must_be_usable, told
from app.models import Branch, Ticket
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.rules import order
from app.rules.order import Policy, sort_key
from app.rules.states import ENDED, State

GONE = tuple(state for state in ENDED if state is not State.NO_SHOW)
"""Those whose place matters no more; who missed a call may still return to theirs."""


def set_line(branch_id: int, policy: Policy, officers_may_choose: bool, staff_id: int | None = None) -> int:
    """Order the line by a policy from now on, also for those who wait already.

    Args:
        officers_may_choose: whether an officer may call somebody out of order, with a reason.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: no office can keep this policy.
    """
    must_be_usable(order.faults(policy))
    with acting_in(branch_id, staff_id) as act:
        before = order.settings(act.office.policy) | {"officers_may_choose": act.office.branch.officers_may_choose}
        changes = differences(before, order.settings(policy) | {"officers_may_choose": officers_may_choose})
        if changes:
            branch = act.session.get_one(Branch, act.office.id)
            branch.order_policy, branch.officers_may_choose = asdict(policy), officers_may_choose
            _place_anew(act, policy)
        return told(act.history, changes)


def _place_anew(act: Acting, policy: Policy) -> None:
    # Whoever was sent to a place by hand (head, after n) keeps it; the others stand where the policy puts them.
    waiting = select(Ticket).where(
        Ticket.branch_id == act.office.id, Ticket.day == act.day, Ticket.state.not_in([state.value for state in GONE])
    )
    for ticket in act.session.scalars(waiting):
        if ticket.sort_key == sort_key(ticket.arrived_at, ticket.priority, act.office.policy):
            ticket.sort_key = sort_key(ticket.arrived_at, ticket.priority, policy)
