"""Who is to be reminded of what, and when they may be reached."""
