"""Printers by their address."""

from printers.drivers.address import BadPrinterUrl, check_url, open_driver
from printers.drivers.base import Driver, PrinterError, Status

__all__ = ["BadPrinterUrl", "Driver", "PrinterError", "Status", "check_url", "open_driver"]
