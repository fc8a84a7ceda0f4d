"""What can be refused, each worded once: what was wrong and what to do next."""

from __future__ import annotations

from datetime import datetime, time

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.clock_words import moment_words
from app.fault_words import fault_words
from app.rules.faults import Faults
from app.rules.schedule import Closed, Standing


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


class FileUnusable(GiliranError):
    code, status = "file-unusable", 422
    message = _l("Something in the file cannot be, so nothing was changed. Choose the file again to see what.")


class PlanIsOld(GiliranError):
    code = "plan-is-old"
    message = _l("Something was changed here since this was shown, so nothing was done. Go back and look again.")


class NoSuchNeed(GiliranError):
    code, status = "no-such-need", 404
    message = _l("This is not among what this office helps with. Please choose from the list.")


class NoBreach(GiliranError):
    code = "no-breach"
    message = _l("No list is under way. Begin one first.")


class NoSuchStep(GiliranError):
    code, status = "no-such-step", 404
    message = _l("There is no such step. Please choose from the list.")


class NoServicePin(GiliranError):
    code = "no-service-pin"
    message = _l("This menu has no PIN yet. Let the administrator of the office set one, on the page Rules, Kiosk.")


class WrongPin(GiliranError):
    code, status = "wrong-pin", 422
    message = _l("This is not the PIN. Please try again, or ask the administrator of the office.")


class PinRests(GiliranError):
    code, status = "pin-rests", 429
    message = _l("The PIN was wrong too often. Please wait %(minutes)s minutes, then try again.")


class MenuClosed(GiliranError):
    code, status = "menu-closed", 409
    message = _l("The service menu has closed itself. Please open it again with the PIN.")


class KioskLocked(GiliranError):
    code = "kiosk-locked"
    message = _l("This kiosk is being serviced. Please go to an officer.")


class VolumeUnusable(GiliranError):
    code, status = "volume-unusable", 422
    message = _l("This loudness is not known. Please choose from the list.")


class NoSuchCounter(GiliranError):
    code, status = "no-such-counter", 404
    message = _l("This office has no such counter. Please choose from the list.")


class NoSuchTicket(GiliranError):
    code, status = "no-such-ticket", 404
    message = _l("This number is not known here today. Please check it, or take a new one at the kiosk.")


class NoSuchBoard(GiliranError):
    code, status = "no-such-board", 404
    message = _l("This office has no such board. Please choose from the list.")


class NoSuchClip(GiliranError):
    code, status = "no-such-clip", 404
    message = _l("There is no such clip of the voice. Please choose from the list.")


class NoSuchMedium(GiliranError):
    code, status = "no-such-medium", 404
    message = _l("This board has no such picture or video. Please choose from the list.")


class NoSuchPrinter(GiliranError):
    code, status = "no-such-printer", 404
    message = _l("This office has no such printer. Please choose from the list.")


class NoMoreToday(GiliranError):
    """No more numbers of a service today: says why, and when to come instead.

    `of_several` and `of_office` word the same where it is said once for several services, or for all of the office.
    """

    of_several = of_office = GiliranError.message

    def __init__(self, opens_at: datetime | None, **facts: str) -> None:
        super().__init__(**facts)
        self.opens_at = opens_at

    def words(self) -> str:
        return f"{super().words()} {_when_to_come(self.opens_at)}"

    def words_of_all(self, *, of_office: bool) -> str:
        """The refusal said once, for several services that have the same, or for all that the office has."""
        why = str(self.of_office if of_office else self.of_several) % self.facts
        return f"{why} {_when_to_come(self.opens_at)}"


def _when_to_come(opens_at: datetime | None) -> str:
    if opens_at is None:
        return str(gettext("Please ask at the information desk when to come."))
    day = moment_words(opens_at, "EEEE, d MMMM")
    # An office that is always open begins its day at midnight: the day alone says it.
    if opens_at.time() == time():
        return str(gettext("Numbers are given again on %(day)s.", day=day))
    return str(gettext("Numbers are given again on %(day)s at %(time)s.", day=day, time=moment_words(opens_at)))


class ServiceClosed(NoMoreToday):
    code = "service-closed"
    message = _l("%(service)s is closed today.")
    of_several = _l("These services are closed today.")
    of_office = _l("The office is closed today.")


class ServiceClosedBecause(ServiceClosed):
    message = _l("%(service)s is closed today: %(reason)s.")
    of_several = _l("These services are closed today: %(reason)s.")
    of_office = _l("The office is closed today: %(reason)s.")


class OfficeClosed(GiliranError):
    """No numbers now, by the office's hours: says why, and when to come instead."""

    code = "office-closed"

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing

    def words(self) -> str:
        why = str(CLOSED_BECAUSE[self.standing.why or Closed.DAY_OFF]) % {"day": self.standing.day_name}
        return f"{why} {_when_to_come(self.standing.opens_at)}"


CLOSED_BECAUSE = {
    Closed.BEFORE: _l("The office has not opened yet."),
    Closed.BREAK: _l("The office has its break."),
    Closed.CUT_OFF: _l("The office closes soon and gives no more numbers until then."),
    Closed.AFTER: _l("The office has closed for today."),
    Closed.HOLIDAY: _l("The office is closed today: %(day)s."),
    Closed.DAY_OFF: _l("The office is closed today."),
    Closed.BY_HAND: _l("The office has closed for today."),
}


class QuotaReached(NoMoreToday):
    code = "quota-reached"
    message = _l("All %(quota)s numbers of today for %(service)s have been given.")
    of_several = of_office = _l("All %(quota)s numbers of today for each service have been given.")


class CountersClosed(NoMoreToday):
    code = "counters-closed"
    message = _l("The counters for %(service)s have closed for today.")
    of_several = _l("The counters for these services have closed for today.")
    of_office = _l("All counters have closed for today.")


class KeyTooOld(GiliranError):
    code = "key-too-old"
    message = _l("This page stood open for long, and a number was already taken with it. Please start again.")


class KeyUnusable(GiliranError):
    code, status = "key-unusable", 422
    message = _l("The form was sent without its key. Please start again.")


class KeyUsedOtherwise(GiliranError):
    code, status = "key-used-otherwise", 422
    message = _l("This key already gave a number for something else. Use a new key for each number.")


class PriorityUnknown(GiliranError):
    code, status = "priority-unknown", 422
    message = _l("This priority is not known. Please choose from the list.")


class ReasonUnusable(GiliranError):
    code, status = "reason-unusable", 422
    message = _l("Please write a reason of at most 200 characters, so that citizens know why.")


class NoteUnusable(GiliranError):
    code, status = "note-unusable", 422
    message = _l("Write a note of 1 to 200 characters, in one line.")


class PersonalInNote(GiliranError):
    code, status = "personal-in-note", 422
    message = _l(
        "A note has no NIK, no phone number and no e-mail address in it. "
        "Leave that out: the number of the ticket is enough."
    )


class MessageUnusable(GiliranError):
    code, status = "message-unusable", 422
    message = _l("Please write the message in Indonesian, with at most 200 characters in each language.")


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


class CounterTakenOver(GiliranError):
    code = "counter-taken-over"
    message = _l("%(staff)s has taken over counter %(counter)s. Choose another counter.")


class WrongState(GiliranError):
    code = "wrong-state"
    message = _l("Number %(ticket)s has moved on meanwhile. Look at the screen again.")


class CursorUnusable(GiliranError):
    code, status = "cursor-unusable", 400
    message = _l("The cursor is not one of ours. Leave it out to begin at the first page.")


class Suspended(GiliranError):
    code = "suspended"
    message = _l("Nobody is called for now: %(reason)s. A supervisor lets the office go on.")


class NothingSuspended(GiliranError):
    code = "nothing-suspended"
    message = _l("This goes on already; nothing was suspended.")


class ChoiceNotAllowed(GiliranError):
    code, status = "choice-not-allowed", 403
    message = _l("In this office citizens are called in their order. Ask your supervisor to call this one.")


class CallAgainFirst(GiliranError):
    code = "call-again-first"
    message = _l("Number %(ticket)s must be called %(calls)s times before it counts as not come. Call it again.")


class TooSoon(GiliranError):
    code = "too-soon"
    message = _l("Give number %(ticket)s %(seconds)s more seconds to come.")


class TooLateToReturn(GiliranError):
    code = "too-late-to-return"
    message = _l(
        "Number %(ticket)s missed its call more than %(minutes)s minutes ago. Please take a new number at the kiosk."
    )


class PlaceUnknown(GiliranError):
    code, status = "place-unknown", 422
    message = _l("Say where in the line: keep, head, tail, or after 0 to 999 people.")


class WhereTo(GiliranError):
    code, status = "where-to", 422
    message = _l("Send the citizen either to a service or to a counter, not both.")


class NoNextStep(GiliranError):
    code, status = "no-next-step", 422
    message = _l("Number %(ticket)s has no further step. Say which service or counter it goes to.")


class NothingToUndo(GiliranError):
    code = "nothing-to-undo"
    message = _l("The last step of number %(ticket)s cannot be undone any more.")


class NoPrinter(GiliranError):
    code = "no-printer"
    message = _l("This office has no printer. Please write the number down.")


class TooLateToReprint(GiliranError):
    code = "too-late-to-reprint"
    message = _l(
        "The slip of number %(ticket)s is not printed again more than %(minutes)s minutes after it was taken. "
        "Please write the number down for the citizen."
    )


class NotPrintedAgainHere(GiliranError):
    code = "not-printed-again-here"
    message = _l("The slip of number %(ticket)s is not printed again here. Please ask an officer.")


class StripTooLong(GiliranError):
    code, status = "strip-too-long", 422
    message = _l("A strip has 1 to %(most)s numbers.")


class NotOnAStrip(GiliranError):
    code = "not-on-a-strip"
    message = _l("No unused number %(number)s was printed on a strip today. Check the number and the service.")


class NoSuchLetter(GiliranError):
    code, status = "no-such-letter", 404
    message = _l("This office has no such queue. Please choose from the list.")


class NoSuchDay(GiliranError):
    code, status = "no-such-day", 404
    message = _l("This date is not among the special days. Somebody may have removed it meanwhile.")


class SettingsUnusable(GiliranError):
    """Rules that no office can keep: nothing of them was saved. `faults` says what is wrong with which."""

    code, status = "settings-unusable", 422

    def __init__(self, faults: Faults) -> None:
        super().__init__(fields=", ".join(faults))
        self.faults = faults

    def words(self) -> str:
        said = dict.fromkeys(fault_words(each) for each in self.faults.values())
        return " ".join((gettext("Nothing was saved."), *said))


class ChangedMeanwhile(GiliranError):
    """Somebody else changed the same rules after they were shown: nothing was saved. `by` is None for a program."""

    code = "changed-meanwhile"

    def __init__(self, by: str | None) -> None:
        super().__init__()
        self.by = by

    def words(self) -> str:
        words = gettext(
            "%(who)s changed the same while this page was open. Look at it in another window; save again if yours "
            "should stand.",
            who=self.by or gettext("A program"),
        )
        return str(words)


class NoSuchDevice(GiliranError):
    code, status = "no-such-device", 404
    message = _l("This office has no such device. Please choose from the list.")


class NoSuchKey(GiliranError):
    code, status = "no-such-key", 404
    message = _l("There is no such API key. Please choose from the list.")


class OnlyReads(GiliranError):
    code, status = "only-reads", 403
    message = _l("This API key only reads. Ask the administrator for one that may act.")


class NotYours(GiliranError):
    code, status = "not-yours", 403
    message = _l("This belongs to another office or counter. Ask your supervisor for the right to it.")
