"""Printers by their address."""

from printers.drivers.address import BadPrinterUrl, check_url, open_driver
from printers.drivers.base import Driver, PrinterError, Status, Trouble

__all__ = ["BadPrinterUrl", "Driver", "PrinterError", "Status", "Trouble", "check_url", "open_driver"]
