"""What the parts of a service are called, in whatever page or log they stand."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

STANDARD = {
    "requirements": _l("Requirements"),
    "procedure": _l("System, mechanism and procedure"),
    "duration": _l("Time until it is done"),
    "fee": _l("Cost"),
    "product": _l("What the citizen receives"),
    "complaints": _l("Handling of complaints"),
    "legal_basis": _l("Legal basis"),
    "facilities": _l("Facilities"),
    "competence": _l("Competence of the staff"),
    "supervision": _l("Internal supervision"),
    "staff": _l("Number of staff"),
    "guarantee": _l("Guarantee of the service"),
    "safety": _l("Guarantee of safety and security"),
    "evaluation": _l("Evaluation of the performance"),
}
"""The fourteen components of a service standard (Law 25/2009, Article 21)."""

PARTS = {"name": _l("Name of the service"), "icon": _l("Picture")} | STANDARD
"""All of it that a city's catalogue can say (rules.catalogue.PARTS)."""
