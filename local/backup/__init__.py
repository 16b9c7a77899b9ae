"""Backups of DATA_DIR while Sapa runs on it, and their way back (docs/decisions/durability.md).

A backup is a folder: the engine's database as of one moment, every other file of DATA_DIR, and a
manifest with the hash of each and what all accounts come to.
"""

MANIFEST = "manifest.json"
DATABASE = "engine.db"
UNFINISHED = ".part"
"""Behind the name of a folder that is not whole yet."""


class Unusable(Exception):
    """A backup cannot be taken, or cannot be put back; the message says why."""
