"""The collections desk: worklist, follow-ups, promises, officers."""
