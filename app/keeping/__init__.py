"""Keeping an installation alive: backups and their way back."""
