"""Collections: the worklist, follow-ups, promises to pay, and whose account it is."""
