"""What can be refused to staff at the door and around accounts, each worded once; no citizen reads these."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from app.errors import GiliranError
from app.fault_words import fault_words
from app.rules.faults import Fault, Wrong


class NameOrPasswordWrong(GiliranError):
    code, status = "name-or-password-wrong", 422
    message = _l("Name or password is not right. Please try again.")


class SignInRests(GiliranError):
    code, status = "sign-in-rests", 429
    message = _l(
        "That was wrong too often. Please wait %(minutes)s minutes, then try again; "
        "or ask whoever looks after accounts to lift the wait."
    )


class CodeWrong(GiliranError):
    code, status = "code-wrong", 422
    message = _l(
        "This code is not right, or was used already. Wait for the next one on your telephone, and look whether its "
        "clock is right."
    )


class SecondStepNeeded(GiliranError):
    code, status = "second-step-needed", 403
    message = _l(
        "Whoever administers keeps a second step. Add another passkey or a telephone first, then remove this one."
    )


class PasskeyNotMade(GiliranError):
    code, status = "passkey-not-made", 422
    message = _l(
        "No passkey was added: that took too long, or this device has one of an account here. Please begin anew."
    )


class PasskeyWrong(GiliranError):
    code, status = "passkey-wrong", 422
    message = _l("That passkey is none of yours here, or it took too long. Try again, or use a code.")


class PasskeyCopied(GiliranError):
    code, status = "passkey-copied", 422
    message = _l(
        'Passkey "%(name)s" was refused: its count went back, as that of a copy does. Sign in with a code, remove it, '
        "and tell whoever looks after accounts."
    )


class PasskeyNameUnusable(GiliranError):
    code, status = "passkey-name-unusable", 422
    message = _l("A name for a passkey has at most %(most)s characters.")


class TooManyPasskeys(GiliranError):
    code = "too-many-passkeys"
    message = _l("You have %(most)s passkeys, and there can be no more. Remove one that you do not use any more.")


class NoSuchPasskey(GiliranError):
    code, status = "no-such-passkey", 404
    message = _l("You have no such passkey any more. Look at the list under My account, Second step.")


class PasswordUnusable(GiliranError):
    """`why` is one of `app.rules.passwords.Weak`, or "the_same"."""

    code, status = "password-unusable", 422
    because: ClassVar = {
        "too_short": _l("Use at least 10 characters. A few words in a row are easy to remember."),
        "too_long": _l("Use at most 200 characters."),
        "a_name": _l("This is little more than a name that others know. Add words of your own."),
        "too_common": _l("This is among the passwords that are tried first. Choose one that nobody would guess."),
        "the_same": _l("This is the password you have now. Choose another one."),
    }

    def words(self) -> str:
        """The refusal in the reader's language."""
        return str(self.because[self.facts["why"]])


class NoSuchPerson(GiliranError):
    code, status = "no-such-person", 404
    message = _l("There is no such person here. Please choose from the list.")


class PersonUnusable(GiliranError):
    """`why` says what is wrong with the name or the roles: a `Wrong` that begins with "person_"."""

    code, status = "person-unusable", 422

    def words(self) -> str:
        """The refusal in the reader's language."""
        return fault_words(Fault(Wrong(f"person_{self.facts['why']}")))


class PinUnusable(GiliranError):
    code, status = "pin-unusable", 422
    message = _l("Write six digits that nobody would guess: not 123456, not the same digit again and again.")


class OfficersPinWrong(GiliranError):
    code, status = "officers-pin-wrong", 422
    message = _l("This is not the PIN of %(name)s. After five wrong ones only the password opens the way.")


class PinSpent(GiliranError):
    code, status = "pin-spent", 429
    message = _l("The PIN of %(name)s was wrong five times. Let them sign in with their password.")
