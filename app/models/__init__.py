"""The nouns of the domain, one file each."""

from app.models.api_key import ApiKey
from app.models.audit_entry import AuditEntry
from app.models.board import Board
from app.models.branch import Branch, Installation, SlipLogo, SpecialDay
from app.models.catalogue import CatalogueService, CatalogueStandard
from app.models.counter import Counter
from app.models.device import Device, DeviceKind, Pairing
from app.models.event import Checkpoint, Event, Reason
from app.models.guide_clip import GuideClip
from app.models.imported import Imported
from app.models.need import Need
from app.models.note import Note
from app.models.passkey import Passkey, PasskeyChallenge
from app.models.printer import Printer, PrintJob
from app.models.service import LearnedTime, Letter, Service, ServiceStandard
from app.models.staff import RecoveryCode, Role, SignIn, Staff, StaffRole, WrongTries
from app.models.ticket import PaperStrip, Series, Ticket
from app.models.voice_clip import VoiceClip

__all__ = [
    "ApiKey",
    "AuditEntry",
    "Board",
    "Branch",
    "CatalogueService",
    "CatalogueStandard",
    "Checkpoint",
    "Counter",
    "Device",
    "DeviceKind",
    "Event",
    "GuideClip",
    "Imported",
    "Installation",
    "LearnedTime",
    "Letter",
    "Need",
    "Note",
    "Pairing",
    "PaperStrip",
    "Passkey",
    "PasskeyChallenge",
    "PrintJob",
    "Printer",
    "Reason",
    "RecoveryCode",
    "Role",
    "Series",
    "Service",
    "ServiceStandard",
    "SignIn",
    "SlipLogo",
    "SpecialDay",
    "Staff",
    "StaffRole",
    "Ticket",
    "VoiceClip",
    "WrongTries",
]
