"""Where one account stands, and why."""
