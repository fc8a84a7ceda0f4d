"""What an office has, out into files and in from them: shown first, then carried out as it was shown."""
