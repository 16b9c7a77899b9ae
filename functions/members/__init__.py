"""Members: profile, list, search, counts."""
