"""Printers by their address."""

from printers.drivers.address import BadPrinterUrl, check_url, open_driver
from printers.drivers.base import UNKNOWN, Driver, PrinterError, Status, Trouble

__all__ = ["UNKNOWN", "BadPrinterUrl", "Driver", "PrinterError", "Status", "Trouble", "check_url", "open_driver"]
