"""What was posted on a day, for the count at its end."""
