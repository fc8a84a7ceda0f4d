"""The clips of the spoken call: how they are made."""
