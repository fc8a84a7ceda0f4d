"""What can be refused, each worded once: what was wrong and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l


class GiliranError(Exception):
    """A refusal in words. `code` is for machines, `status` for HTTP, `words()` for people."""

    code = "refused"
    status = 409
    message = _l("This cannot be done now.")

    def __init__(self, **facts: str) -> None:
        super().__init__(self.code)
        self.facts = facts

    def words(self) -> str:
        """The refusal in the reader's language."""
        return str(self.message) % self.facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class NoSuchBranch(GiliranError):
    code, status = "no-such-office", 404
    message = _l("There is no such office here. Choose one from the front page.")


class NoSuchService(GiliranError):
    code, status = "no-such-service", 404
    message = _l("This office has no such service. Please choose from the list.")


class NoSuchCounter(GiliranError):
    code, status = "no-such-counter", 404
    message = _l("This office has no such counter. Please choose from the list.")


class NoSuchTicket(GiliranError):
    code, status = "no-such-ticket", 404
    message = _l("This number is not known here. Please take a new one at the kiosk.")


class ServiceClosed(GiliranError):
    code = "service-closed"
    message = _l("%(service)s is closed for now. Please ask at the information desk.")


class ServiceClosedBecause(ServiceClosed):
    message = _l("%(service)s is closed for now: %(reason)s. Please ask at the information desk.")


class KeyTooOld(GiliranError):
    code = "key-too-old"
    message = _l("This page stood open for long, and a number was already taken with it. Please start again.")


class KeyUnusable(GiliranError):
    code, status = "key-unusable", 422
    message = _l("The form was sent without its key. Please start again.")


class PriorityUnknown(GiliranError):
    code, status = "priority-unknown", 422
    message = _l("This priority is not known. Please choose from the list.")


class ReasonUnusable(GiliranError):
    code, status = "reason-unusable", 422
    message = _l("Please write a reason of at most 200 characters, so that citizens know why.")


class NobodyWaiting(GiliranError):
    code = "nobody-waiting"
    message = _l("Nobody is waiting for this counter. The next citizen will appear here.")


class CounterBusy(GiliranError):
    code = "counter-busy"
    message = _l("Counter %(counter)s still has number %(ticket)s. Finish it first, then call the next.")


class CounterNotOpen(GiliranError):
    code = "counter-not-open"
    message = _l("Counter %(counter)s is not open. Open it first.")


class CounterTaken(GiliranError):
    code = "counter-taken"
    message = _l("%(staff)s is working at counter %(counter)s. Choose another one.")


class WrongState(GiliranError):
    code = "wrong-state"
    message = _l("Number %(ticket)s has moved on meanwhile. Look at the screen again.")


class NotYours(GiliranError):
    code, status = "not-yours", 403
    message = _l("This belongs to another office or counter. Ask your supervisor for the right to it.")
