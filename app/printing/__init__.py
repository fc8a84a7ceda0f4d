"""Paper: what a slip says, and the spool that stands between a verb and a printer."""
