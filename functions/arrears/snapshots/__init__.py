"""The portfolio of each day, kept."""
