"""The imports room: files of other systems, checked and taken in, row by row."""
