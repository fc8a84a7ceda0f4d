"""What a citizen sees on their own phone."""
