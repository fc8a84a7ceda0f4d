"""How fast Giliran is where it matters, as ratios to a ceiling measured in the same run."""
