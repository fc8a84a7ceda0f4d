"""What is wrong with this installation, and what to do: one list of checks, for the command and the page alike."""

from app.doctor.checks import examine
from app.doctor.findings import Depth, Finding, Severity

__all__ = ["Depth", "Finding", "Severity", "examine"]
