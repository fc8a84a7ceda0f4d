"""The nouns of the domain, one file each."""

from app.models.branch import Branch, Installation
from app.models.counter import Counter
from app.models.event import Event
from app.models.printer import Printer, PrintJob
from app.models.service import Letter, Service
from app.models.staff import Role, Staff
from app.models.ticket import Series, Ticket

__all__ = [
    "Branch",
    "Counter",
    "Event",
    "Installation",
    "Letter",
    "PrintJob",
    "Printer",
    "Role",
    "Series",
    "Service",
    "Staff",
    "Ticket",
]
