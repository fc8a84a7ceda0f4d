"""What can be refused around screens and agents, each worded once; no citizen reads these."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.errors import GiliranError


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


class DeviceUnknown(GiliranError):
    code, status = "device-unknown", 401
    message = _l("This device is not paired any more. Ask for a new code, and have an administrator approve it.")


class PrinterNotSeen(GiliranError):
    code, status = "printer-not-seen", 422
    message = _l("The agent does not see this printer now. Check that it is on and plugged in, then try again.")
