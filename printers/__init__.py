"""Slips, and the printers they come out of. Imports nothing of ours: it also runs alone, beside a kiosk."""
