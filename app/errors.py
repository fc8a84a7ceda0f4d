"""What can be refused, each worded once: what was wrong and what to do next."""

from __future__ import annotations

from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _l

from app.rules.faults import Fault, Faults, Wrong
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


class NoSuchCounter(GiliranError):
    code, status = "no-such-counter", 404
    message = _l("This office has no such counter. Please choose from the list.")


class NoSuchTicket(GiliranError):
    code, status = "no-such-ticket", 404
    message = _l("This number is not known here. Please take a new one at the kiosk.")


class NoSuchBoard(GiliranError):
    code, status = "no-such-board", 404
    message = _l("This office has no such board. Please choose from the list.")


class NoSuchPrinter(GiliranError):
    code, status = "no-such-printer", 404
    message = _l("This office has no such printer. Please choose from the list.")


class ServiceClosed(GiliranError):
    code = "service-closed"
    message = _l("%(service)s is closed today. Please ask at the information desk when to come.")


class ServiceClosedBecause(ServiceClosed):
    message = _l("%(service)s is closed today: %(reason)s. Please ask at the information desk when to come.")


class OfficeClosed(GiliranError):
    """No numbers now, by the office's hours: says why, and when to come instead."""

    code = "office-closed"

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing

    def words(self) -> str:
        why = str(CLOSED_BECAUSE[self.standing.why or Closed.DAY_OFF]) % {"day": self.standing.day_name}
        return f"{why} {self._when_to_come()}"

    def _when_to_come(self) -> str:
        if self.standing.opens_at is None:
            return str(gettext("Please ask at the information desk when to come."))
        when = format_datetime(self.standing.opens_at, "EEEE, d MMMM, HH:mm", rebase=False)
        return str(gettext("Numbers are given again on %(when)s.", when=when))


CLOSED_BECAUSE = {
    Closed.BEFORE: _l("The office has not opened yet."),
    Closed.BREAK: _l("The office has its break."),
    Closed.CUT_OFF: _l("The office closes soon and gives no more numbers until then."),
    Closed.AFTER: _l("The office has closed for today."),
    Closed.HOLIDAY: _l("The office is closed today: %(day)s."),
    Closed.DAY_OFF: _l("The office is closed today."),
    Closed.BY_HAND: _l("The office has closed for today."),
}


class QuotaReached(GiliranError):
    code = "quota-reached"
    message = _l(
        "All %(quota)s numbers of today for %(service)s have been given. "
        "Please come early on the next working day, or ask at the information desk."
    )


class CountersClosed(GiliranError):
    code = "counters-closed"
    message = _l(
        "The counters for %(service)s have closed for today. "
        "Please come on the next working day, or ask at the information desk."
    )


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


def fault_words(fault: Fault) -> str:
    """What is wrong with a setting, and what to write instead, in the reader's language."""
    return str(WRONG_BECAUSE[fault.wrong]) % fault.facts


WRONG_BECAUSE = {
    Wrong.OUT_OF_BOUNDS: _l("Write a whole number from %(low)s to %(high)s."),
    Wrong.NOT_KNOWN: _l("%(name)s is not known here. Choose from those of this office."),
    Wrong.NO_SPANS: _l("Write hours as 08:00–11:30, several with a comma between them: 08:00–11:30, 13:00–16:00."),
    Wrong.ENDS_BEFORE: _l("These hours end before they begin. Write the earlier time first."),
    Wrong.OVERLAP: _l("Two of these hours overlap. Let the second begin when the first has ended."),
    Wrong.NEVER_OPEN: _l("With no hours on any day the office would never open. Write the hours of at least one day."),
    Wrong.OTHER_DAY_THERE: _l(
        "In that time zone it is another day now. Change it at an hour when the date is the same."
    ),
    Wrong.ENDS_TODAY: _l(
        "By these hours the office has closed for today already: %(people)s waiting would be told that their number "
        "has expired. Tick the box below if that is what you want, or change the hours tomorrow morning."
    ),
    Wrong.DAY_OVER: _l("This day is over. Choose today or a later day."),
    Wrong.DAY_TOO_FAR: _l("Choose a day within the next two years."),
    Wrong.DAY_TAKEN: _l("This date is a special day already: %(name)s. Remove that one first."),
    Wrong.NO_NAME: _l("Write a name of at most %(most)s characters; citizens read it when the office is closed."),
    Wrong.BOARD_NO_NAME: _l("Write a name of at most %(most)s characters, so that you know which screen it is."),
    Wrong.NOT_ONE_COUNTER: _l("A board over a counter needs exactly one counter. Tick the one it hangs over."),
    Wrong.TEXT_TOO_LONG: _l("Write at most %(most)s characters: a longer text is not read to its end."),
    Wrong.CODE_UNUSABLE: _l("Write 1 to 20 small letters, digits or hyphens, such as lantai-2."),
    Wrong.CODE_TAKEN: _l("Another board has this code. Choose another one."),
    Wrong.GOES_TO_ITSELF: _l("A service cannot come after itself. Choose another one, or none."),
    Wrong.TWICE: _l("%(name)s stands here twice. A citizen goes to each service once."),
    Wrong.TOO_MANY_STEPS: _l("At most %(most)s services can follow."),
    Wrong.NO_LETTER: _l("A counter serves at least one queue; otherwise its officer could call nobody."),
    Wrong.NOT_SERVED_HERE: _l("%(name)s is not served at this counter. Let it serve the queue first."),
    Wrong.SERVED_ALREADY: _l("This counter serves %(name)s already; it need not help there."),
    Wrong.SLIP_UNKNOWN: _l("Line %(line)s: nobody knows {%(name)s}. Use the names below, as the buttons write them."),
    Wrong.SLIP_NOT_CLOSED: _l("Line %(line)s: a brace is missing. A name stands between { and }."),
    Wrong.SLIP_NOT_ALONE: _l("Line %(line)s: {%(name)s} needs a line to itself. Put the other words above or below."),
    Wrong.SLIP_TWICE: _l("Line %(line)s: {%(name)s} stands there a second time. Take one of them out."),
    Wrong.SLIP_NO_NUMBER: _l("The number is missing. Put {number} on a line of its own."),
    Wrong.SLIP_LINE_TOO_LONG: _l("Line %(line)s is longer than %(most)s characters. Make two lines of it."),
    Wrong.SLIP_TOO_MANY_LINES: _l("From line %(line)s on it is too long: a slip has at most %(most)s lines."),
    Wrong.SLIP_NO_ADDRESS: _l(
        "Line %(line)s: there is no address yet that a QR code could lead to. Take {qr} out, or ask whoever runs the "
        "server to set PUBLIC_URL."
    ),
    Wrong.NO_PICTURE: _l("This is no picture that can be read. Choose a PNG, JPEG or WebP file."),
    Wrong.LOGO_TOO_LARGE: _l("This file is larger than %(most)s MB. Choose a smaller one."),
    Wrong.LOGO_TOO_MANY_DOTS: _l("This picture has more than %(most)s million dots. Choose a smaller one."),
    Wrong.LOGO_EMPTY: _l("On this picture there is nothing to print: it is white all over. Choose another one."),
}


class CodeUnknown(GiliranError):
    code, status = "code-unknown", 422
    message = _l("No device shows this code now. Codes hold for ten minutes: type the one its screen shows now.")


class AsksElsewhere(GiliranError):
    code = "asks-elsewhere"
    message = _l("The screen with this code was opened as another office's. Open it at this office's address instead.")


class CodeRanOut(GiliranError):
    code, status = "code-ran-out", 410
    message = _l("This code has run out. Ask for a new one.")


class TooManyCodes(GiliranError):
    code, status = "too-many-codes", 429
    message = _l("Too many screens here ask to be paired. Close those not needed, and wait ten minutes.")


class DeviceNameUnusable(GiliranError):
    code, status = "device-name-unusable", 422
    message = _l("Write a name of at most 80 characters by which your colleagues find the device.")


class NoSuchDevice(GiliranError):
    code, status = "no-such-device", 404
    message = _l("This office has no such device. Please choose from the list.")


class DeviceUnknown(GiliranError):
    code, status = "device-unknown", 401
    message = _l("This device is not paired any more. Ask for a new code, and have an administrator approve it.")


class PrinterNotSeen(GiliranError):
    code, status = "printer-not-seen", 422
    message = _l("The agent does not see this printer now. Check that it is on and plugged in, then try again.")


class NotYours(GiliranError):
    code, status = "not-yours", 403
    message = _l("This belongs to another office or counter. Ask your supervisor for the right to it.")
