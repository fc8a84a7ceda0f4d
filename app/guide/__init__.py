"""The kiosk's spoken guide: what it says, and the sounds that say it."""
