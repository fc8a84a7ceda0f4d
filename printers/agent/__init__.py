"""The print agent: prints an office's slips on printers plugged into this computer. `python -m printers.agent`."""

VERSION = "0.1.0"
