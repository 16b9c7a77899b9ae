"""The imports room: files of other systems, checked, applied row by row, and undone."""
