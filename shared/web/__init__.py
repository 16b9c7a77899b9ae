"""What a room needs to answer HTTP."""
